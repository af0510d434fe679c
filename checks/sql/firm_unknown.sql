-- One row per firm of a file and sheet that stands in no zone's tenant register: its first row, and how many it has.
WITH firms AS (
    SELECT r.firm AS firm, r.sheet AS sheet, MIN(r.source_row) AS source_row, COUNT(r.firm) AS times, MIN({shown}) AS value
    FROM {rows} AS r
    WHERE r.firm IS NOT NULL
    GROUP BY r.firm, r.sheet
)
SELECT
    'firm_unknown' AS check_code, f.sheet AS sheet, f.source_row AS source_row, f.value AS value, f.times AS times
FROM firms AS f
WHERE NOT EXISTS (SELECT 1 FROM {register} AS t WHERE t.firm = f.firm)
ORDER BY sheet ASC NULLS LAST, source_row ASC NULLS LAST
