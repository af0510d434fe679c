"""The log of builds: whatever ended without saying so is found and called interrupted."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from ledger_rows import NOW

from kpi.ledger import Ledger, processes


def test_a_build_runs_until_it_is_ended(ledger: Ledger) -> None:
    build = ledger.start_build("first")
    (running,) = ledger.builds()
    assert (running.id, running.state, running.pid, running.finished_at) == (
        build,
        "running",
        os.getpid(),
        None,
    )
    assert ledger.interrupted_builds() == []
    ledger.end_build(build, "finished", "release 1")
    (ended,) = ledger.builds()
    assert (ended.state, ended.message) == ("finished", "release 1")
    assert ended.finished_at is not None and ended.finished_at >= ended.started_at


def test_a_build_whose_process_is_gone_is_marked_interrupted_once(ledger: Ledger, ledger_url: str) -> None:
    program = f"from kpi.ledger import Ledger; import os; Ledger({ledger_url!r}).start_build(); os._exit(9)"
    subprocess.run([sys.executable, "-c", program], check=False)
    (interrupted,) = ledger.interrupted_builds()
    assert interrupted.state == "interrupted" and interrupted.finished_at is not None
    assert ledger.interrupted_builds() == []
    assert ledger.builds() == [interrupted]


def test_ending_an_interrupted_build_does_not_rewrite_history(ledger: Ledger, ledger_url: str) -> None:
    program = f"from kpi.ledger import Ledger; import os; Ledger({ledger_url!r}).start_build(); os._exit(9)"
    subprocess.run([sys.executable, "-c", program], check=False)
    (interrupted,) = ledger.interrupted_builds()
    ledger.end_build(interrupted.id, "finished")
    assert ledger.builds() == [interrupted]


def test_a_process_number_given_out_again_is_not_the_same_process() -> None:
    assert processes.runs(os.getpid(), datetime.now(UTC))
    assert not processes.runs(os.getpid(), NOW - timedelta(days=400))


def test_where_the_system_does_not_tell_when_a_process_started_a_living_one_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(processes, "_started_at", lambda pid: None)
    assert processes.runs(os.getpid(), NOW - timedelta(days=400))


def test_builds_are_listed_newest_first_up_to_a_limit(ledger: Ledger) -> None:
    ids = [ledger.start_build(str(number)) for number in range(3)]
    assert [build.id for build in ledger.builds(limit=2)] == ids[:0:-1]
