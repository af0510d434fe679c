-- One row per application that was granted more than its call allows.
SELECT
    'grant_above_limit' AS check_code, f.submission AS submission, f.sheet AS sheet, f.source_row AS source_row,
    'granted_krw' AS column_name,
    CONCAT(CAST(f.granted_krw AS VARCHAR), ' > ', CAST(c.grant_limit_krw AS VARCHAR)) AS value
FROM {facts} AS f
JOIN catalogue_calls AS c ON c.call = f.call
WHERE f.granted_krw > c.grant_limit_krw
ORDER BY submission ASC NULLS LAST, source_row ASC NULLS LAST
