-- One row per published value and vintage; `superseded` where the live state no longer holds this row, or a later one.
SELECT
    e.metric AS metric, e.zone AS zone, e.period AS period, e.basis AS basis, e.value AS value, e.unit AS unit,
    e.status AS status, e.note AS note, e.known_on AS known_on, e.sequence AS sequence,
    e.submission AS submission, e.source_row AS source_row,
    n.submission IS NULL OR EXISTS (
        SELECT 1 FROM published_now AS later
        WHERE later.metric = e.metric AND later.zone = e.zone AND later.period = e.period AND later.basis = e.basis
            AND (later.known_on > e.known_on OR (later.known_on = e.known_on AND later.sequence > e.sequence))
    ) AS superseded
FROM published_ever AS e
LEFT JOIN published_now AS n ON n.submission = e.submission AND n.source_row = e.source_row
ORDER BY metric, zone, period, basis, known_on, sequence
