-- One row per programme, quarter, cohort, kind of session, level and audience: sessions held and who took part.
SELECT
    p.programme AS programme, f.zone AS zone, f.period AS period, f.cohort AS cohort, f.kind AS kind,
    f.level AS level, f.audience AS audience,
    COUNT(DISTINCT f.session) AS sessions, CAST(SUM(f.people) AS BIGINT) AS people, CAST(SUM(f.completed) AS BIGINT) AS completed,
    CAST(SUM(f.teams) AS BIGINT) AS teams, CAST(SUM(f.firms) AS BIGINT) AS firms,
    MAX(CASE WHEN s.synthetic THEN 1 ELSE 0 END) = 1 AS synthetic, MAX(s.known_on) AS known_on
FROM {facts} AS f
JOIN submissions AS s ON s.id = f.submission
JOIN places AS p ON p.place = f.zone
GROUP BY p.programme, f.zone, f.period, f.cohort, f.kind, f.level, f.audience
ORDER BY programme, zone, period, kind, cohort NULLS LAST, level NULLS LAST, audience NULLS LAST
