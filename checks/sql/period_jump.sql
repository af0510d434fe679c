-- One row per metric, zone and period of a file whose last period is known: its value beside the last one, and the
-- lowest and highest of the whole periods before it: in its first one a zone was not yet there from the start. Too far
-- from the last one and from all of them, by the metric's factor, is a jump.
WITH {known},
earlier AS (
    SELECT
        s.metric AS metric, s.zone AS zone, s.period AS period,
        MAX(CASE WHEN p.steps = 1 THEN k.value END) AS last_value, MIN(k.value) AS lowest, MAX(k.value) AS highest
    FROM known AS s
    JOIN ({periods}) AS p ON p.period = s.period
    JOIN known AS k ON k.metric = s.metric AND k.zone = s.zone AND k.period = p.earlier
    JOIN ({starts}) AS z
        ON z.zone = s.zone AND k.period > CASE WHEN CHAR_LENGTH(k.period) = 6 THEN z.first_quarter ELSE z.first_year END
    WHERE s.filed = 1
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
FROM known AS s
JOIN terms AS t ON t.metric = s.metric
JOIN earlier AS e ON e.metric = s.metric AND e.zone = s.zone AND e.period = s.period
WHERE s.filed = 1 AND e.last_value > 0 AND t.threshold IS NOT NULL
ORDER BY metric ASC NULLS LAST, zone ASC NULLS LAST, period ASC NULLS LAST
