-- One row per dated milestone in the quarter it was done, or else planned for: value 1 if done, weight 1 as planned.
SELECT
    f.zone AS zone, q.label AS period, {category} AS category, {contributor} AS contributor,
    CAST(CASE WHEN f.done_on IS NULL THEN 0 ELSE 1 END AS DECIMAL(24, 4)) AS value,
    CAST(1 AS DECIMAL(24, 4)) AS weight, f.submission AS submission
FROM {facts} AS f
JOIN quarters AS q
    ON COALESCE(f.done_on, f.planned_on) BETWEEN q.first_day AND q.last_day
WHERE {condition}
