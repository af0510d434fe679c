-- One row per metric, period and basis with a published national total, where every zone designated by then has a value.
WITH designated AS (
    SELECT p.period AS period, COUNT(z.zone) AS zones
    FROM (SELECT DISTINCT period AS period FROM announced WHERE zone = 'national') AS p
    JOIN catalogue_zones AS z
        ON z.first_quarter <= CASE WHEN CHAR_LENGTH(p.period) = 4 THEN CONCAT(p.period, 'Q4') ELSE p.period END
    GROUP BY p.period
),
zone_parts AS (
    SELECT
        v.metric AS metric, v.period AS period, v.basis AS basis,
        COUNT(v.value) AS zones, SUM(v.value) AS total, SUM(COALESCE(a.half_step, 0)) AS half_steps
    FROM key_values AS v
    JOIN catalogue_zones AS z ON z.zone = v.zone
    LEFT JOIN announced AS a
        ON a.metric = v.metric AND a.zone = v.zone AND a.period = v.period AND a.basis = v.basis
    WHERE v.value IS NOT NULL
    GROUP BY v.metric, v.period, v.basis
)
SELECT
    'zones_add_up' AS check_code, n.metric AS metric, n.zone AS zone, n.period AS period, n.basis AS basis,
    p.total AS observed, n.value AS expected,
    CASE WHEN ABS(p.total - n.value) > n.half_step + p.half_steps THEN 1 ELSE 0 END AS failed
FROM announced AS n
JOIN zone_parts AS p ON p.metric = n.metric AND p.period = n.period AND p.basis = n.basis
JOIN designated AS d ON d.period = n.period AND d.zones = p.zones
JOIN catalogue_metrics AS m ON m.metric = n.metric
WHERE n.zone = 'national' AND n.value IS NOT NULL AND m.type IN ('flow', 'stock', 'cumulative', 'milestone')
