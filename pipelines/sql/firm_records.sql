-- One row per live record that names a firm: what it tells of, whose it is and when, and the columns of its dataset.
SELECT
    f.zone AS zone, f.{firm} AS firm, '{dataset}' AS dataset, '{kind}' AS told_as, {programme} AS told_of,
    {name} AS told_name, {day} AS told_on, {until} AS told_until, {amount} AS told_krw, {mark} AS told_mark,
    {columns}
    f.submission AS submission, f.slice AS slice, f.sheet AS sheet, f.source_row AS source_row
FROM {facts} AS f
JOIN places AS p ON p.place = f.zone
WHERE f.{firm} IS NOT NULL
