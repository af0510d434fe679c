-- One row per programme, place, cohort and moment after support: the firms known then and before, side by side.
SELECT
    p.programme AS programme, f.zone AS zone, f.cohort AS cohort, f.moment AS moment, COUNT(*) AS firms,
    COUNT(CASE WHEN b.revenue_krw IS NOT NULL AND f.revenue_krw IS NOT NULL THEN 1 END) AS firms_with_revenue,
    CAST(SUM(CASE WHEN f.revenue_krw IS NOT NULL THEN b.revenue_krw END) AS BIGINT) AS revenue_before_krw,
    CAST(SUM(CASE WHEN b.revenue_krw IS NOT NULL THEN f.revenue_krw END) AS BIGINT) AS revenue_krw,
    COUNT(CASE WHEN b.employees IS NOT NULL AND f.employees IS NOT NULL THEN 1 END) AS firms_with_employees,
    CAST(SUM(CASE WHEN f.employees IS NOT NULL THEN b.employees END) AS BIGINT) AS employees_before,
    CAST(SUM(CASE WHEN b.employees IS NOT NULL THEN f.employees END) AS BIGINT) AS employees,
    CAST(SUM(f.jobs_created) AS BIGINT) AS jobs_created, CAST(SUM(f.investment_krw) AS BIGINT) AS investment_krw,
    CAST(SUM(f.patents_home) AS BIGINT) AS patents_home, CAST(SUM(f.patents_abroad) AS BIGINT) AS patents_abroad,
    CAST(SUM(f.export_contracts) AS BIGINT) AS export_contracts, CAST(SUM(f.exports_krw) AS BIGINT) AS exports_krw,
    MAX(CASE WHEN s.synthetic THEN 1 ELSE 0 END) = 1 AS synthetic, MAX(s.known_on) AS known_on
FROM {facts} AS f
JOIN submissions AS s ON s.id = f.submission
JOIN places AS p ON p.place = f.zone
LEFT JOIN {facts} AS b ON b.zone = f.zone AND b.firm = f.firm AND b.cohort = f.cohort AND b.moment = 'before'
WHERE f.moment <> 'before'
GROUP BY p.programme, f.zone, f.cohort, f.moment
ORDER BY programme, zone, cohort, moment
