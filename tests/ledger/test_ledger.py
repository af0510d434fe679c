"""The ledger: what is published is published whole, and survives whatever happens to the process."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from ledger_rows import NOW, released, submitted
from sqlalchemy import text

from kpi.errors import LedgerError
from kpi.ledger import Ledger
from kpi.ledger.engine import engine_of, writing
from kpi.text import message


def test_a_published_submission_comes_back_as_it_was_entered(ledger: Ledger) -> None:
    first, second = submitted(1), submitted(2, mode="amend", slices=("gunsan|*",), synthetic=True)
    ledger.publish(released(1), '{"zones": "특구"}', [first.id, second.id], new=[first, second])
    assert ledger.submissions() == [first, second]
    assert ledger.submission(first.id) == first
    assert ledger.submissions_of_release(1) == [first, second]
    assert ledger.newest_release() == ledger.release(1) == released(1)
    assert ledger.release_catalogue(1) == '{"zones": "특구"}'


def test_an_empty_ledger_has_nothing_and_counts_from_one(ledger: Ledger) -> None:
    assert (ledger.submissions(), ledger.releases(), ledger.builds()) == ([], [], [])
    assert (ledger.newest_release(), ledger.submission("unknown")) == (None, None)
    assert (ledger.next_sequence(), ledger.next_release_number()) == (1, 1)


def test_sequences_and_numbers_go_on_after_the_highest_even_when_it_was_undone(ledger: Ledger) -> None:
    ledger.publish(released(1), "{}", ["submission4"], new=[submitted(4)])
    ledger.publish(released(2), "{}", [], undone=["submission4"])
    assert (ledger.next_sequence(), ledger.next_release_number()) == (5, 3)


def test_undoing_keeps_the_submission_and_the_releases_that_rest_on_it(ledger: Ledger) -> None:
    ledger.publish(released(1), "{}", ["submission1", "submission2"], new=[submitted(1), submitted(2)])
    ledger.publish(released(2), "{}", ["submission1"], undone=["submission2"])
    assert [each.id for each in ledger.submissions()] == ["submission1"]
    assert [each.state for each in ledger.submissions(state=None)] == ["accepted", "undone"]
    assert [each.id for each in ledger.submissions_of_release(1)] == ["submission1", "submission2"]
    assert [each.number for each in ledger.releases()] == [2, 1]


def test_an_undone_submission_can_be_accepted_again_with_other_slices(ledger: Ledger) -> None:
    ledger.publish(released(1), "{}", ["submission1"], new=[submitted(1)])
    ledger.publish(released(2), "{}", [], undone=["submission1"])
    again = submitted(1, sequence=2, slices=("gunsan|2025Q3",))
    ledger.publish(released(3), "{}", ["submission1"], new=[again])
    assert ledger.submissions() == [again]


@pytest.mark.parametrize(
    "new, undone, rests_on, code",
    [
        ([submitted(1)], [], ["submission1"], "already_accepted"),
        ([], ["submission9"], ["submission1"], "not_accepted"),
        ([submitted(2)], [], ["submission2"], "moved_on"),
        ([submitted(2, sequence=1)], [], ["submission1", "submission2"], "moved_on"),
        ([submitted(2, mode="overwrite")], [], ["submission1", "submission2"], "moved_on"),
    ],
    ids=["accepted twice", "undone unknown", "built on another state", "sequence taken", "unknown mode"],
)
def test_a_refused_publication_changes_nothing(
    ledger: Ledger, new: list, undone: list, rests_on: list, code: str
) -> None:
    ledger.publish(released(1), "{}", ["submission1"], new=[submitted(1)])
    with pytest.raises(LedgerError) as caught:
        ledger.publish(released(2), "{}", rests_on, new=new, undone=undone)
    assert caught.value.code == f"ledger_errors.{code}"
    assert ledger.submissions(state=None) == [submitted(1)]
    assert [each.number for each in ledger.releases()] == [1]


def test_a_release_number_is_given_only_once(ledger: Ledger) -> None:
    ledger.publish(released(1), "{}", [])
    with pytest.raises(LedgerError):
        ledger.publish(released(1, sha256="e" * 64), "{}", ["submission1"], new=[submitted(1)])
    assert ledger.submissions() == []
    assert ledger.release(1) == released(1)


def test_a_release_can_be_frozen_and_an_unknown_one_is_named(ledger: Ledger) -> None:
    ledger.publish(released(1), "{}", [])
    ledger.freeze_release(1)
    assert ledger.release(1) == released(1, frozen=True)
    for unknown in (ledger.freeze_release, ledger.release, ledger.release_catalogue):
        with pytest.raises(LedgerError) as caught:
            unknown(7)
        assert "7" in message(caught.value.faults[0], "ko")


def test_moments_are_kept_in_universal_time_whatever_their_zone(ledger: Ledger) -> None:
    seoul = NOW.astimezone(timezone(timedelta(hours=9)))
    ledger.publish(released(1, built_at=seoul), "{}", [])
    assert ledger.release(1).built_at == NOW
    with pytest.raises(Exception, match="time zone"):
        ledger.publish(released(2, built_at=datetime(2026, 3, 2)), "{}", [])


def test_killing_the_process_before_the_commit_publishes_nothing(ledger: Ledger, ledger_url: str) -> None:
    program = f"""
import os, sys
sys.path.insert(0, {os.path.dirname(__file__)!r})
from ledger_rows import released, submitted
from kpi.ledger import Ledger, releases
enter = releases.enter
def enter_and_die(*arguments):
    enter(*arguments)
    os._exit(9)
releases.enter = enter_and_die
Ledger({ledger_url!r}).publish(released(1), "{{}}", ["submission1"], new=[submitted(1)])
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 9
    assert (ledger.submissions(), ledger.releases()) == ([], [])
    ledger.publish(released(1), "{}", ["submission1"], new=[submitted(1)])
    assert ledger.submissions() == [submitted(1)]


def test_a_reader_sees_the_last_state_while_somebody_writes(ledger: Ledger, ledger_url: str) -> None:
    ledger.publish(released(1), "{}", [])
    engine = engine_of(ledger_url)
    with pytest.raises(RuntimeError), writing(engine) as connection:
        connection.execute(text("DELETE FROM releases"))
        assert ledger.newest_release() == released(1)
        raise RuntimeError("undecided")
    engine.dispose()


def test_a_file_keeps_its_promises(file_url: str) -> None:
    with Ledger(file_url) as ledger, ledger._engine.connect() as connection:  # noqa: SLF001
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_closed_ledger_is_one_file_that_can_be_copied(file_url: str, tmp_path: Path) -> None:
    with Ledger(file_url) as ledger:
        ledger.publish(released(1), "{}", ["submission1"], new=[submitted(1)])
    assert [file.name for file in (tmp_path / "warehouse").iterdir()] == ["ledger.sqlite"]
    copied = (tmp_path / "warehouse").rename(tmp_path / "moved")
    with Ledger(f"sqlite:///{copied / 'ledger.sqlite'}") as ledger:
        assert ledger.submissions() == [submitted(1)]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_file_that_is_no_ledger_is_named(tmp_path: Path, language: str) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"this is no database" * 1000)
    with pytest.raises(LedgerError) as caught:
        Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    assert caught.value.code == "ledger_errors.damaged"
    assert "ledger.sqlite" in message(caught.value.faults[0], language)


def test_the_same_submission_under_two_sequences_is_one_row(ledger: Ledger) -> None:
    ledger.publish(released(1), "{}", ["submission1"], new=[submitted(1)])
    with pytest.raises(LedgerError):
        ledger.publish(released(2), "{}", ["submission1"], new=[replace(submitted(1), sequence=2)])
    assert ledger.submissions() == [submitted(1)]


def test_what_came_and_went_is_told_beside_the_release_before(ledger: Ledger) -> None:
    ledger.publish(released(1), "{}", ["submission1", "submission2"], new=[submitted(1), submitted(2)])
    ledger.publish(released(2), "{}", ["submission2"], undone=["submission1"])
    ledger.publish(released(3), "{}", ["submission2"])
    ledger.publish(released(4), "{}", ["submission1", "submission2"], new=[submitted(1, sequence=3)])
    assert ledger.release_changes() == [
        (1, "submission1", True), (1, "submission2", True), (2, "submission1", False), (4, "submission1", True),
    ]  # fmt: skip
