"""Briefs of the built warehouse: one of every kind, and everything that is written in one."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from kpi.access import LOCAL_VIEWER, Viewer
from kpi.briefs.asked import Choices, Desk, desk
from kpi.briefs.builders import build
from kpi.briefs.parts import Brief, Chart, Facts, Number, Paragraph, Table
from kpi.paths import Paths
from kpi.queries.moments import resolve

LANGUAGES = ("ko", "en")
MADE_ON = date(2026, 3, 2)
ASKED = {
    "zone_year": Choices(year=2024, zones=("gunsan",), commentary=("현장 점검을 마쳤음",), made_on=MADE_ON),
    "board": Choices(year=2023, zones=("gunsan",), commentary=("현장 점검을 마쳤음",), made_on=MADE_ON),
    "comparison": Choices(year=2023, commentary=("현장 점검을 마쳤음",), made_on=MADE_ON),
    "evaluation": Choices(year=2023, zones=("gunsan",), commentary=("현장 점검을 마쳤음",), made_on=MADE_ON),
    "programme": Choices(programme="incheon_campus", commentary=("현장 점검을 마쳤음",), made_on=MADE_ON),
}


def desk_of(paths: Paths, language: str = "ko", viewer: Viewer = LOCAL_VIEWER) -> Desk:
    """The newest release as this viewer sees it."""
    return desk(viewer, paths, resolve(paths), language)


@cache
def brief_of(paths: Paths, kind: str, language: str) -> Brief:
    """One brief of this kind; the same for every test that asks."""
    return build(kind, desk_of(paths, language), ASKED[kind])


def words_of(brief: Brief) -> Iterator[str]:
    """Everything written outside of numeric cells, addresses and sources left out."""
    yield from (brief.title, brief.subtitle, *brief.stamp.withheld)
    for section in brief.sections:
        yield section.title
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield block.text
            elif isinstance(block, Facts):
                yield from (each for pair in block.pairs for each in pair)
            elif isinstance(block, Chart):
                yield from (block.title, block.alt, *block.notes, *_words_of_table(block.table))
            else:
                yield from _words_of_table(block)


def _words_of_table(table: Table) -> Iterator[str]:
    yield from (table.title, table.unit, table.basis, *table.notes)
    yield from (column.heading for column in table.columns)
    yield from (cell for row in table.rows for cell in row if isinstance(cell, str))


def numbers_of(brief: Brief) -> list[Number]:
    """Every numeric cell."""
    return [cell for table in brief.tables for row in table.rows for cell in row if isinstance(cell, Number)]


def as_a_spreadsheet(number: Number) -> str:
    """The value as its pattern writes it, by the rules of spreadsheets: positive; negative; zero."""
    assert number.value is not None
    positive, *others = number.pattern.split(";")
    pattern = positive
    if number.value < 0:
        pattern = others[0] if others else f'"△"{positive}'
    elif number.value == 0 and len(others) == 2:
        pattern = others[1]
    found = re.search(r"#,##0(\.0+)?", pattern)
    assert found is not None
    decimals = len(found[1]) - 1 if found[1] else 0
    digits = f"{abs(number.value):,.{decimals}f}"
    return (pattern[: found.start()] + digits + pattern[found.end() :]).replace('"', "")


def table_in(brief: Brief, section: str, at: int = 0) -> Table:
    """The table of a section, or the one behind its chart."""
    blocks = next(each for each in brief.sections if each.id == section).blocks
    shown = [each.table if isinstance(each, Chart) else each for each in blocks]
    return [each for each in shown if isinstance(each, Table)][at]


def columns_of(table: Table) -> dict[str, list]:
    """Heading → its cells; of a number its value."""
    return {
        column.heading: [row[at].value if isinstance(row[at], Number) else row[at] for row in table.rows]
        for at, column in enumerate(table.columns)
    }
