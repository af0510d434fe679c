-- One row per stay that overlaps a stay of the same firm in another zone.
SELECT
    'one_zone_at_a_time' AS check_code, a.zone AS zone, a.submission AS submission, a.sheet AS sheet,
    a.source_row AS source_row, 'zone' AS column_name, CONCAT(a.zone, ' / ', MIN(b.zone)) AS value
FROM {facts} AS a
JOIN {facts} AS b
    ON b.firm = a.firm AND b.zone <> a.zone
    AND a.entered_on < COALESCE(b.left_on, DATE '9999-12-31')
    AND b.entered_on < COALESCE(a.left_on, DATE '9999-12-31')
GROUP BY a.zone, a.submission, a.sheet, a.source_row
ORDER BY submission ASC NULLS LAST, source_row ASC NULLS LAST
