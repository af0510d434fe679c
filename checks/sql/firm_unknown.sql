-- One row per firm of a file and sheet that stands in no zone's tenant register: its first row, and how many it has.
SELECT
    'firm_unknown' AS check_code, r.sheet AS sheet, MIN(r.source_row) AS source_row, MIN({shown}) AS value,
    COUNT(r.firm) AS times
FROM {rows} AS r
WHERE r.firm IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {register} AS t WHERE t.firm = r.firm)
GROUP BY r.firm, r.sheet
ORDER BY sheet ASC NULLS LAST, source_row ASC NULLS LAST
