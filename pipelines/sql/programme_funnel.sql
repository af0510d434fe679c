-- One row per programme, place, cohort, track and stage: who entered it, how it ended, who went on, and days it took.
SELECT
    p.programme AS programme, f.zone AS zone, f.cohort AS cohort, f.track AS track, f.stage AS stage,
    MIN(t.position) AS position, COUNT(*) AS entered,
    CAST(SUM(CASE WHEN f.result = 'completed' THEN 1 ELSE 0 END) AS BIGINT) AS completed,
    CAST(SUM(CASE WHEN f.result = 'dropped' THEN 1 ELSE 0 END) AS BIGINT) AS dropped,
    CAST(SUM(CASE WHEN f.result IS NULL OR f.result = 'ongoing' THEN 1 ELSE 0 END) AS BIGINT) AS ongoing,
    COUNT(n.participant) AS moved_on,
    CAST(SUM(CASE WHEN f.finished_on >= f.entered_on THEN f.finished_on - f.entered_on END) AS BIGINT) AS days,
    COUNT(CASE WHEN f.finished_on >= f.entered_on THEN 1 END) AS days_known,
    COUNT(DISTINCT f.firm) AS firms,
    MAX(CASE WHEN s.synthetic THEN 1 ELSE 0 END) = 1 AS synthetic, MAX(s.known_on) AS known_on
FROM {facts} AS f
JOIN submissions AS s ON s.id = f.submission
JOIN places AS p ON p.place = f.zone
LEFT JOIN programme_stages AS t ON t.programme = p.programme AND t.track = f.track AND t.stage = f.stage
LEFT JOIN programme_stages AS u
    ON u.programme = p.programme AND u.track = f.track AND u.position = t.position + 1
LEFT JOIN {facts} AS n
    ON n.zone = f.zone AND n.cohort = f.cohort AND n.track = f.track AND n.participant = f.participant
    AND n.stage = u.stage
GROUP BY p.programme, f.zone, f.cohort, f.track, f.stage
ORDER BY programme, zone, cohort, track, position NULLS LAST, stage
