-- One row per programme, call, field and task: applications by decision, and what was granted.
SELECT
    p.programme AS programme, f.zone AS zone, f.call AS call, f.field AS field, f.task AS task,
    COUNT(*) AS applications,
    CAST(SUM(CASE WHEN f.decision = 'selected' THEN 1 ELSE 0 END) AS BIGINT) AS selected,
    CAST(SUM(CASE WHEN f.decision = 'ineligible' THEN 1 ELSE 0 END) AS BIGINT) AS ineligible,
    CAST(SUM(CASE WHEN f.decision = 'selected' THEN f.granted_krw END) AS BIGINT) AS granted_krw,
    MAX(CASE WHEN f.decision = 'selected' THEN f.granted_krw END) AS largest_krw,
    MIN(f.applied_on) AS first_applied_on, MAX(f.applied_on) AS last_applied_on,
    MAX(CASE WHEN s.synthetic THEN 1 ELSE 0 END) = 1 AS synthetic, MAX(s.known_on) AS known_on
FROM {facts} AS f
JOIN submissions AS s ON s.id = f.submission
JOIN places AS p ON p.place = f.zone
GROUP BY p.programme, f.zone, f.call, f.field, f.task
ORDER BY programme, zone, call, field NULLS LAST, task NULLS LAST
