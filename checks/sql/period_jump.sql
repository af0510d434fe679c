-- One row per metric, zone and period of a file whose last period is known: its value beside the last one, and the
-- lowest and highest of the whole periods before it: in its first one a zone was not yet there from the start. Too far
-- from the last one and from all of them, by the metric's factor, is a jump.
WITH sums AS (
    {sums}
),
terms AS (
    {terms}
),
known AS (
    SELECT metric AS metric, zone AS zone, period AS period, value AS value FROM sums
    UNION ALL
    SELECT v.metric AS metric, v.zone AS zone, v.period AS period, v.records_value AS value
    FROM key_values AS v
    JOIN terms AS t ON t.metric = v.metric AND t.basis = v.basis
    WHERE
        v.records_value IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM sums AS s WHERE s.metric = v.metric AND s.zone = v.zone AND s.period = v.period
        )
),
earlier AS (
    SELECT
        s.metric AS metric, s.zone AS zone, s.period AS period,
        MAX(CASE WHEN p.steps = 1 THEN k.value END) AS last_value, MIN(k.value) AS lowest, MAX(k.value) AS highest
    FROM sums AS s
    JOIN ({periods}) AS p ON p.period = s.period
    JOIN known AS k ON k.metric = s.metric AND k.zone = s.zone AND k.period = p.earlier
    JOIN ({starts}) AS z
        ON z.zone = s.zone AND k.period > CASE WHEN CHAR_LENGTH(k.period) = 6 THEN z.first_quarter ELSE z.first_year END
    GROUP BY s.metric, s.zone, s.period
)
SELECT
    'period_jump' AS check_code, s.metric AS metric, s.zone AS zone, s.period AS period, t.basis AS basis,
    t.column_name AS column_name, s.sheet AS sheet, s.source_row AS source_row,
    s.value AS observed, e.last_value AS expected,
    CASE
        WHEN s.value > e.highest * (1 + t.threshold) OR s.value < e.lowest / NULLIF(1 + t.threshold, 0) THEN 1
        ELSE 0
    END AS failed
FROM sums AS s
JOIN terms AS t ON t.metric = s.metric
JOIN earlier AS e ON e.metric = s.metric AND e.zone = s.zone AND e.period = s.period
WHERE e.last_value > 0 AND t.threshold IS NOT NULL
ORDER BY metric ASC NULLS LAST, zone ASC NULLS LAST, period ASC NULLS LAST
