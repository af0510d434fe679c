"""Who may do what with a draft: refused by a rule that says whom to ask, done and refused alike recorded."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kpi import deciding, trays
from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.drafts import Decisions, Prepared
from kpi.errors import AccessRefused
from kpi.ledger import Draft
from kpi.paths import Paths
from kpi.queries.moments import ledger_of
from kpi.text import LANGUAGES, message

KIM = Viewer("#1", Role.ANALYST, frozenset({"gunsan"}), person=1)
LEE = Viewer("#2", Role.ANALYST, frozenset({"gunsan"}), person=2)
CHOI = Viewer("#3", Role.APPROVER, person=3)
READER = Viewer("#4", Role.VIEWER, person=4)
Deed = Callable[[Viewer, Paths, str], object]


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """A place with a ledger and nothing else."""
    monkeypatch.delenv("KPI_LEDGER_URL", raising=False)
    return replace(Paths(), warehouse=tmp_path / "warehouse", raw=tmp_path / "raw")


@pytest.fixture
def draft(paths: Paths) -> Draft:
    """A draft of Kim's, of a file that speaks for Gunsan."""
    return prepared(paths, "gunsan")


def prepared(paths: Paths, *zones: str) -> Draft:
    begun = deciding.begin(KIM, paths, "aa" * 32, "file.csv", 10)
    folder = paths.drafts / begun.id
    folder.mkdir(parents=True)
    read = Prepared(draft=begun.id, decisions=Decisions(), kind="csv", zones=zones)
    (folder / "prepared.json").write_text(read.model_dump_json(), "utf-8")
    return begun


def state(paths: Paths, draft: Draft) -> str:
    return ledger_of(paths).draft(draft.id).state


def last(paths: Paths) -> tuple[str, str, str, str]:
    entry = ledger_of(paths).audit(count=1).entries[0]
    return entry.actor, entry.action, entry.object, entry.result


def test_a_draft_goes_from_hand_to_hand_and_every_step_is_recorded(paths: Paths, draft: Draft) -> None:
    assert deciding.decide(KIM, paths, draft.id, Decisions(dataset="investments")) == 1
    deciding.submit(KIM, paths, draft.id)
    deciding.reopen(KIM, paths, draft.id)
    deciding.submit(KIM, paths, draft.id)
    deciding.approve(CHOI, paths, draft.id)
    assert state(paths, draft) == "approved"
    told = [(each.actor, each.action, each.object) for each in ledger_of(paths).audit_entries()]
    assert told == [
        ("#1", "draft.begin", draft.id), ("#1", "draft.decide", draft.id), ("#1", "draft.submit", draft.id),
        ("#1", "draft.reopen", draft.id), ("#1", "draft.submit", draft.id), ("#3", "draft.approve", draft.id),
    ]  # fmt: skip
    assert ledger_of(paths).verify_audit() is None


@pytest.mark.parametrize(
    "viewer, deed, code",
    [
        (READER, lambda who, paths, _: deciding.begin(who, paths, "bb" * 32, "f.csv", 1), "submitting_role"),
        (CHOI, lambda who, paths, _: deciding.begin(who, paths, "bb" * 32, "f.csv", 1), "submitting_role"),
        (LEE, lambda *asked: deciding.decide(*asked, Decisions(dataset="x")), "draft_of_another"),
        (LEE, deciding.submit, "draft_of_another"),
        (CHOI, deciding.submit, "submitting_role"),
        (KIM, deciding.approve, "approving"),
        (LEE, deciding.reopen, "draft_of_another"),
        (LEE, deciding.discard, "draft_of_another"),
        (replace(KIM, zones=frozenset({"pohang"})), deciding.submit, "submitting_zone"),
    ],
)
def test_who_may_not_is_told_the_rule_and_whom_to_ask_and_nothing_changes(
    paths: Paths, draft: Draft, viewer: Viewer, deed: Deed, code: str
) -> None:
    with pytest.raises(AccessRefused) as refused:
        deed(viewer, paths, draft.id)
    assert refused.value.code == f"access_errors.{code}"
    for language in LANGUAGES:
        assert message(refused.value.faults[0], language)
    assert (state(paths, draft), ledger_of(paths).draft(draft.id).revision) == ("open", 0)
    actor, _, _, result = last(paths)
    assert (actor, result) == (viewer.name, "refused")


@pytest.mark.parametrize("zones, may", [(("gunsan",), True), (("gunsan", "pohang"), False), ((), False)])
def test_a_file_is_handed_in_by_who_holds_every_zone_it_speaks_for(
    paths: Paths, zones: tuple[str, ...], may: bool
) -> None:
    draft = prepared(paths, *zones)
    if may:
        deciding.submit(KIM, paths, draft.id)
    else:
        with pytest.raises(AccessRefused, match=r"access_errors\.submitting_zone"):
            deciding.submit(KIM, paths, draft.id)
    assert state(paths, draft) == ("submitted" if may else "open")


def test_files_made_of_what_was_received_are_for_whoever_handed_it_in_and_who_sees_its_firms(
    paths: Paths, draft: Draft
) -> None:
    for viewer in (KIM, LEE, LOCAL_VIEWER):
        deciding.require_download(viewer, paths, draft)
    for viewer in (CHOI, READER, replace(LEE, zones=frozenset({"pohang"}))):
        with pytest.raises(AccessRefused, match=r"access_errors\.received_of_others"):
            deciding.require_download(viewer, paths, draft)


def test_a_tray_is_changed_only_by_whoever_fills_it(paths: Paths) -> None:
    mine = ledger_of(paths).tray("#1", "gunsan", 2024)
    kept = trays.save(KIM, paths, mine, [{"title": "chart"}])
    assert (kept.version, last(paths)) == (1, ("#1", "tray.save", "gunsan:2024", "done"))
    with pytest.raises(AccessRefused, match=r"access_errors\.tray_of_another"):
        trays.save(LEE, paths, kept, [])
    assert last(paths) == ("#2", "tray.save", "gunsan:2024", "refused")
    assert ledger_of(paths).tray("#1", "gunsan", 2024).version == 1


def test_the_log_never_holds_the_name_of_a_file(paths: Paths, draft: Draft) -> None:
    deciding.discard(KIM, paths, draft.id)
    assert all("file.csv" not in str(each) for each in ledger_of(paths).audit_entries())


@pytest.mark.parametrize("viewer", [READER, CHOI])
def test_nothing_of_a_file_is_kept_from_who_may_hand_nothing_in(paths: Paths, viewer: Viewer) -> None:
    with pytest.raises(AccessRefused, match=r"access_errors\.submitting_role"):
        deciding.require_beginning(viewer, paths)
    assert last(paths) == (viewer.name, "draft.begin", "", "refused")
    deciding.require_beginning(KIM, paths)
    assert len(list(ledger_of(paths).audit_entries())) == 1
