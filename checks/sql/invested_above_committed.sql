-- One row per investment by which a fund had invested more than had been committed to it by that quarter.
WITH committed AS (
    SELECT zone AS zone, fund AS fund, period AS period, SUM(amount_krw) AS amount_krw
    FROM {facts}
    WHERE kind = 'committed'
    GROUP BY zone, fund, period
),
invested AS (
    SELECT
        zone AS zone, fund AS fund, period AS period, submission AS submission, sheet AS sheet, source_row AS source_row,
        SUM(amount_krw) OVER (
            PARTITION BY zone, fund ORDER BY period ASC NULLS LAST, source_row ASC NULLS LAST
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS so_far_krw
    FROM {facts}
    WHERE kind = 'invested'
),
beside AS (
    SELECT
        i.submission AS submission, i.sheet AS sheet, i.source_row AS source_row, MAX(i.so_far_krw) AS so_far_krw,
        COALESCE(SUM(c.amount_krw), 0) AS committed_krw
    FROM invested AS i
    LEFT JOIN committed AS c ON c.zone = i.zone AND c.fund = i.fund AND c.period <= i.period
    GROUP BY i.submission, i.sheet, i.source_row
)
SELECT
    'invested_above_committed' AS check_code, submission AS submission, sheet AS sheet, source_row AS source_row,
    'amount_krw' AS column_name, CONCAT(CAST(so_far_krw AS VARCHAR), ' > ', CAST(committed_krw AS VARCHAR)) AS value
FROM beside
WHERE so_far_krw > committed_krw
ORDER BY submission ASC NULLS LAST, source_row ASC NULLS LAST
