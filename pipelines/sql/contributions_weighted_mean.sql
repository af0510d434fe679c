-- One row per answer: the score times its weight, and the weight, so that both add up.
SELECT
    f.zone AS zone, f.period AS period, {category} AS category, {contributor} AS contributor,
    CAST(f.{column} * f.{weight} AS DECIMAL(24, 4)) AS value, CAST(f.{weight} AS DECIMAL(24, 4)) AS weight,
    f.submission AS submission
FROM {facts} AS f
WHERE {condition} AND f.{column} IS NOT NULL AND f.{weight} IS NOT NULL
