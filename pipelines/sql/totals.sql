-- One row per zone and period: the sums of all metrics that count a dataset row by row, in one pass over its facts.
SELECT
    f.zone AS zone, f.period AS period,
    {sums}
FROM {facts} AS f
GROUP BY f.zone, f.period
