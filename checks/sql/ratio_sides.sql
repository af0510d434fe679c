-- One row per ratio, zone, year and basis for which at least one side has a value.
WITH sides AS (
    SELECT
        r.metric AS metric, r.basis AS basis, r.numerator AS numerator, r.denominator AS denominator,
        n.zone AS zone, n.period AS period, n.value AS numerator_value, d.value AS denominator_value
    FROM catalogue_ratios AS r
    JOIN key_values AS n ON n.metric = r.numerator AND n.basis = r.numerator_basis
    JOIN key_values AS d
        ON d.metric = r.denominator AND d.basis = r.denominator_basis AND d.zone = n.zone AND d.period = n.period
    WHERE CHAR_LENGTH(n.period) = 4
)
SELECT
    'ratio_sides' AS check_code, metric AS metric, zone AS zone, period AS period, basis AS basis,
    CASE WHEN numerator_value IS NULL THEN denominator ELSE numerator END AS observed,
    CASE WHEN numerator_value IS NULL THEN numerator ELSE denominator END AS expected,
    CASE WHEN numerator_value IS NULL OR denominator_value IS NULL THEN 1 ELSE 0 END AS failed
FROM sides
WHERE numerator_value IS NOT NULL OR denominator_value IS NOT NULL
