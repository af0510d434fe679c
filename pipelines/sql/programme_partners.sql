-- One row per programme, place, cohort, track, stage and partner: who came with that partner, and how it ended.
SELECT
    p.programme AS programme, f.zone AS zone, f.cohort AS cohort, f.track AS track, f.stage AS stage,
    f.partner AS partner, COUNT(*) AS entered,
    CAST(SUM(CASE WHEN f.result = 'completed' THEN 1 ELSE 0 END) AS BIGINT) AS completed,
    MAX(CASE WHEN s.synthetic THEN 1 ELSE 0 END) = 1 AS synthetic, MAX(s.known_on) AS known_on
FROM {facts} AS f
JOIN submissions AS s ON s.id = f.submission
JOIN places AS p ON p.place = f.zone
WHERE f.partner IS NOT NULL
GROUP BY p.programme, f.zone, f.cohort, f.track, f.stage, f.partner
ORDER BY programme, zone, cohort, track, stage, partner
