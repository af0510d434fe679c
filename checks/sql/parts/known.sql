-- One row per metric, zone and period of which something is known once a file counts: what the file comes to there
-- (`filed` = 1, with the row that weighs most in it), and what the release knows where the file says nothing. `terms`
-- tell under which basis that is and when it is a jump. The beginning of a WITH.
terms AS (
    {terms}
),
filed AS (
    {sums}
),
known AS (
    SELECT
        metric AS metric, zone AS zone, period AS period, value AS value, sheet AS sheet, source_row AS source_row,
        1 AS filed
    FROM filed
    UNION ALL
    SELECT
        v.metric AS metric, v.zone AS zone, v.period AS period, v.records_value AS value, '' AS sheet,
        CAST(NULL AS BIGINT) AS source_row, 0 AS filed
    FROM key_values AS v
    JOIN terms AS t ON t.metric = v.metric AND t.basis = v.basis
    WHERE
        v.records_value IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM filed AS s WHERE s.metric = v.metric AND s.zone = v.zone AND s.period = v.period
        )
)
