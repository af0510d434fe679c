-- One row per stretch of a sheet's rows that ends at a total (or at the sheet's end), and zone: what each summed column
-- comes to there, as text that holds every digit.
SELECT r.sheet AS sheet, t.row_number AS ended, {zone} AS zone, {sums}
FROM {rows} AS r
ASOF LEFT JOIN ({totals}) AS t ON t.sheet = r.sheet AND r.source_row < t.row_number
WHERE r.sheet IN (SELECT s.sheet FROM ({totals}) AS s)
GROUP BY r.sheet, t.row_number, {zone}
