-- One row per step whose track or stage its programme does not have.
SELECT
    'stage_undeclared' AS check_code, f.submission AS submission, f.sheet AS sheet, f.source_row AS source_row,
    'stage' AS column_name, CONCAT(f.track, ' / ', f.stage) AS value
FROM {facts} AS f
JOIN catalogue_places AS p ON p.place = f.zone
LEFT JOIN catalogue_stages AS t ON t.programme = p.programme AND t.track = f.track AND t.stage = f.stage
WHERE t.stage IS NULL
ORDER BY submission ASC NULLS LAST, source_row ASC NULLS LAST
