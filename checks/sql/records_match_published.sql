-- One row per metric, zone, period and basis for which both a published value and records exist.
SELECT
    'records_match_published' AS check_code, a.metric AS metric, a.zone AS zone, a.period AS period, a.basis AS basis,
    v.records_value AS observed, a.value AS expected,
    CASE WHEN ABS(v.records_value - a.value) > a.half_step THEN 1 ELSE 0 END AS failed
FROM announced AS a
JOIN key_values AS v
    ON v.metric = a.metric AND v.zone = a.zone AND v.period = a.period AND v.basis = a.basis
WHERE a.value IS NOT NULL AND v.records_value IS NOT NULL
