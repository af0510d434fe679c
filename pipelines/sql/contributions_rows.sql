-- One row per fact that counts: what was contributed to which zone, period and category.
SELECT
    f.zone AS zone, f.period AS period, {category} AS category, {contributor} AS contributor,
    CAST({value} AS DECIMAL(24, 4)) AS value, CAST({weight} AS DECIMAL(24, 4)) AS weight, f.submission AS submission
FROM {facts} AS f
WHERE {condition}
