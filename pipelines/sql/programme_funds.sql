-- One row per programme, fund and quarter: what was committed, called, invested and returned in it.
SELECT
    p.programme AS programme, f.zone AS zone, f.fund AS fund, f.period AS period,
    CAST(SUM(CASE WHEN f.kind = 'committed' THEN f.amount_krw END) AS BIGINT) AS committed_krw,
    CAST(SUM(CASE WHEN f.kind = 'called' THEN f.amount_krw END) AS BIGINT) AS called_krw,
    CAST(SUM(CASE WHEN f.kind = 'invested' THEN f.amount_krw END) AS BIGINT) AS invested_krw,
    CAST(SUM(CASE WHEN f.kind = 'returned' THEN f.amount_krw END) AS BIGINT) AS returned_krw,
    COUNT(CASE WHEN f.kind = 'invested' THEN 1 END) AS investments,
    COUNT(DISTINCT CASE WHEN f.kind = 'invested' THEN f.firm END) AS firms,
    MAX(CASE WHEN s.synthetic THEN 1 ELSE 0 END) = 1 AS synthetic, MAX(s.known_on) AS known_on
FROM {facts} AS f
JOIN submissions AS s ON s.id = f.submission
JOIN places AS p ON p.place = f.zone
GROUP BY p.programme, f.zone, f.fund, f.period
ORDER BY programme, zone, fund, period
