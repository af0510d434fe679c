-- One row per kind of space and quarter in which more is taken than there is.
SELECT
    'more_than_all_taken' AS check_code, f.submission AS submission, f.sheet AS sheet, f.source_row AS source_row,
    'occupied' AS column_name, CONCAT(CAST(f.occupied AS VARCHAR), ' > ', CAST(f.capacity AS VARCHAR)) AS value
FROM {facts} AS f
WHERE f.occupied > f.capacity
ORDER BY submission ASC NULLS LAST, source_row ASC NULLS LAST
