"""What is removed of old originals, what stays, and what is said where somebody asks for one that is gone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kpi import deciding, purging, received
from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.errors import AccessRefused, FileError, KpiError
from kpi.paths import Paths
from kpi.queries.moments import ledger_of
from kpi.text import LANGUAGES, message

DAYS = 30


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """A place with a ledger and nothing else."""
    monkeypatch.delenv("KPI_LEDGER_URL", raising=False)
    return replace(Paths(), warehouse=tmp_path / "warehouse", raw=tmp_path / "raw")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day on which everything that is handed in now is older than DAYS."""

    class Later(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) + timedelta(days=DAYS + 1)

    monkeypatch.setattr(purging, "datetime", Later)


def handed_in(paths: Paths, content: bytes, state: str = "discarded") -> str:
    kept = received.keep_stream(content, "file.csv", paths.received)
    received.keep_side_car(kept.sha256, "title: x", paths.received)
    draft = deciding.begin(LOCAL_VIEWER, paths, kept.sha256, "file.csv", kept.size_bytes)
    if state == "discarded":
        deciding.discard(LOCAL_VIEWER, paths, draft.id)
    return kept.sha256


@pytest.mark.usefixtures("later")
def test_the_content_of_an_old_file_goes_and_its_hash_side_car_and_who_removed_it_stay(paths: Paths) -> None:
    sha256 = handed_in(paths, b"a,b\n1,2\n")
    (gone,) = purging.purge(LOCAL_VIEWER, paths, DAYS)
    assert (gone.sha256, gone.size_bytes) == (sha256, 8)
    folder = received.folder_of(sha256, paths.received)
    assert not (folder / received.CONTENT).exists() and len(list(folder.glob("*.side-car.yml"))) == 1
    assert [(each.raw_sha256, each.actor) for each in ledger_of(paths).purges()] == [(sha256, "local")]
    entry = ledger_of(paths).audit(count=1).entries[0]
    assert (entry.action, entry.result, entry.detail["files"]) == ("received.purge", "done", [sha256])
    assert purging.purge(LOCAL_VIEWER, paths, DAYS) == []


@pytest.mark.usefixtures("later")
def test_what_was_worked_out_of_the_file_goes_with_it(paths: Paths) -> None:
    sha256, others = handed_in(paths, b"a,b\n1,2\n"), handed_in(paths, b"other", "open")
    work = {draft.raw_sha256: paths.drafts / draft.id for draft in ledger_of(paths).drafts()}
    for folder in work.values():
        folder.mkdir(parents=True)
        (folder / "failing.parquet").write_bytes(b"rows in clear")
    purging.purge(LOCAL_VIEWER, paths, DAYS)
    assert (work[sha256].exists(), work[others].exists()) == (False, True)


@pytest.mark.usefixtures("later")
def test_the_file_of_an_open_draft_is_never_removed(paths: Paths) -> None:
    sha256 = handed_in(paths, b"open", "open")
    handed_in(paths, b"open", "discarded")
    assert purging.purge(LOCAL_VIEWER, paths, DAYS) == []
    assert received.kept(sha256, paths.received).content.read_bytes() == b"open"


def test_a_young_file_stays(paths: Paths) -> None:
    sha256 = handed_in(paths, b"young")
    assert purging.purge(LOCAL_VIEWER, paths, DAYS) == []
    assert received.kept(sha256, paths.received)


@pytest.mark.usefixtures("later")
def test_a_file_that_nobody_was_allowed_to_hand_in_goes_too(paths: Paths) -> None:
    left = received.keep_stream(b"left lying", "file.csv", paths.received).sha256
    assert [each.sha256 for each in purging.purge(LOCAL_VIEWER, paths, DAYS)] == [left]


@pytest.mark.usefixtures("later")
def test_looking_at_what_would_go_removes_nothing(paths: Paths) -> None:
    sha256 = handed_in(paths, b"looked at")
    assert [each.sha256 for each in purging.old_files(LOCAL_VIEWER, paths, DAYS)] == [sha256]
    assert received.kept(sha256, paths.received) and ledger_of(paths).purges() == []


@pytest.mark.usefixtures("later")
def test_whoever_needs_a_removed_file_is_told_that_and_what_to_do(paths: Paths) -> None:
    sha256 = handed_in(paths, b"gone")
    purging.purge(LOCAL_VIEWER, paths, DAYS)
    with pytest.raises(FileError) as told:
        received.kept(sha256, paths.received)
    assert told.value.code == "storing_errors.purged"
    assert all(sha256 in message(told.value.faults[0], language) for language in LANGUAGES)
    handed_in(paths, b"gone", "open")
    assert received.kept(sha256, paths.received).content.read_bytes() == b"gone"
    assert not (received.folder_of(sha256, paths.received) / received.PURGED).exists()


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.ADMINISTRATOR])
def test_only_an_administrator_removes(paths: Paths, role: Role) -> None:
    with pytest.raises(AccessRefused, match=r"access_errors\.administering"):
        purging.purge(Viewer("#9", role, None), paths, DAYS)
    entry = ledger_of(paths).audit(count=1).entries[0]
    assert (entry.actor, entry.action, entry.result) == ("#9", "received.purge", "refused")


def test_no_day_is_too_short_a_time(paths: Paths) -> None:
    with pytest.raises(KpiError, match="retention_too_short"):
        purging.purge(LOCAL_VIEWER, paths, 0)
