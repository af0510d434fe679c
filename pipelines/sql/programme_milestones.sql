-- One row per milestone, agreement item or firm's milestone of a programme: planned, done, with its evidence.
SELECT
    p.programme AS programme, f.zone AS zone, f.event AS event, f.kind AS kind, f.item AS item, f.firm AS firm,
    f.firm_name AS firm_name, f.partner AS partner, f.planned_from AS planned_from, f.planned_on AS planned_on,
    f.done_on AS done_on, f.date_precision AS date_precision, f.title_ko AS title_ko, f.title_en AS title_en,
    f.evidence AS evidence, f.source_note AS source_note, f.submission AS submission, f.source_row AS source_row,
    s.synthetic AS synthetic, s.known_on AS known_on
FROM {facts} AS f
JOIN submissions AS s ON s.id = f.submission
JOIN places AS p ON p.place = f.zone
ORDER BY programme, zone, done_on NULLS LAST, planned_on NULLS LAST, event
