-- One row per programme, facility, kind of space and quarter: its area and spaces, and how many are taken.
SELECT
    p.programme AS programme, f.zone AS zone, f.facility AS facility, f.space_kind AS space_kind, f.period AS period,
    SUM(f.area_m2) AS area_m2, CAST(SUM(f.capacity) AS BIGINT) AS capacity, CAST(SUM(f.occupied) AS BIGINT) AS occupied,
    MAX(CASE WHEN s.synthetic THEN 1 ELSE 0 END) = 1 AS synthetic, MAX(s.known_on) AS known_on
FROM {facts} AS f
JOIN submissions AS s ON s.id = f.submission
JOIN places AS p ON p.place = f.zone
GROUP BY p.programme, f.zone, f.facility, f.space_kind, f.period
ORDER BY programme, zone, facility, space_kind, period
