-- One row per counted metric, zone and period: whether records or a published value speak of it, how much, known when.
WITH recorded AS (
    SELECT metric, zone, period, SUM(row_count) AS row_count, MAX(known_on) AS known_on
    FROM parts
    WHERE breakdown = ''
    GROUP BY metric, zone, period
),
announced AS (
    SELECT metric, zone, period, MAX(known_on) AS known_on
    FROM published
    WHERE NOT superseded
    GROUP BY metric, zone, period
)
SELECT
    COALESCE(r.metric, a.metric) AS metric, COALESCE(r.zone, a.zone) AS zone, COALESCE(r.period, a.period) AS period,
    r.metric IS NOT NULL AS records, a.metric IS NOT NULL AS published,
    COALESCE(r.row_count, 0) AS row_count,
    CASE
        WHEN a.known_on IS NULL OR r.known_on > a.known_on THEN r.known_on
        ELSE a.known_on
    END AS latest_known_on
FROM recorded AS r
FULL OUTER JOIN announced AS a ON a.metric = r.metric AND a.zone = r.zone AND a.period = r.period
ORDER BY metric, zone, period
