-- One row per zone, period and category of one metric: the additive parts, and what disclosure control needs.
WITH contributions AS (
    {contributions}
),
per_contributor AS (
    SELECT
        c.zone AS zone, c.period AS period, c.category AS category, c.contributor AS contributor,
        SUM(c.value) AS value, SUM(c.weight) AS weight, COUNT(*) AS row_count,
        MAX(CASE WHEN s.synthetic THEN 1 ELSE 0 END) AS synthetic, MAX(s.known_on) AS known_on
    FROM contributions AS c
    JOIN submissions AS s ON s.id = c.submission
    GROUP BY c.zone, c.period, c.category, c.contributor
),
tops AS (
    SELECT zone, period, category, MAX(value) AS largest
    FROM per_contributor
    GROUP BY zone, period, category
)
SELECT
    p.zone AS zone, p.period AS period, p.category AS category,
    CAST(SUM(p.value) AS DECIMAL(24, 4)) AS value, CAST(SUM(p.weight) AS DECIMAL(24, 4)) AS weight,
    COUNT(p.contributor) AS contributors,
    CAST(MAX(t.largest) AS DECIMAL(24, 4)) AS largest,
    CAST(
        CASE
            WHEN SUM(CASE WHEN p.value = t.largest THEN 1 ELSE 0 END) > 1 THEN MAX(t.largest)
            ELSE MAX(CASE WHEN p.value < t.largest THEN p.value END)
        END AS DECIMAL(24, 4)
    ) AS second_largest,
    SUM(p.row_count) AS row_count,
    MAX(p.synthetic) = 1 AS synthetic,
    MAX(p.known_on) AS known_on
FROM per_contributor AS p
JOIN tops AS t ON t.zone = p.zone AND t.period = p.period AND t.category = p.category
GROUP BY p.zone, p.period, p.category
