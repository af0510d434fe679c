"""What somebody asks for from a page: found as it was shown, and nothing that was not."""

from typing import Any

import pytest

from kpi.briefs.parts import Chart, Column, Number, Table
from kpi.text import LANGUAGES
from kpi.ui.exporting import asked, files
from kpi.ui.exporting.shown import SLOT, Shown
from kpi.ui.markup import section
from kpi.ui.navigation import ENTRIES
from kpi.ui.tables import Column as Head
from kpi.ui.tables import Raw, markup
from tests.briefs.pieces_of_pages import HARMFUL, drawing
from tests.pages.conftest import Visit, charts, pieces

HEADS = [Head("특구"), Head("실적", is_number=True), Head("비 고")]
ROWS = [
    [HARMFUL, "1,030명", Raw('<span class="kpi-badge">표본</span> <b>합성</b>')],
    ["전북 군산", "–", "1"],
]


def shown_with(*bodies: str, **other: Any) -> Shown:
    seen = Shown(**other)
    seen.bodies.extend(bodies)
    return seen


def of_table(words: str, place: int = 0) -> dict[str, Any]:
    return {"kind": "table", "words": words, "place": place}


def of_chart(title: str, place: int = 0) -> dict[str, Any]:
    return {"kind": "chart", "words": title, "place": place}


def found_table(seen: Shown, words: str, place: int = 0) -> Table:
    block = asked.block(seen, of_table(words, place))
    assert isinstance(block, Table)
    return block


def test_a_chart_is_found_by_its_title_and_its_place_among_those_of_the_same() -> None:
    first, second, other = drawing("같음"), drawing("같음"), drawing("다름")
    seen = Shown()
    seen.drawings.extend([("a", first), ("b", other), ("c", second)])
    found = [asked.block(seen, of_chart("같음", place)) for place in (0, 1)]
    assert [each.drawing for each in found if isinstance(each, Chart)] == [first, second]
    assert asked.block(seen, of_chart("같음", 2)) is None


def test_a_chart_has_the_table_that_the_page_folds_behind_it() -> None:
    seen = Shown(rows={"a": lambda: (HEADS[:2], [["전북 군산", "10건"], [HARMFUL, "8.5건"]])})
    seen.drawings.append(("a", drawing()))
    block = asked.block(seen, of_chart(drawing().title))
    assert isinstance(block, Chart) and block.charted is not None
    assert block.table.columns == (Column("특구"), Column("실적", "right"))
    values = [row[1].value for row in block.table.rows if isinstance(row[1], Number)]
    assert values == [10.0, 8.5]
    assert sorted(block.charted.series[0].values) == [8.5, 10.0]  # type: ignore[type-var]


def test_a_chart_without_a_table_behind_it_has_one_of_what_it_draws() -> None:
    seen = Shown()
    seen.drawings.append(("a", drawing()))
    block = asked.block(seen, of_chart(drawing().title))
    assert isinstance(block, Chart)
    assert block.table.columns[1].heading == "창업"
    assert {(row[0], row[1].value) for row in block.table.rows if isinstance(row[1], Number)} == {
        ("전북 군산", 10.0),
        (HARMFUL, 8.5),
    }


def test_a_table_is_found_by_its_name_and_headings_with_every_cell_as_it_is_written() -> None:
    seen = shown_with(markup(HEADS, ROWS, caption="단위: 명", label="종합표", marked=1))
    found = found_table(seen, "종합표특구실적비고")
    assert (found.title, found.unit, found.emphasised) == ("종합표", "단위: 명", frozenset({1}))
    assert found.columns == (Column("특구"), Column("실적", "right"), Column("비 고"))
    assert found.rows[0] == (HARMFUL, Number(1030.0, "1,030명", '#,##0"명";△#,##0"명"'), "표본 합성")
    assert found.rows[1] == ("전북 군산", Number(None, "–"), "1")


def test_tables_of_the_same_name_are_told_apart_by_their_headings_and_their_place() -> None:
    seen = shown_with(
        markup(HEADS, ROWS[:1], label="표"),
        markup(HEADS[:2], [row[:2] for row in ROWS], label="표"),
        markup(HEADS, ROWS[1:], label="표"),
    )
    assert [len(found_table(seen, "표특구실적비고", place).rows) for place in (0, 1)] == [1, 1]
    assert found_table(seen, "표특구실적비고", 1).rows[0][0] == "전북 군산"
    assert len(found_table(seen, "표특구실적").rows) == 2


@pytest.mark.parametrize("caption", ["", "단위: 명"])
def test_a_table_without_a_name_takes_the_heading_above_it(caption: str) -> None:
    body = section("앞", "<p></p>") + section("지정 이후 <누계>", markup(HEADS, ROWS, caption=caption))
    assert (
        found_table(shown_with(body), f"{caption}특구실적비고".replace(" ", "")).title == "지정 이후 <누계>"
    )


def test_a_table_with_neither_name_nor_heading_is_called_by_its_first_column() -> None:
    assert found_table(shown_with(markup(HEADS, ROWS)), "특구실적비고").title == "특구"


@pytest.mark.parametrize(
    "forged",
    [
        of_table("없는 표"),
        of_table("종합표특구실적비고", 1),
        of_table("종합표특구실적비고", -1),
        of_chart("종합표특구실적비고"),
        of_chart("2024년 창업: 전북 군산 10건", -1),
        {"kind": "file", "words": "/etc/passwd", "place": 0},
        {"kind": "table", "words": "종합표특구실적비고", "place": "둘"},
        {"kind": "table", "words": "종합표특구실적비고", "place": None},
        {"kind": "table", "words": "종합표특구실적비고", "place": 1e400},
        {"kind": "table", "words": ["종합표"], "place": 0},
        {"kind": "chart"},
        {},
        "chart",
        7,
    ],
    ids=str,
)
def test_what_the_page_has_not_shown_is_nothing(forged: Any) -> None:
    seen = shown_with(markup(HEADS, ROWS, label="종합표"))
    seen.drawings.append(("a", drawing()))
    assert asked.block(seen, forged) is None


def test_words_from_data_mean_nothing_in_markdown() -> None:
    assert files.harmless("[a](b) **c** <i> $x$ :red[d]") == (r"\[a\]\(b\) \*\*c\*\* \<i\> \$x\$ \:red\[d\]")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [entry.name for entry in ENTRIES])
def test_every_page_hears_one_menu_and_knows_every_chart_and_table_it_shows(
    visit: Visit, name: str, language: str
) -> None:
    app = visit(name, lang=language)
    mounted = [each for each in app.get("bidi_component") if each.proto.component_name.endswith("kpi_menus")]
    assert len(mounted) == 1
    seen: Shown = app.session_state[SLOT]
    assert seen.has_menu
    titles = [drawing.title for _, drawing in seen.drawings]
    assert titles == [chart["title"] for chart in charts(app)]
    for title in titles:
        block = asked.block(seen, of_chart(title))
        assert isinstance(block, Chart) and block.table.columns
    assert sum(body.count("<table") for body in seen.bodies) == sum(
        piece.count("<table") for piece in pieces(app)
    )
