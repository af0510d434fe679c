"""Who may write of a zone's year, and what becomes of what is written."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kpi import remarks
from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.catalogue import NATIONAL
from kpi.errors import AccessRefused, LedgerError, Named
from kpi.ledger import Remark
from kpi.paths import Paths
from kpi.queries.moments import Moment
from kpi.text import LANGUAGES, Text, message

MANAGER = Viewer("군산 담당자", Role.MANAGER, frozenset({"gunsan"}))
ANALYST_OF_ALL = Viewer("analyst", Role.ANALYST, None)
READER = Viewer("reader", Role.VIEWER)
MAY = date(2024, 5, 3)


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """A place with a ledger and nothing else."""
    monkeypatch.delenv("KPI_LEDGER_URL", raising=False)
    (tmp_path / "warehouse").mkdir()
    return replace(Paths(), warehouse=tmp_path / "warehouse")


def moment(day: date | None = None) -> Moment:
    return Moment("any", "as_known_on" if day else "latest", Path("none"), Path("none"), day=day)


def seen(paths: Paths, zone: str = "gunsan", day: date | None = None) -> list[Remark]:
    return remarks.of_year(READER, paths, moment(day), zone, 2024)


@pytest.mark.parametrize(
    ("viewer", "zone", "may"),
    [
        (LOCAL_VIEWER, "gunsan", True),
        (LOCAL_VIEWER, NATIONAL, True),
        (MANAGER, "gunsan", True),
        (MANAGER, "pohang", False),
        (MANAGER, NATIONAL, False),
        (ANALYST_OF_ALL, "pohang", True),
        (ANALYST_OF_ALL, NATIONAL, True),
        (READER, "gunsan", False),
        (Viewer("e", Role.EVALUATOR, None), "gunsan", False),
        (Viewer("a", Role.APPROVER, None), NATIONAL, False),
    ],
)
def test_only_administrators_and_who_holds_a_zone_may_write_of_it(
    paths: Paths, viewer: Viewer, zone: str, may: bool
) -> None:
    assert remarks.may_write(viewer, zone) is may
    if may:
        written = remarks.write(viewer, paths, zone, 2024, "commentary", "투자 협의가 이어졌다.")
        assert (seen(paths, zone), written.actor) == ([written], viewer.name)
        return
    with pytest.raises(AccessRefused) as refused:
        remarks.write(viewer, paths, zone, 2024, "commentary", "투자 협의가 이어졌다.")
    assert seen(paths, zone) == []
    assert refused.value.code == f"access_errors.remarks_{'zone' if viewer is MANAGER else 'role'}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("viewer", [READER, MANAGER])
def test_a_refusal_names_what_is_allowed_and_what_to_do(paths: Paths, viewer: Viewer, language: str) -> None:
    with pytest.raises(AccessRefused) as refused:
        remarks.write(viewer, paths, "pohang", 2024, "commentary", "글")
    (fault,) = refused.value.faults
    told, text = message(fault, language), Text(language)
    words = [text(each.key) if isinstance(each, Named) else each for each in (fault.value, *fault.allowed)]
    assert all(each in told for each in words) and text(f"{fault.code}.remedy") in told
    assert (viewer is READER) == isinstance(fault.value, Named)


def test_everybody_reads_what_a_zone_has_written(paths: Paths) -> None:
    written = remarks.write(MANAGER, paths, "gunsan", 2024, "event", "시험동 준공", MAY)
    for viewer in (READER, MANAGER, LOCAL_VIEWER):
        assert remarks.of_year(viewer, paths, moment(), "gunsan", 2024) == [written]


def test_a_change_is_a_new_version_by_whoever_made_it_and_the_earlier_ones_are_kept(paths: Paths) -> None:
    first = remarks.write(MANAGER, paths, "gunsan", 2024, "event", "준공", MAY)
    second = remarks.change(LOCAL_VIEWER, paths, first.id, "시험동 준공", date(2024, 5, 4))
    assert seen(paths) == [second]
    assert (second.actor, second.day, second.kind) == ("local", date(2024, 5, 4), "event")
    assert remarks.earlier(paths, second) == [first]
    with pytest.raises(LedgerError) as refused:
        remarks.change(MANAGER, paths, first.id, "다른 글", MAY)
    assert refused.value.code == "ledger_errors.remark_moved_on"


def test_nothing_is_withdrawn_by_emptying_it(paths: Paths) -> None:
    written = remarks.write(MANAGER, paths, "gunsan", 2024, "commentary", "의견")
    with pytest.raises(LedgerError) as refused:
        remarks.change(MANAGER, paths, written.id, " \n ")
    assert refused.value.code == "ledger_errors.remark_blank"
    assert seen(paths) == [written]


def test_what_is_withdrawn_is_seen_no_more_and_stays_on_record(paths: Paths) -> None:
    written = remarks.write(MANAGER, paths, "gunsan", 2024, "event", "준공", MAY)
    gone = remarks.withdraw(MANAGER, paths, written.id)
    assert seen(paths) == []
    assert remarks.earlier(paths, gone) == [written]


@pytest.mark.parametrize("viewer", [READER, Viewer("포항", Role.MANAGER, frozenset({"pohang"}))])
def test_another_may_neither_change_nor_withdraw(paths: Paths, viewer: Viewer) -> None:
    written = remarks.write(MANAGER, paths, "gunsan", 2024, "commentary", "의견")
    with pytest.raises(AccessRefused):
        remarks.change(viewer, paths, written.id, "남의 글")
    with pytest.raises(AccessRefused):
        remarks.withdraw(viewer, paths, written.id)
    assert seen(paths) == [written]


def test_an_event_needs_a_day_and_commentary_has_none(paths: Paths) -> None:
    with pytest.raises(LedgerError) as refused:
        remarks.write(MANAGER, paths, "gunsan", 2024, "event", "준공")
    assert refused.value.code == "ledger_errors.event_without_day"
    assert remarks.write(MANAGER, paths, "gunsan", 2024, "commentary", "의견", MAY).day is None


def test_a_past_day_shows_what_stood_at_its_end(paths: Paths) -> None:
    first = remarks.write(MANAGER, paths, "gunsan", 2024, "commentary", "의견")
    remarks.withdraw(MANAGER, paths, first.id)
    today = datetime.now(UTC).date()
    assert seen(paths, day=today - timedelta(days=2)) == []
    assert seen(paths, day=today + timedelta(days=1)) == []


def test_a_version_written_after_a_past_day_leaves_the_one_before_in_its_place(paths: Paths) -> None:
    first = remarks.write(MANAGER, paths, "gunsan", 2024, "commentary", "의견")
    second = remarks.change(MANAGER, paths, first.id, "고친 의견")
    ledger = remarks.ledger_of(paths)
    assert ledger.remarks("gunsan", 2024, second.written_at) == [first]
    assert ledger.remarks("gunsan", 2024, first.written_at) == []
    assert ledger.remarks("gunsan", 2024) == [second]
