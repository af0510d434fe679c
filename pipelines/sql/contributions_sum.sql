-- One row per fact that holds a value: what was contributed to which zone, period and category.
SELECT
    f.zone AS zone, f.period AS period, {category} AS category, {contributor} AS contributor,
    CAST(f.{column} AS DECIMAL(24, 4)) AS value, CAST(0 AS DECIMAL(24, 4)) AS weight, f.submission AS submission
FROM {facts} AS f
WHERE {condition} AND f.{column} IS NOT NULL
