"""Which chart or table of a page somebody asks for, as a block of a brief: with what was shown, and nothing else."""

from collections.abc import Sequence
from typing import Any

import lxml.html

from kpi.briefs.cells import number_of
from kpi.briefs.native import charted
from kpi.briefs.parts import Cell, Chart, Charted, Column, Number, Table
from kpi.charts.drawing import Drawing
from kpi.ui.exporting.shown import Shown

TABLES = "//table[contains(@class, 'kpi-table')]"
NUMBER_CLASS = "kpi-number"


def block(shown: Shown, asked: Any) -> Chart | Table | None:
    """What the browser asks for by its kind, its words and its place among those of the same words; None where the page
    has not shown that, or where no browser of ours would ask so.
    """
    match asked:
        case {"kind": "chart", "words": str(words), "place": int(place)}:
            found = _charts(shown, words)
        case {"kind": "table", "words": str(words), "place": int(place)}:
            found = _tables(shown, words)
        case _:
            return None
    return found[place] if 0 <= place < len(found) else None


def _charts(shown: Shown, title: str) -> list[Chart | Table]:
    return [_chart(drawing, shown.rows.get(key)) for key, drawing in shown.drawings if drawing.title == title]


def _chart(drawing: Drawing, rows: Any) -> Chart:
    office = charted(drawing)
    if rows is not None:
        columns, lines = rows()
        return Chart(drawing, _of_rows(drawing.title, columns, lines), office)
    return Chart(drawing, _of_chart(drawing.title, office), office)


def _of_rows(title: str, columns: Sequence[Any], lines: Sequence[Sequence[Any]]) -> Table:
    """The table that the page folds behind a chart."""
    heads = tuple(Column(column.heading, "right" if column.is_number else "left") for column in columns)
    cells = tuple(
        tuple(_cell(str(cell), column.is_number) for cell, column in zip(line, columns, strict=True))
        for line in lines
    )
    return Table(title, heads, cells)


def _of_chart(title: str, office: Charted | None) -> Table:
    """What a chart without a table behind it draws; without rows where that is no series of numbers, say a map."""
    if office is None or office.x:
        return Table(title, (Column(""),), ())
    heads = (Column(""), *(Column(series.name, "right") for series in office.series))
    rows = [
        (category, *(_number(series.values[at], office.pattern) for series in office.series))
        for at, category in enumerate(office.categories)
    ]
    return Table(title, heads, tuple(rows), unit=office.value_title)


def _number(value: float | None, pattern: str) -> Number:
    return Number(value, "–" if value is None else f"{value:,.10g}", pattern)


def _tables(shown: Shown, words: str) -> list[Chart | Table]:
    """Every table with this name and these headings, in the order in which they were shown."""
    pages = (lxml.html.fromstring(f"<div>{body}</div>") for body in shown.bodies if "kpi-table" in body)
    found = [table for page in pages for table in page.xpath(TABLES)]
    return [_table(each) for each in found if words_of(each) == words]


def words_of(table: lxml.html.HtmlElement) -> str:
    """What a table is found by: its name and its headings, without spaces, which browsers change."""
    label = table.getparent().get("aria-label") or ""
    return "".join((label + "".join(_said(head) for head in table.xpath("./thead//th"))).split())


def _table(table: lxml.html.HtmlElement) -> Table:
    heads = table.xpath("./thead/tr[last()]/th")
    numbers = [NUMBER_CLASS in (head.get("class") or "") for head in heads]
    lines = table.xpath("./tbody/tr")
    rows = tuple(
        tuple(
            _cell(_said(cell), is_number)
            for cell, is_number in zip(line.xpath("./th|./td"), numbers, strict=False)
        )
        for line in lines
    )
    caption = " ".join(_said(each) for each in table.xpath("./caption"))
    return Table(
        _title(table, caption) or _said(heads[0]),
        tuple(
            Column(_said(head), "right" if is_number else "left")
            for head, is_number in zip(heads, numbers, strict=True)
        ),
        rows,
        unit=caption,
        emphasised=frozenset(
            at for at, line in enumerate(lines) if "kpi-marked" in (line.get("class") or "")
        ),
    )


def _title(table: lxml.html.HtmlElement, caption: str) -> str:
    """The table's own name; the heading above it where it has none but its caption."""
    label = (table.getparent().get("aria-label") or "").strip()
    above = table.xpath("preceding::h3[1]")
    return _said(above[0]) if above and label in ("", caption) else label


def _said(element: lxml.html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _cell(words: str, is_number: bool) -> Cell:
    """A number where the column holds numbers and the cell is one; a dash and a reason stay as they are written."""
    if not is_number:
        return words
    return number_of(words) or Number(None, words)
