-- One row per row whose key occurs more than once. A missing part of a key equals another missing one.
WITH keyed AS (
    SELECT sheet AS sheet, source_row AS source_row, {shown} AS value, {parts} FROM {rows} AS r
),
repeated AS (
    SELECT {names}, COUNT(*) AS times FROM keyed GROUP BY {names} HAVING COUNT(*) > 1
)
SELECT
    'key_unique' AS check_code, k.sheet AS sheet, k.source_row AS source_row, k.value AS value, d.times AS times
FROM keyed AS k
JOIN repeated AS d ON {same}
ORDER BY source_row ASC NULLS LAST
