"""Pieces put by: what comes back from the ledger is what was seen."""

import json
from datetime import date
from typing import Any

import pytest

from kpi.briefs import pieces
from kpi.briefs.parts import Chart, Table
from tests.briefs.pieces_of_pages import chart, piece, table


@pytest.mark.parametrize("block", [table(), table(rows=())], ids=["rows", "no rows"])
def test_a_table_comes_back_as_it_was_seen(block: Table) -> None:
    taken = piece(block, commentary="첫 줄\n둘째 줄", origins=frozenset(("sample", "published")))
    assert kept(pieces.as_json(taken)) == taken


def test_a_chart_comes_back_with_its_figure_its_table_and_its_office_chart() -> None:
    taken = piece(chart(), release=None)
    found = kept(pieces.as_json(taken))
    assert isinstance(taken.block, Chart) and isinstance(found.block, Chart)
    assert found.block.table == taken.block.table
    assert found.block.charted == taken.block.charted is not None
    assert found.block.notes == taken.block.notes
    assert (found.title, found.block.alt) == (taken.title, taken.block.alt)
    assert json.loads(found.block.drawing.spec) == json.loads(taken.block.drawing.spec)
    assert found.block.drawing.height == taken.block.drawing.height
    assert (found.release, found.as_of, found.link) == (None, taken.as_of, taken.link)


def test_days_in_a_table_come_back_as_words() -> None:
    found = kept(pieces.as_json(piece(table(rows=(("가", date(2024, 1, 5)),)))))
    assert isinstance(found.block, Table)
    assert found.block.rows == (("가", "2024-01-05"),)


def test_a_chart_that_no_office_program_draws_comes_back_without_office_chart() -> None:
    drawn = chart()
    found = kept(pieces.as_json(piece(Chart(drawn.drawing, drawn.table))))
    assert isinstance(found.block, Chart) and found.block.charted is None


def test_other_words_leave_the_piece_as_it_is() -> None:
    taken = piece(table())
    other = taken.saying("다른 말")
    assert (other.commentary, taken.commentary) == ("다른 말", "")
    assert other.block == taken.block


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "map"},
        {"table": {"title": "하나뿐"}},
        {"table": None},
        {"as_of": "어제"},
        {"as_of": None},
        {"release": "셋"},
        {"origins": ["invented"]},
        {"commentary": None},
        {"page": 1},
        {"charted": {"kind": "pie"}},
        {"drawing": {}},
        {"drawing": {"figure": "{", "title": "", "alt": ""}},
    ],
    ids=str,
)
def test_what_is_no_piece_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        pieces.from_json(pieces.as_json(piece(chart())) | change)


@pytest.mark.parametrize("missing", ["kind", "table", "page", "as_of", "release", "origins", "drawing"])
def test_what_lacks_a_part_is_refused(missing: str) -> None:
    plain = {name: value for name, value in pieces.as_json(piece(chart())).items() if name != missing}
    with pytest.raises(ValueError):
        pieces.from_json(plain)


def kept(plain: dict[str, Any]) -> pieces.Piece:
    """The piece once it has been written and read as text."""
    return pieces.from_json(json.loads(json.dumps(plain, ensure_ascii=False)))


def test_what_is_no_piece_at_all_is_told_from_one_that_is_sound() -> None:
    assert pieces.sound([None, "torn", 5, {}, {"kind": "table"}]) == [None] * 5  # type: ignore[list-item]
