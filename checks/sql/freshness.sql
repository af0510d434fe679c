-- One row per dataset and zone with records: its last quarter or year beside the last that any zone has.
WITH latest AS (
    SELECT m.dataset AS dataset, v.zone AS zone, MAX(v.period) AS period
    FROM key_values AS v
    JOIN catalogue_metrics AS m ON m.metric = v.metric
    JOIN catalogue_zones AS z ON z.zone = v.zone
    WHERE
        v.records_value IS NOT NULL AND m.dataset IS NOT NULL AND v.basis <> 'cumulative'
        AND (m.by_quarter = 0 OR CHAR_LENGTH(v.period) = 6)
    GROUP BY m.dataset, v.zone
),
newest AS (
    SELECT dataset AS dataset, MAX(period) AS period FROM latest GROUP BY dataset
)
SELECT
    'freshness' AS check_code, '' AS metric, l.zone AS zone, n.period AS period, '' AS basis, l.dataset AS dataset,
    l.period AS observed, n.period AS expected, CASE WHEN l.period < n.period THEN 1 ELSE 0 END AS failed
FROM latest AS l
JOIN newest AS n ON n.dataset = l.dataset
