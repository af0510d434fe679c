-- One row per published cumulative value that follows an earlier one of the same metric and zone, newest vintages only:
-- an earlier value that was restated has already been replaced by its restatement.
WITH ended AS (
    SELECT
        metric AS metric, zone AS zone, period AS period, value AS value, half_step AS half_step,
        CASE WHEN CHAR_LENGTH(period) = 4 THEN CONCAT(period, 'Q4') ELSE period END AS last_quarter
    FROM announced
    WHERE basis = 'cumulative' AND value IS NOT NULL
),
followed AS (
    SELECT
        metric AS metric, zone AS zone, period AS period, value AS value, half_step AS half_step,
        LAG(value) OVER (PARTITION BY metric, zone ORDER BY last_quarter ASC NULLS LAST, period ASC NULLS LAST) AS earlier,
        LAG(half_step) OVER (
            PARTITION BY metric, zone ORDER BY last_quarter ASC NULLS LAST, period ASC NULLS LAST
        ) AS earlier_half_step
    FROM ended
)
SELECT
    'cumulative_never_falls' AS check_code, metric AS metric, zone AS zone, period AS period, 'cumulative' AS basis,
    value AS observed, earlier AS expected,
    CASE WHEN value + half_step < earlier - earlier_half_step THEN 1 ELSE 0 END AS failed
FROM followed
WHERE earlier IS NOT NULL
