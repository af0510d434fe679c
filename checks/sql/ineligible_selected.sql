-- One row per selected application of a firm too old on the day the call opened, or that came after its last day.
SELECT
    'ineligible_selected' AS check_code, f.submission AS submission, f.sheet AS sheet, f.source_row AS source_row,
    CASE WHEN f.founded_on < c.founded_since THEN 'founded_on' ELSE 'applied_on' END AS column_name,
    CASE
        WHEN f.founded_on < c.founded_since
            THEN CONCAT(CAST(f.founded_on AS VARCHAR), ' < ', CAST(c.founded_since AS VARCHAR))
        ELSE CONCAT(CAST(f.applied_on AS VARCHAR), ' > ', CAST(c.closes_on AS VARCHAR))
    END AS value
FROM {facts} AS f
JOIN catalogue_calls AS c ON c.call = f.call
WHERE f.decision = 'selected' AND (f.founded_on < c.founded_since OR f.applied_on > c.closes_on)
ORDER BY submission ASC NULLS LAST, source_row ASC NULLS LAST
