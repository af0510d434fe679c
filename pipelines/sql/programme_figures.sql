-- One row per figure told of a programme, as it was written, with its source.
SELECT
    p.programme AS programme, f.zone AS zone, f.figure AS figure, f.title_ko AS title_ko, f.title_en AS title_en,
    f.measure AS measure, f.period AS period, f.basis AS basis, f.value AS value, f.unit AS unit,
    f.figure_status AS status, f.note AS note, f.note_en AS note_en, f.submission AS submission, f.source_row AS source_row,
    s.known_on AS known_on
FROM {facts} AS f
JOIN submissions AS s ON s.id = f.submission
JOIN places AS p ON p.place = f.zone
ORDER BY programme, zone, figure
