-- One row per firm and place: its name as it was told last, its stay, and how much is known of it.
SELECT
    r.zone AS zone, r.firm AS firm,
    SUBSTR(MAX(CASE WHEN r.told_name IS NOT NULL THEN CONCAT(CAST(s.known_on AS VARCHAR), r.told_name) END), 11) AS name,
    MIN(CASE WHEN r.told_as = 'stay' THEN r.told_on END) AS entered_on,
    CASE
        WHEN COUNT(CASE WHEN r.told_as = 'stay' AND r.told_until IS NULL THEN 1 END) > 0 THEN CAST(NULL AS DATE)
        ELSE MAX(CASE WHEN r.told_as = 'stay' THEN r.told_until END)
    END AS left_on,
    COUNT(CASE WHEN r.told_as = 'stay' THEN 1 END) AS stays,
    COUNT(CASE WHEN r.told_as = 'result' THEN 1 END) AS results,
    COUNT(CASE WHEN r.told_as = 'transfer' THEN 1 END) AS transfers,
    COUNT(CASE WHEN r.told_as = 'investment' THEN 1 END) AS investments,
    CAST(SUM(CASE WHEN r.told_as = 'investment' THEN r.told_krw END) AS BIGINT) AS investment_krw,
    COUNT(CASE WHEN r.told_as = 'step' THEN 1 END) AS steps,
    COUNT(CASE WHEN r.told_as = 'milestone' THEN 1 END) AS milestones,
    COUNT(*) AS records,
    MAX(CASE WHEN s.synthetic THEN 1 ELSE 0 END) = 1 AS synthetic,
    MAX(s.known_on) AS known_on
FROM firm_records AS r
JOIN submissions AS s ON s.id = r.submission
GROUP BY r.zone, r.firm
ORDER BY zone, firm
