-- One row per zone and period of one metric: the sums of its additive parts, without who contributed.
WITH contributions AS (
    {contributions}
)
SELECT
    c.zone AS zone, c.period AS period,
    CAST(SUM(c.value) AS DECIMAL(24, 4)) AS value, CAST(SUM(c.weight) AS DECIMAL(24, 4)) AS weight
FROM contributions AS c
GROUP BY c.zone, c.period
