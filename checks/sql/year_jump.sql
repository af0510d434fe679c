-- One row per metric with a threshold, zone, year and basis whose value and the year before are both whole years of the
-- same zones. A cumulative value grows by itself and is left out.
WITH partial_years AS (
    SELECT zone AS zone, designation_year AS year_number FROM catalogue_zones
    UNION ALL
    SELECT 'national' AS zone, designation_year AS year_number FROM catalogue_zones
),
years AS (
    SELECT
        v.metric AS metric, v.zone AS zone, v.period AS period, v.basis AS basis, v.value AS value,
        CAST(v.period AS INTEGER) AS year_number
    FROM key_values AS v
    WHERE
        CHAR_LENGTH(v.period) = 4 AND v.basis <> 'cumulative' AND v.value IS NOT NULL
        AND NOT (v.origin = 'records' AND v.status = 'provisional')
)
SELECT
    'year_jump' AS check_code, y.metric AS metric, y.zone AS zone, y.period AS period, y.basis AS basis,
    y.value AS observed, e.value AS expected,
    CASE WHEN ABS((y.value - e.value) / NULLIF(e.value, 0)) > m.jump_threshold THEN 1 ELSE 0 END AS failed
FROM years AS y
JOIN years AS e
    ON e.metric = y.metric AND e.zone = y.zone AND e.basis = y.basis AND e.year_number = y.year_number - 1
JOIN catalogue_metrics AS m ON m.metric = y.metric
WHERE
    m.jump_threshold IS NOT NULL AND e.value <> 0
    AND NOT EXISTS (
        SELECT 1 FROM partial_years AS p
        WHERE p.zone = y.zone AND (p.year_number = y.year_number OR p.year_number = y.year_number - 1)
    )
