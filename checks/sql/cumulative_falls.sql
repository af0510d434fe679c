-- One row per cumulative value that a file states: beside the highest of an earlier and the lowest of a later period.
-- Both were published or stand in the file. What the file states again does not count as published.
WITH own AS (
    {own}
),
told AS (
    SELECT metric AS metric, zone AS zone, ended AS ended, value AS value, half_step AS half_step FROM own
    UNION ALL
    SELECT
        a.metric AS metric, a.zone AS zone,
        CASE WHEN CHAR_LENGTH(a.period) = 4 THEN CONCAT(a.period, 'Q4') ELSE a.period END AS ended,
        a.value AS value, a.half_step AS half_step
    FROM ({announced}) AS a
    WHERE
        a.basis = 'cumulative' AND a.value IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM own AS o WHERE o.metric = a.metric AND o.zone = a.zone AND o.period = a.period
        )
),
bounds AS (
    SELECT
        o.position AS position,
        MAX(CASE WHEN t.ended < o.ended THEN t.value END) AS at_least,
        MAX(CASE WHEN t.ended < o.ended THEN t.value - t.half_step END) AS surely_at_least,
        MIN(CASE WHEN t.ended > o.ended THEN t.value END) AS at_most,
        MIN(CASE WHEN t.ended > o.ended THEN t.value + t.half_step END) AS surely_at_most
    FROM own AS o
    JOIN told AS t ON t.metric = o.metric AND t.zone = o.zone
    GROUP BY o.position
)
SELECT
    'cumulative_falls' AS check_code, o.metric AS metric, o.zone AS zone, o.period AS period, 'cumulative' AS basis,
    'value' AS column_name, o.sheet AS sheet, o.source_row AS source_row, o.value AS observed,
    CASE WHEN o.value + o.half_step < b.surely_at_least THEN b.at_least ELSE b.at_most END AS expected,
    CASE
        WHEN o.value + o.half_step < b.surely_at_least OR o.value - o.half_step > b.surely_at_most THEN 1
        ELSE 0
    END AS failed
FROM own AS o
JOIN bounds AS b ON b.position = o.position
ORDER BY source_row ASC NULLS LAST
