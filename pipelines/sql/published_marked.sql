-- One row per published value and vintage; `superseded` unless the live state holds this row and no later one.
WITH ranked AS (
    SELECT
        n.submission AS submission, n.source_row AS source_row,
        ROW_NUMBER() OVER (
            PARTITION BY n.metric, n.zone, n.period, n.basis
            ORDER BY n.known_on DESC NULLS LAST, n.sequence DESC NULLS LAST, n.source_row DESC NULLS LAST
        ) AS place
    FROM published_now AS n
)
SELECT
    e.metric AS metric, e.zone AS zone, e.period AS period, e.basis AS basis, e.value AS value, e.unit AS unit,
    e.status AS status, e.note AS note, e.known_on AS known_on, e.sequence AS sequence,
    e.submission AS submission, e.source_row AS source_row,
    COALESCE(r.place, 0) <> 1 AS superseded
FROM published_ever AS e
LEFT JOIN ranked AS r ON r.submission = e.submission AND r.source_row = e.source_row
ORDER BY metric, zone, period, basis, known_on NULLS FIRST, sequence NULLS FIRST
