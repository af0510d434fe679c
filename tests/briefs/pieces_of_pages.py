"""Pieces of pages for tests: a chart with an office chart behind it, and tables with every kind of cell."""

from datetime import date
from typing import Any

from kpi.briefs.native import charted
from kpi.briefs.parts import Cell, Chart, Column, Number, Table
from kpi.briefs.pieces import Piece
from kpi.charts.drawing import Drawing, figure

HARMFUL = '=1+1 <b>&"특구"'
SEEN_ON = date(2025, 8, 1)


def table(title: str = "지표 종합표", rows: tuple[tuple[Cell, ...], ...] | None = None) -> Table:
    """A table with words, a number, and one that is not there."""
    usual: tuple[tuple[Cell, ...], ...] = (
        (HARMFUL, Number(1030.0, "1,030명", '#,##0"명"'), "2024. 1. 5."),
        ("전북 군산", Number(None, "비공개"), "2024. 12. 31."),
    )
    heads = (Column("특구"), Column("일자리", "right"), Column("기준일", "left", 2.0))
    shown = usual if rows is None else rows
    return Table(title, heads, shown, "단위: 명", "'24.12월말 기준", ("합성",), frozenset({1}))


def drawing(title: str = "2024년 창업: 전북 군산 10건") -> Drawing:
    """Two bars with the names of their categories."""
    bars: dict[str, Any] = {
        "type": "bar", "orientation": "h", "name": "창업", "x": [10.0, 8.5], "y": ["전북 군산", HARMFUL],
        "customdata": ["10건", "8.5건"], "marker": {"color": "#000001"},
    }  # fmt: skip
    axis = {"type": "category", "categoryarray": [HARMFUL, "전북 군산"]}
    return Drawing(figure([bars], 320, yaxis=axis, xaxis={}), title, "막대 두 개")


def chart(title: str = "2024년 창업: 전북 군산 10건") -> Chart:
    """The drawing with its numbers in both ways."""
    made = drawing(title)
    rows = (("전북 군산", Number(10.0, "10건", '#,##0"건"')), (HARMFUL, Number(8.5, "8.5건", '#,##0.0"건"')))
    heads = (Column("특구"), Column("실적", "right"))
    return Chart(made, Table(title, heads, rows), charted(made), ("잠정",))


def piece(block: Chart | Table, **other: Any) -> Piece:
    """The block as somebody has seen it on the overview."""
    given = {"page": "현황", "link": "/overview?zone=gunsan", "as_of": SEEN_ON, "release": 3} | other
    return Piece(block, **given)
