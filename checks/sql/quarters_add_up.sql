-- One row per metric, zone, year and basis published both for the year and for its quarters: all four of a flow, the
-- last of a stock or a cumulative value.
WITH quarters AS (
    SELECT
        metric AS metric, zone AS zone, SUBSTR(period, 1, 4) AS year_label, basis AS basis,
        COUNT(value) AS quarters, SUM(value) AS total, SUM(half_step) AS half_steps
    FROM announced
    WHERE CHAR_LENGTH(period) = 6 AND value IS NOT NULL AND (basis = 'in_period' OR SUBSTR(period, 6, 1) = '4')
    GROUP BY metric, zone, SUBSTR(period, 1, 4), basis
)
SELECT
    'quarters_add_up' AS check_code, y.metric AS metric, y.zone AS zone, y.period AS period, y.basis AS basis,
    q.total AS observed, y.value AS expected,
    CASE WHEN ABS(q.total - y.value) > y.half_step + q.half_steps THEN 1 ELSE 0 END AS failed
FROM announced AS y
JOIN quarters AS q
    ON q.metric = y.metric AND q.zone = y.zone AND q.year_label = y.period AND q.basis = y.basis
JOIN catalogue_metrics AS m ON m.metric = y.metric
WHERE
    y.value IS NOT NULL AND m.type IN ('flow', 'stock', 'cumulative', 'milestone')
    AND q.quarters = CASE WHEN y.basis = 'in_period' THEN 4 ELSE 1 END
