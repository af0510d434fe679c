"""The views over the facts: the rows that playing every submission by hand gives, with declared types."""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as strategies
from live_oracle import FLOOR, SLICES, Played, Rule, histories, played_state
from small_warehouse import SmallWarehouse

from kpi.warehouse import open_release

rules = strategies.builds(Rule, combine_series=strategies.booleans())
READ = """
SELECT f.slice, s.series, f.deal, f.amount_krw
FROM facts_deals AS f JOIN submissions AS s ON s.id = f.submission
"""


@settings(max_examples=20, deadline=None)
@given(histories(), rules)
def test_the_views_hold_what_playing_every_row_gives(history: list[Played], rule: Rule) -> None:
    with tempfile.TemporaryDirectory() as folder:
        small = SmallWarehouse(Path(folder) / "warehouse")
        with open_release(small.release(1, history, rule), small.folder) as release:
            rows = release.rows(READ)
    assert len(rows) == len(set(rows))
    assert set(rows) == played_state(history, rule)


@settings(max_examples=8, deadline=None)
@given(histories(), rules)
def test_a_build_sees_the_same_facts_as_a_reader(history: list[Played], rule: Rule) -> None:
    with tempfile.TemporaryDirectory() as folder:
        small = SmallWarehouse(Path(folder) / "warehouse")
        for each in history:
            small.write_facts(each)
        with small.begin(1, history, rule) as builder:
            builder.register_facts()
            assert set(builder.rows(READ)) == played_state(history, rule)


def test_a_dataset_without_files_is_an_empty_view_with_its_columns_and_types(small: SmallWarehouse) -> None:
    with open_release(small.release(1, []), small.folder) as release:
        described = release.rows("SELECT column_name, column_type FROM (DESCRIBE facts_surveys)")
        assert release.rows("SELECT * FROM facts_deals") == []
    assert described[:2] == [("zone", "VARCHAR"), ("score", "DOUBLE")]
    assert dict(described)["source_row"] == "BIGINT"


def test_a_personal_column_is_never_in_a_view(small: SmallWarehouse) -> None:
    with open_release(small.release(1, [FLOOR]), small.folder) as release:
        columns = [name for name, *_ in release.rows("DESCRIBE facts_deals")]
    assert "phone" not in columns


def test_a_column_declared_after_a_file_was_written_reads_as_empty(small: SmallWarehouse) -> None:
    path = small.release(1, [FLOOR])
    small.write_facts(FLOOR, leave_out=["closed_on"])
    with open_release(path, small.folder) as release:
        assert release.rows("SELECT count(*), count(closed_on) FROM facts_deals") == [(3, 0)]


def test_an_amendment_that_holds_a_key_in_another_slice_does_not_touch_this_one(
    small: SmallWarehouse,
) -> None:
    amendment = Played("later", 2, "submitted", "amend", date(2024, 2, 1), SLICES[1:2], {(SLICES[1], "a"): 9})
    with open_release(small.release(1, [FLOOR, amendment]), small.folder) as release:
        rows = release.rows("SELECT slice, deal, amount_krw FROM facts_deals ORDER BY slice, deal")
    assert rows == [(SLICES[0], "a", 1), (SLICES[0], "b", 2), (SLICES[1], "a", 9)]


def test_a_row_keeps_its_origin_through_folding(small: SmallWarehouse) -> None:
    amendment = Played("later", 2, "submitted", "amend", date(2024, 2, 1), SLICES[:1], {(SLICES[0], "b"): 8})
    with open_release(small.release(1, [FLOOR, amendment]), small.folder) as release:
        rows = release.rows(
            "SELECT deal, submission, source_row FROM facts_deals WHERE slice = ? ORDER BY 1", [SLICES[0]]
        )
    assert rows == [("a", "floor", 2), ("b", "later", 2)]


def test_a_file_of_which_one_slice_was_replaced_gives_only_the_rest(small: SmallWarehouse) -> None:
    newer = replace(FLOOR, id="newer", sequence=2, slices=SLICES[:1], rows={(SLICES[0], "c"): 5})
    with open_release(small.release(1, [FLOOR, newer]), small.folder) as release:
        rows = release.rows("SELECT submission, deal FROM facts_deals ORDER BY 1, 2")
    assert rows == [("floor", "a"), ("newer", "c")]


def test_a_folder_with_brackets_quotes_and_korean_in_its_name_is_read(tmp_path: Path) -> None:
    small = SmallWarehouse(tmp_path / "웨어하우스 [1] it's")
    with open_release(small.release(1, [FLOOR]), small.folder) as release:
        assert release.rows("SELECT count(*) FROM facts_deals") == [(3,)]
