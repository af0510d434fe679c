-- One row per programme, working group, field and quarter: its experts.
SELECT
    p.programme AS programme, f.zone AS zone, f.working_group AS working_group, f.group_field AS group_field,
    f.period AS period, f.experts AS experts, s.synthetic AS synthetic, s.known_on AS known_on
FROM {facts} AS f
JOIN submissions AS s ON s.id = f.submission
JOIN places AS p ON p.place = f.zone
ORDER BY programme, zone, working_group, period, group_field
