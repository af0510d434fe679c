-- One row per published value and vintage, in stored units.
SELECT
    f.metric AS metric, f.zone AS zone, f.period AS period, f.basis AS basis, f.value AS value, f.unit AS unit,
    f.value_status AS status, f.note AS note, s.known_on AS known_on, s.sequence AS sequence,
    f.submission AS submission, f.source_row AS source_row
FROM {facts} AS f
JOIN submissions AS s ON s.id = f.submission
ORDER BY metric, zone, period, basis, known_on, sequence
