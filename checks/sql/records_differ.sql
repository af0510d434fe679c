-- One row per metric, zone and year of which all quarters are known once a file counts, and for which a value was
-- published: the records' sum (of a stock, the last quarter) beside it.
WITH {known},
years AS (
    SELECT
        q.metric AS metric, q.zone AS zone, SUBSTR(q.period, 1, 4) AS period, t.basis AS basis,
        t.column_name AS column_name, SUM(q.value) AS value, COUNT(q.value) AS parts,
        MAX(CHAR_LENGTH(q.period)) AS label_length
    FROM known AS q
    JOIN terms AS t ON t.metric = q.metric
    WHERE
        (q.filed = 1 OR CHAR_LENGTH(q.period) = 6)
        AND (t.basis = 'in_period' OR CHAR_LENGTH(q.period) = 4 OR SUBSTR(q.period, 6, 1) = '4')
    GROUP BY q.metric, q.zone, SUBSTR(q.period, 1, 4), t.basis, t.column_name
),
touched AS (
    SELECT
        metric AS metric, zone AS zone, SUBSTR(period, 1, 4) AS period, MIN(sheet) AS sheet,
        MIN(source_row) AS source_row
    FROM known
    WHERE filed = 1
    GROUP BY metric, zone, SUBSTR(period, 1, 4)
)
SELECT
    'records_differ' AS check_code, y.metric AS metric, y.zone AS zone, y.period AS period, y.basis AS basis,
    y.column_name AS column_name, w.sheet AS sheet, w.source_row AS source_row,
    y.value AS observed, a.value AS expected,
    CASE WHEN ABS(y.value - a.value) > a.half_step THEN 1 ELSE 0 END AS failed
FROM years AS y
JOIN touched AS w ON w.metric = y.metric AND w.zone = y.zone AND w.period = y.period
JOIN ({announced}) AS a ON a.metric = y.metric AND a.zone = y.zone AND a.period = y.period AND a.basis = y.basis
WHERE
    a.value IS NOT NULL
    AND y.parts = CASE WHEN y.label_length = 6 AND y.basis = 'in_period' THEN 4 ELSE 1 END
ORDER BY metric ASC NULLS LAST, zone ASC NULLS LAST, period ASC NULLS LAST
