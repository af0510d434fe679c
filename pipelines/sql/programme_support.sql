-- One row per programme, quarter, cohort and kind of cost: what was budgeted and paid, and to how many firms.
SELECT
    p.programme AS programme, f.zone AS zone, f.period AS period, f.cohort AS cohort, f.cost_kind AS cost_kind,
    CAST(SUM(CASE WHEN f.entry_kind = 'budget' THEN f.amount_krw END) AS BIGINT) AS budget_krw,
    CAST(SUM(CASE WHEN f.entry_kind = 'paid' THEN f.amount_krw END) AS BIGINT) AS paid_krw,
    COUNT(CASE WHEN f.entry_kind = 'paid' THEN 1 END) AS payments,
    COUNT(DISTINCT f.firm) AS firms,
    MAX(CASE WHEN s.synthetic THEN 1 ELSE 0 END) = 1 AS synthetic, MAX(s.known_on) AS known_on
FROM {facts} AS f
JOIN submissions AS s ON s.id = f.submission
JOIN places AS p ON p.place = f.zone
GROUP BY p.programme, f.zone, f.period, f.cohort, f.cost_kind
ORDER BY programme, zone, period, cost_kind, cohort NULLS LAST
