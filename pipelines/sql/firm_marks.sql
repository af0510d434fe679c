-- One row per firm, place, kind of record and category that firms are looked for by; `programme` is a kind too.
SELECT m.zone AS zone, m.told_as AS told_as, m.mark AS mark, m.firm AS firm
FROM (
    SELECT r.zone AS zone, r.told_as AS told_as, r.told_mark AS mark, r.firm AS firm
    FROM firm_records AS r
    WHERE r.told_mark IS NOT NULL
    UNION
    SELECT r.zone AS zone, 'programme' AS told_as, r.told_of AS mark, r.firm AS firm
    FROM firm_records AS r
    WHERE r.told_of <> ''
) AS m
ORDER BY zone, told_as, mark, firm
