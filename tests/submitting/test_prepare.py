"""What the pipeline makes of a received file: suggestions, faults all at once, checks, and nothing that stops it."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.drafts import Correction, Prepared, RowRef, fault_from_json
from kpi.ledger import Ledger
from kpi.text import LANGUAGES, message
from pipelines.building import build
from pipelines.submitting import drafting, preparing
from pipelines.submitting.comparing import compare
from pipelines.submitting.releasing_draft import release_draft
from tests.submitting.received_world import HEADER, ReceivedWorld, deal, received_world, table, with_past

MILLION = 1_000_000


@pytest.fixture
def world(tmp_path: Path) -> ReceivedWorld:
    return received_world(tmp_path)


def codes(prepared: Prepared) -> dict[str, int]:
    """How many faults there are of each kind."""
    found: Counter[str] = Counter()
    for group in prepared.errors:
        found[group.code.split(".")[1]] += group.count
    return dict(found)


def test_a_clean_file_finds_its_dataset_and_is_ready(world: ReceivedWorld) -> None:
    found = world.prepared(table(deal(1), deal(2, '"1,250"', zone="강소(포항)")))
    assert (found.decisions.dataset, found.rows, found.error_count) == ("investments", 2, 0)
    assert (found.kind, found.encoding, found.delimiter) == ("csv", "cp949", ",")
    assert (found.zones, found.periods) == (("gunsan", "pohang"), ("2024Q1",))
    assert found.ready
    assert world.facts(found)["amount_krw"].tolist() == [100 * MILLION, 1250 * MILLION]


def test_what_was_left_open_comes_back_filled_in(world: ReceivedWorld) -> None:
    decisions = world.prepared(table(deal(1))).decisions
    assert (decisions.series, decisions.mode, decisions.known_on) == ("submitted", "replace", date.today())
    assert decisions.title is not None
    assert "분기.csv" in decisions.title.ko
    assert decisions.columns["투자금액"] == "amount_krw"


def test_the_answer_lies_in_the_drafts_folder_as_it_was_given(world: ReceivedWorld) -> None:
    found = world.prepared(table(deal(1)))
    assert drafting.prepared_of(world.paths, found.draft) == found
    assert set(world.facts(found)["submission"]) == {found.submission}


def test_all_faults_of_a_file_are_told_at_once(world: ReceivedWorld) -> None:
    rows = [
        deal(1, zone="군싼"), deal(2, zone="군싼"), deal(3, "많음"), deal(4, quarter="2024.1"),
        deal(5, firm="12-3"), deal(6), deal(6),
    ]  # fmt: skip
    found = world.prepared(table(*rows))
    told = {"unknown_zone": 2, "not_a_number": 1, "ambiguous_month": 1, "not_a_firm": 1}
    assert (codes(found), found.error_count) == (told, 5)
    assert {each.check_code for each in found.blocking} == {"key_unique"}
    assert [(each.row, each.heading) for each in found.failing] == [
        (7, "특구, 투자번호"),
        (8, "특구, 투자번호"),
    ]
    assert not found.ready


def test_a_missing_unit_is_one_group_with_every_row_counted(world: ReceivedWorld) -> None:
    found = world.prepared(table(deal(1), deal(2), header=HEADER.replace("(백만원)", "")))
    (group,) = found.errors
    assert (group.code, group.column, group.count) == ("staging_errors.unit_unknown", "투자금액", 2)
    assert world.prepared(
        table(deal(1), deal(2), header=HEADER.replace("(백만원)", "")), units={"amount_krw": "백만원"}
    ).ready


def test_unknown_values_are_grouped_with_what_they_may_mean(world: ReceivedWorld) -> None:
    content = table(deal(1, zone="군산공단"), deal(2, zone="군산공단"), deal(3))
    (unknown,) = world.prepared(content).unknown_values
    assert (unknown.column, unknown.heading, unknown.written) == ("zone", "특구", "군산공단")
    assert (unknown.count, unknown.first_row, unknown.suggestions) == (2, 2, ("gunsan",))
    again = world.prepared(content, values={"zone": {"군산공단": "gunsan"}})
    assert (again.ready, again.zones) == (True, ("gunsan",))


def test_many_faults_of_one_kind_do_not_hide_another(world: ReceivedWorld) -> None:
    rows = [deal(number, zone="어딘가") for number in range(1_500)] + [deal(2_000, "많음")]
    found = world.prepared(table(*rows))
    assert codes(found) == {"unknown_zone": 1_500, "not_a_number": 1}
    assert len(world.failing(found)) == found.error_count == 1_501


def test_a_cell_that_cannot_be_read_is_not_called_missing_as_well(world: ReceivedWorld) -> None:
    found = world.prepared(table(deal(1, "많음"), deal(2, "")))
    assert [(each.check_code, each.column_name, each.rows_failed) for each in found.blocking] == [
        ("required_value", "amount_krw", 1)
    ]
    assert [each.row for each in found.failing] == [3]


def test_a_missing_column_is_told_once(world: ReceivedWorld) -> None:
    found = world.prepared("특구,투자번호,사업자등록번호,투자금액(백만원)\n군산,투자-1,123-45-67891,5\n")
    assert codes(found) == {"column_missing": 1}
    assert found.missing_columns == ("period",)
    assert not found.blocking


def test_corrections_and_rows_left_out_mend_a_file(world: ReceivedWorld) -> None:
    draft = world.receive(table(deal(1, "많음"), deal(2), deal(2, 7)))
    assert not world.prepare(draft).ready
    fixed = Correction(sheet="", row=2, column="투자금액", text="12")
    world.decide(draft, corrections=(fixed,), left_out=(RowRef(sheet="", row=4),))
    found = world.prepare(draft)
    assert found.ready
    assert world.facts(found)["amount_krw"].tolist() == [12 * MILLION, 100 * MILLION]


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01\x02", b"\n\n\n", b"%PDF-1.7", b"PK\x03\x04broken", b"a", b'"' * 5_000, "메모만 있음".encode(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, b"\xff\xfe\x00", b"<html><table></table></html>",
    ],
)  # fmt: skip
def test_an_unreadable_file_is_answered_with_a_message(world: ReceivedWorld, content: bytes) -> None:
    found = world.prepared(content, "이상한 파일.xlsx")
    assert (found.rows, found.ready) == (0, False)
    assert found.error_count >= 1
    for language in LANGUAGES:
        told = [message(fault_from_json(each), language) for group in found.errors for each in group.faults]
        assert all("이상한 파일.xlsx" in words for words in told)


@given(st.binary(min_size=1, max_size=300))
@settings(max_examples=25)
def test_no_bytes_at_all_raise_anything(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    found = received_world(tmp_path_factory.mktemp("bytes")).prepared(content)
    assert found.error_count or found.rows


class Panic(BaseException):
    """What a reader in another language raises when it gives up."""


@pytest.mark.parametrize("problem", [Panic("index out of bounds"), RecursionError(), ValueError("no")])
def test_a_reader_that_breaks_is_an_error_of_this_system_and_reading_again_mends_it(
    world: ReceivedWorld,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    problem: BaseException,
) -> None:
    def broken(*_: object) -> None:
        raise problem

    draft = world.receive(table(deal(1)))
    with monkeypatch.context() as breaking:
        breaking.setattr(preparing, "understood", broken)
        found = world.prepare(draft)
    assert codes(found) == {"system_error": 1}
    assert len(found.reference) == 8
    assert found.reference in caplog.text
    assert type(problem).__name__ in caplog.text
    again = world.prepare(draft)
    assert (again.ready, again.reference) == (True, "")


@pytest.mark.parametrize("problem", [MemoryError(), KeyboardInterrupt()])
def test_what_stops_the_job_is_not_told_of_the_file(
    world: ReceivedWorld, monkeypatch: pytest.MonkeyPatch, problem: BaseException
) -> None:
    def broken(*_: object) -> None:
        raise problem

    monkeypatch.setattr(preparing, "understood", broken)
    with pytest.raises(type(problem)):
        world.prepared(table(deal(1)))


def test_what_was_said_of_a_file_is_remembered_once_it_is_released(world: ReceivedWorld) -> None:
    header = HEADER.replace("투자번호", "건명번호").replace("특구", "어디")
    content = table(deal(1, zone="우리특구"), header=header)
    assert codes(world.prepared(content))["column_missing"] == 2
    said = {"columns": {"건명번호": "deal", "어디": "zone"}, "values": {"zone": {"우리특구": "gunsan"}}}
    decided = world.prepared(content, dataset="investments", **said)
    assert decided.ready
    compare(world.paths, decided.draft)
    release_draft(world.paths, decided.draft, "analyst")
    next_quarter = world.prepared(table(deal(9, zone="우리특구", quarter="2024Q2"), header=header))
    assert next_quarter.ready
    remembered = [each.heading for each in next_quarter.columns if each.why == "remembered"]
    assert sorted(remembered) == ["건명번호", "어디"]


def test_the_same_file_with_the_same_decisions_is_the_same_submission(world: ReceivedWorld) -> None:
    content = table(deal(1), deal(2))
    first = world.prepared(content)
    spelled = world.prepared(content, dataset="investments", columns={"특구": "zone"})
    assert first.submission == spelled.submission
    other = world.prepared(content, left_out=(RowRef(sheet="", row=3),))
    assert other.submission != first.submission


def test_a_file_that_a_build_has_taken_is_known_again(world: ReceivedWorld) -> None:
    content = table(deal(1))
    world.world.add("분기.csv", content.encode("cp949"), known_on="2024-05-01", title={"ko": "가", "en": "A"})
    build(world.paths)
    found = world.prepared(content)
    with Ledger(world.paths.ledger_url) as ledger:
        assert [each.id for each in ledger.submissions()] == [found.already] == [found.submission]
    assert found.decisions.known_on == date(2024, 5, 1)


def test_a_draft_and_a_build_make_the_same_facts(world: ReceivedWorld) -> None:
    content = table(deal(1), deal(2, '"3,000"', quarter="'24 2/4"), '합계,,,,,"3,100"')
    file = world.world.add("분기.csv", content.encode("cp949"))
    build(world.paths)
    found = world.prepared(file.read_bytes(), known_on=date(2025, 1, 1))
    built = pd.read_parquet(world.paths.facts / f"{found.submission}.parquet")
    pd.testing.assert_frame_equal(built, world.facts(found))


def test_preparing_again_forgets_what_was_made_of_other_decisions(world: ReceivedWorld) -> None:
    draft = world.receive(table(deal(1)))
    world.prepare(draft)
    stale = drafting.folder_of(world.paths, draft) / "comparison.json"
    stale.write_text("{}")
    world.decide(draft, known_on=date(2024, 1, 1))
    world.prepare(draft)
    assert not stale.exists()


def test_an_amendment_is_suggested_where_much_would_go_and_named_in_the_facts(tmp_path: Path) -> None:
    world = with_past(tmp_path, *(deal(number) for number in range(1, 11)))
    found = world.prepared(table(deal(1, 90)))
    assert (found.suggested_mode, found.decisions.mode) == ("amend", "amend")
    assert set(world.facts(found)["submission"]) == {found.submission}
    assert world.prepared(table(deal(1, 90)), mode="replace").decisions.mode == "replace"


def test_the_answer_is_plain_json(world: ReceivedWorld) -> None:
    found = world.prepared(table(deal(1, "많음")))
    assert Prepared.model_validate(json.loads(found.model_dump_json())) == found
