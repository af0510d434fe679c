-- One row per milestone that was done before it was planned to begin.
SELECT
    'done_before_start' AS check_code, f.submission AS submission, f.sheet AS sheet, f.source_row AS source_row,
    'done_on' AS column_name, CONCAT(CAST(f.done_on AS VARCHAR), ' < ', CAST(f.planned_from AS VARCHAR)) AS value
FROM {facts} AS f
WHERE f.done_on < f.planned_from
ORDER BY submission ASC NULLS LAST, source_row ASC NULLS LAST
