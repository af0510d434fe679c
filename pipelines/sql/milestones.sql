-- One row per event of a zone's history: when planned, when done, in both languages.
SELECT
    f.zone AS zone, f.event AS event, f.kind AS kind, f.planned_on AS planned_on, f.done_on AS done_on,
    f.date_precision AS date_precision, f.title_ko AS title_ko, f.title_en AS title_en,
    f.source_note AS source_note, f.submission AS submission, f.source_row AS source_row, s.known_on AS known_on
FROM {facts} AS f
JOIN submissions AS s ON s.id = f.submission
ORDER BY zone, done_on NULLS LAST, planned_on NULLS LAST, event
