-- One row per total that a file states of one column, with the sums of staged rows that it may be meant as.
SELECT
    'totals_match' AS check_code, t.position AS position,
    SUM(r.{column}) AS sheet_total,
    SUM(CASE WHEN r.source_row < t.row_number THEN r.{column} END) AS above_total,
    SUM(
        CASE WHEN r.source_row < t.row_number AND r.source_row > t.previous_row_number THEN r.{column} END
    ) AS group_total,
    {zone_total} AS zone_total,
    COUNT(r.{column}) AS rows_checked
FROM ({totals}) AS t
LEFT JOIN {rows} AS r ON r.sheet = t.sheet
GROUP BY t.position
ORDER BY position ASC NULLS LAST
