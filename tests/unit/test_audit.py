"""What is recorded of deeds and of reads, and that nobody is named in it."""

from dataclasses import replace
from pathlib import Path

import pytest

from kpi import audit
from kpi.access import Role, Viewer, as_plain, from_plain
from kpi.audit import Action, firm_level, observed, recorded, seen
from kpi.errors import AccessRefused, Fault, KpiError, LedgerError
from kpi.ledger import AuditEntry
from kpi.paths import Paths
from kpi.queries.moments import ledger_of
from kpi.text import LANGUAGES, Text

VIEWER = Viewer("#12", Role.MANAGER, frozenset({"gunsan"}), person=12, address="10.0.0.1")
READER = Viewer("#13", Role.VIEWER)


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """A place with a ledger and nothing else, where nothing has been read yet."""
    monkeypatch.delenv("KPI_LEDGER_URL", raising=False)
    monkeypatch.setattr(audit, "_reads", audit._Reads())
    return replace(Paths(), warehouse=tmp_path / "warehouse")


def entries(paths: Paths) -> list[AuditEntry]:
    return list(ledger_of(paths).audit_entries())


@firm_level(Action.READ_FIRMS, "place")
def strict(viewer: Viewer, moment: str, place: str, count: int) -> int:
    viewer.require_firms(place)
    return count


@firm_level(Action.READ_RECORDS, "zone", "metric")
def lenient(viewer: Viewer, moment: str, metric: str, zone: str) -> str:
    return f"{metric} of {zone}"


def test_what_is_done_is_recorded_with_who_from_where_and_what_came_of_it(paths: Paths) -> None:
    with recorded(VIEWER, paths, Action.DRAFT_BEGIN, raw_sha256="aa") as note:
        note.object = "draft1"
    (entry,) = entries(paths)
    said = (entry.actor, entry.action, entry.object, entry.address, entry.result)
    assert said == ("#12", "draft.begin", "draft1", "10.0.0.1", "done")
    assert entry.detail == {"raw_sha256": "aa"}


@pytest.mark.parametrize(
    "error, result, code",
    [
        (
            AccessRefused(Fault("access_errors.approving", value="김군산")),
            "refused",
            "access_errors.approving",
        ),
        (LedgerError(Fault("ledger_errors.busy", value="김군산")), "failed", "ledger_errors.busy"),
        (ValueError("김군산"), "failed", "ValueError"),
    ],
)
def test_what_comes_to_nothing_is_recorded_by_its_rule_alone(
    paths: Paths, error: Exception, result: str, code: str
) -> None:
    with pytest.raises(type(error)), recorded(VIEWER, paths, Action.DRAFT_APPROVE, "draft1"):
        raise error
    (entry,) = entries(paths)
    assert (entry.result, entry.detail) == (result, {"code": code})
    assert "김군산" not in str(entry)


def test_the_error_of_a_deed_goes_before_that_of_its_record(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise LedgerError(Fault("ledger_errors.busy"))

    monkeypatch.setattr(audit, "_enter", busy)
    with pytest.raises(KpiError, match="access_errors"), recorded(VIEWER, paths, Action.DRAFT_APPROVE):
        raise AccessRefused(Fault("access_errors.approving"))
    with pytest.raises(LedgerError), recorded(VIEWER, paths, Action.DRAFT_APPROVE):
        pass


def test_a_read_of_firms_is_recorded_once_in_ten_minutes(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(audit.time, "monotonic", lambda: now[0])
    for viewer, place in ((VIEWER, "gunsan"), (VIEWER, "gunsan"), (VIEWER, "pohang"), (READER, "gunsan")):
        seen(viewer, paths, Action.READ_FIRMS, place)
    now[0] += audit.SECONDS_BETWEEN_READS - 1
    seen(VIEWER, paths, Action.READ_FIRMS, "gunsan")
    assert [(each.actor, each.object) for each in entries(paths)] == [
        ("#12", "gunsan"), ("#12", "pohang"), ("#13", "gunsan"),
    ]  # fmt: skip
    now[0] += 1
    seen(VIEWER, paths, Action.READ_FIRMS, "gunsan")
    assert len(entries(paths)) == 4


def test_a_read_that_could_not_be_recorded_is_recorded_the_next_time(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken, pytest.raises(LedgerError):
        broken.setattr(
            audit, "ledger_of", lambda _: (_ for _ in ()).throw(LedgerError(Fault("ledger_errors.busy")))
        )
        seen(VIEWER, paths, Action.READ_FIRM, "gunsan", "f1")
    seen(VIEWER, paths, Action.READ_FIRM, "gunsan", "f1")
    assert [each.object for each in entries(paths)] == ["gunsan:f1"]


def test_a_query_that_declares_what_it_reads_of_firms_is_recorded_by_its_arguments(paths: Paths) -> None:
    with observed(VIEWER, paths, lenient, ("jobs", "gunsan")):
        pass
    with observed(VIEWER, paths, strict, ("gunsan", 3)):
        pass
    told = [(each.action, each.object, each.result) for each in entries(paths)]
    assert told == [("read.records", "gunsan:jobs", "done"), ("read.firms", "gunsan", "done")]


def test_a_query_that_declares_nothing_is_not_recorded(paths: Paths) -> None:
    with observed(VIEWER, paths, lambda viewer, moment: None, ()):
        pass
    assert entries(paths) == []


def test_what_leaves_out_rows_that_are_not_open_is_recorded_only_where_some_are(paths: Paths) -> None:
    for viewer, zone in ((READER, "gunsan"), (VIEWER, "pohang"), (VIEWER, "national"), (READER, "national")):
        with observed(viewer, paths, lenient, ("jobs", zone)):
            pass
    assert [(each.actor, each.object) for each in entries(paths)] == [("#12", "national:jobs")]


def test_a_refused_read_is_recorded_as_refused(paths: Paths) -> None:
    with pytest.raises(AccessRefused), observed(READER, paths, strict, ("gunsan", 1)):
        strict(READER, "", "gunsan", 1)
    (entry,) = entries(paths)
    assert (entry.result, entry.object) == ("refused", "gunsan")
    assert entry.detail == {"code": "access_errors.firms_role"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_result_and_column_has_words(language: str) -> None:
    text = Text(language)
    columns = AuditEntry.__dataclass_fields__
    keys = [f"actions.{each}" for each in Action] + [f"column.{name}" for name in columns]
    assert [key for key in keys if f"audit.{key}" not in text] == []


@pytest.mark.parametrize(
    "viewer",
    [
        VIEWER,
        Viewer("#1", Role.EVALUATOR, frozenset(), frozenset({2024}), frozenset({"pohang"}), 1, "::1"),
        Viewer("local", Role.ADMINISTRATOR, None),
    ],
)
def test_a_viewer_is_the_same_after_an_order(viewer: Viewer) -> None:
    back = from_plain(as_plain(viewer))
    assert (back, back.person, back.address, back.scope) == (
        viewer, viewer.person, viewer.address, viewer.scope,
    )  # fmt: skip
