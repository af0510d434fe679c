"""The commands for who administers: is the log whole, all of it as CSV, and old originals removed."""

import csv
import sqlite3
from contextlib import closing
from io import StringIO

import pytest
from commanding import command, refused
from small_world import SmallWorld, small_world
from submitted import investments, submit

from kpi.access import LOCAL_VIEWER, Role, Viewer, as_plain
from kpi.errors import AccessRefused
from kpi.ledger import Ledger
from pipelines.submitting.publishing import release, undo
from pipelines.verifying import verify


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> SmallWorld:
    """Release 1, made of one file on the command line."""
    made = small_world(tmp_path_factory.mktemp("kept"))
    assert submit(made, investments(made, 100), "--yes", "--known-on", "2025-01-01").code == 0
    return made


def actions(world: SmallWorld) -> list[tuple[str, str]]:
    with Ledger(world.paths.ledger_url) as ledger:
        return [(each.action, each.result) for each in ledger.audit_entries()]


def test_what_the_command_line_does_is_in_the_log(world: SmallWorld) -> None:
    assert {("draft.begin", "done"), ("draft.release", "done")} <= set(actions(world))


@pytest.mark.parametrize("role", [Role.ANALYST, Role.VIEWER, Role.EVALUATOR])
def test_a_job_decides_again_by_the_viewer_of_its_order(world: SmallWorld, role: Role) -> None:
    order, value = as_plain(Viewer("#5", role, None)), world.value()
    with Ledger(world.paths.ledger_url) as ledger:
        (draft,) = ledger.drafts({"released"})
    for deed in (
        lambda: undo(world.paths, [draft.submission], order),
        lambda: release(world.paths, draft.id, order),
    ):
        with pytest.raises(AccessRefused, match=r"access_errors\.releasing"):
            deed()
        assert actions(world)[-1][1] == "refused"
    assert world.value() == value


def test_the_log_is_verified_exported_and_compared_with_its_anchor(world: SmallWorld) -> None:
    said = command(world, "audit", "verify", lang="en")
    anchor = next(word for word in said.out.split() if word.count(":") == 1 and word[0].isdigit())
    assert said.code == 0 and command(world, "audit", "verify", "--anchor", anchor).code == 0
    file = world.folder / "log.csv"
    assert command(world, "audit", "export", "--out", str(file)).code == 0
    rows = list(csv.reader(StringIO(file.read_text("utf-8-sig"))))
    assert len(rows) - 1 == len(actions(world)) - 1 and rows[0][0] == "번호" and rows[1][0] == "1"
    assert actions(world)[-1] == ("log.export", "done")
    assert "짧습니다" in refused(world, "audit", "verify", "--anchor", f"999:{'0' * 64}")["ko"]
    with closing(sqlite3.connect(world.paths.warehouse / "ledger.sqlite")) as connection:
        connection.execute("DROP TRIGGER audit_never_changes")
        connection.execute("UPDATE audit SET actor = 'other' WHERE sequence = 2")
        connection.commit()
    assert "2" in refused(world, "audit", "verify")["en"]


def test_only_an_administrator_looks_at_the_log_and_removes_originals(
    world: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPI_ROLE", "approver")
    for line in (("audit", "verify"), ("audit", "export"), ("purge", "--older-than", "30")):
        assert "'승인자'에게" in refused(world, *line)["ko"]


def test_a_removed_original_is_no_fault_of_the_warehouse(world: SmallWorld) -> None:
    with closing(sqlite3.connect(world.paths.warehouse / "ledger.sqlite")) as connection:
        connection.execute("UPDATE submissions SET accepted_at = '2020-01-01 00:00:00.000000'")
        connection.execute("UPDATE drafts SET changed_at = '2020-01-01 00:00:00.000000'")
        connection.commit()
    tried = command(world, "purge", "--older-than", "1000", "--dry-run", lang="en")
    assert tried.code == 0 and "1 originals would be removed" in tried.out
    assert command(world, "purge", "--older-than", "1000").code == 0
    assert world.value() == 130 and verify(world.paths).faults == ()
    with Ledger(world.paths.ledger_url) as ledger:
        (purged,) = ledger.purges()
    assert purged.actor == LOCAL_VIEWER.name
