-- One row per step that ended before it began.
SELECT
    'stage_ended_before_entry' AS check_code, f.submission AS submission, f.sheet AS sheet, f.source_row AS source_row,
    'finished_on' AS column_name,
    CONCAT(CAST(f.finished_on AS VARCHAR), ' < ', CAST(f.entered_on AS VARCHAR)) AS value
FROM {facts} AS f
WHERE f.finished_on < f.entered_on
ORDER BY submission ASC NULLS LAST, source_row ASC NULLS LAST
