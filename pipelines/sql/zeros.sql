-- One row per zone and period that a live slice covers and no fact fills: nothing happened, which is zero, not missing.
SELECT
    l.scope AS zone, l.period AS period, '' AS category,
    CAST(0 AS DECIMAL(24, 4)) AS value, CAST(0 AS DECIMAL(24, 4)) AS weight, 0 AS contributors,
    CAST(NULL AS DECIMAL(24, 4)) AS largest, CAST(NULL AS DECIMAL(24, 4)) AS second_largest, 0 AS row_count,
    MAX(CASE WHEN s.synthetic THEN 1 ELSE 0 END) = 1 AS synthetic, MAX(s.known_on) AS known_on
FROM {slices} AS l
JOIN submissions AS s ON s.id = l.submission
LEFT JOIN parts AS p
    ON p.metric = '{metric}' AND p.zone = l.scope AND p.period = l.period AND p.breakdown = ''
WHERE l.dataset = '{dataset}' AND l.scope <> '*' AND l.period <> '*' AND p.metric IS NULL
GROUP BY l.scope, l.period
