-- One row per stay and quarter at whose last day it held, no further than the register speaks (its own period).
SELECT
    f.zone AS zone, q.label AS period, {category} AS category, {contributor} AS contributor,
    CAST(1 AS DECIMAL(24, 4)) AS value, CAST(0 AS DECIMAL(24, 4)) AS weight, f.submission AS submission
FROM {facts} AS f
JOIN quarters AS q
    ON f.entered_on <= q.last_day AND (f.left_on IS NULL OR f.left_on > q.last_day) AND q.label <= f.period
JOIN zone_starts AS z
    ON z.zone = f.zone AND q.label >= z.first_quarter
WHERE {condition}
