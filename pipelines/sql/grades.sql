-- One row per zone and evaluation year: the grade as last published, or why there is none.
SELECT
    f.zone AS zone, CAST(f.period AS INTEGER) AS year, f.grade AS grade, f.grade_status AS status, f.note AS note,
    f.submission AS submission, f.source_row AS source_row, s.known_on AS known_on, s.sequence AS sequence
FROM {facts} AS f
JOIN submissions AS s ON s.id = f.submission
ORDER BY zone, year, known_on, sequence
