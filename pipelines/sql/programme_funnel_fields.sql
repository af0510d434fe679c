-- One row per programme, place, cohort, track, stage and field: who entered it and how it ended.
SELECT
    p.programme AS programme, f.zone AS zone, f.cohort AS cohort, f.track AS track, f.stage AS stage, f.field AS field,
    MIN(t.position) AS position, COUNT(*) AS entered,
    CAST(SUM(CASE WHEN f.result = 'completed' THEN 1 ELSE 0 END) AS BIGINT) AS completed,
    CAST(SUM(CASE WHEN f.result = 'dropped' THEN 1 ELSE 0 END) AS BIGINT) AS dropped,
    COUNT(DISTINCT f.firm) AS firms,
    MAX(CASE WHEN s.synthetic THEN 1 ELSE 0 END) = 1 AS synthetic, MAX(s.known_on) AS known_on
FROM {facts} AS f
JOIN submissions AS s ON s.id = f.submission
JOIN places AS p ON p.place = f.zone
LEFT JOIN programme_stages AS t ON t.programme = p.programme AND t.track = f.track AND t.stage = f.stage
WHERE f.field IS NOT NULL
GROUP BY p.programme, f.zone, f.cohort, f.track, f.stage, f.field
ORDER BY programme, zone, cohort, track, position NULLS LAST, stage, field
