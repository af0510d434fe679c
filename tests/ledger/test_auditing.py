"""The log of who did what: a chain that only grows, and that shows whatever is done to it."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from kpi.ledger import Anchor, Break, Entry, Ledger
from kpi.ledger.audit_values import NOTHING
from kpi.ledger.engine import engine_of

TRIGGERS = ("audit_only_grows", "audit_never_changes", "audit_never_shrinks")


def filled(ledger: Ledger, count: int = 4) -> None:
    for number in range(count):
        ledger.record(Entry("#1", "draft.begin", f"draft{number}", "127.0.0.1", detail={"number": number}))


def tampered(url: str, *statements: str) -> None:
    """What somebody does who holds the database and takes its guards away first."""
    engine = engine_of(url)
    on_table = " ON audit" if engine.dialect.name == "postgresql" else ""
    with engine.begin() as connection:
        for statement in (*(f"DROP TRIGGER {trigger}{on_table}" for trigger in TRIGGERS), *statements):
            connection.execute(text(statement))
    engine.dispose()


def test_entries_are_counted_from_one_and_each_holds_the_hash_of_the_one_before(ledger: Ledger) -> None:
    filled(ledger)
    entries = list(ledger.audit_entries())
    assert [each.sequence for each in entries] == [1, 2, 3, 4]
    assert [each.previous for each in entries] == [NOTHING, *(each.hash for each in entries[:3])]
    assert len({each.hash for each in entries}) == 4
    assert ledger.verify_audit() is None


def test_an_entry_comes_back_as_it_was_recorded(ledger: Ledger) -> None:
    entry = Entry("#7", "draft.approve", "d1", "10.0.0.1", "refused", {"places": ["gunsan"], "share": 0.1})
    recorded = ledger.record(entry)
    assert ledger.audit().entries == (recorded,)
    said = (recorded.actor, recorded.action, recorded.object, recorded.address, recorded.result)
    assert said == ("#7", "draft.approve", "d1", "10.0.0.1", "refused")
    assert recorded.detail == {"places": ["gunsan"], "share": 0.1}


def test_an_empty_log_holds_and_its_anchor_says_so(ledger: Ledger) -> None:
    assert (ledger.verify_audit(), ledger.audit_anchor()) == (None, Anchor(0, NOTHING))


@pytest.mark.parametrize(
    "statement, broken",
    [
        ("UPDATE audit SET actor = '#2' WHERE sequence = 2", Break(2, "changed")),
        ("UPDATE audit SET at = '2020-01-01T00:00:00.000000+00:00' WHERE sequence = 3", Break(3, "changed")),
        ("UPDATE audit SET detail = '{\"number\": 9}' WHERE sequence = 1", Break(1, "changed")),
        ("UPDATE audit SET result = 'failed' WHERE sequence = 4", Break(4, "changed")),
        (f"UPDATE audit SET hash = '{NOTHING}' WHERE sequence = 2", Break(2, "changed")),
        ("DELETE FROM audit WHERE sequence = 2", Break(2, "missing")),
        ("DELETE FROM audit WHERE sequence = 1", Break(1, "missing")),
        (
            "UPDATE audit SET sequence = CASE sequence WHEN 2 THEN -3 WHEN 3 THEN -2 ELSE sequence END",
            Break(1, "missing"),
        ),
    ],
)
def test_the_first_place_that_was_tampered_with_is_named(
    ledger: Ledger, ledger_url: str, statement: str, broken: Break
) -> None:
    filled(ledger)
    tampered(ledger_url, statement)
    assert ledger.verify_audit() == broken


def test_entries_in_another_order_do_not_follow_each_other(ledger: Ledger, ledger_url: str) -> None:
    filled(ledger)
    swapped = (
        "UPDATE audit SET sequence = 99 WHERE sequence = 2",
        "UPDATE audit SET sequence = 2 WHERE sequence = 3",
        "UPDATE audit SET sequence = 3 WHERE sequence = 99",
    )
    tampered(ledger_url, *swapped)
    assert ledger.verify_audit() == Break(2, "unlinked")


def test_an_end_that_was_cut_off_shows_by_an_anchor(ledger: Ledger, ledger_url: str) -> None:
    filled(ledger)
    anchor = ledger.audit_anchor()
    assert ledger.verify_audit(anchor) is None
    tampered(ledger_url, "DELETE FROM audit WHERE sequence > 2")
    assert ledger.verify_audit() is None
    assert ledger.verify_audit(anchor) == Break(3, "cut")


def test_an_end_that_was_written_anew_shows_by_an_anchor(ledger: Ledger, ledger_url: str) -> None:
    filled(ledger)
    anchor = ledger.audit_anchor()
    tampered(ledger_url, "DELETE FROM audit WHERE sequence > 2")
    filled(ledger, 3)
    assert ledger.verify_audit() is None
    assert ledger.verify_audit(anchor) == Break(4, "replaced")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = '#2'",
        "DELETE FROM audit WHERE sequence = 4",
        "UPDATE audit SET sequence = 5 WHERE sequence = 4",
        "INSERT INTO audit SELECT 9, at, actor, action, object, address, result, detail, previous, hash"
        " FROM audit WHERE sequence = 4",
    ],
)
def test_the_database_itself_refuses_what_does_not_append(
    ledger: Ledger, ledger_url: str, statement: str
) -> None:
    filled(ledger)
    engine = engine_of(ledger_url)
    with pytest.raises(DatabaseError, match="audit: "), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    assert ledger.audit().total == 4 and ledger.verify_audit() is None


def test_the_log_is_searched_newest_first_with_a_total(ledger: Ledger) -> None:
    filled(ledger)
    ledger.record(Entry("#2", "draft.approve", "draft0", result="refused"))
    ledger.record(Entry("#2", "drafting", "draft0", result="failed"))
    page = ledger.audit(action="draft", first=1, count=2)
    assert ([each.sequence for each in page.entries], page.total) == ([4, 3], 5)
    assert [each.sequence for each in ledger.audit(object="draft0").entries] == [6, 5, 1]
    assert [each.sequence for each in ledger.audit(actor="#2", result="refused").entries] == [5]
    assert ledger.audit(action="draft.approve").total == 1


def test_the_log_is_searched_by_time(ledger: Ledger) -> None:
    filled(ledger)
    third = datetime.fromisoformat(list(ledger.audit_entries())[2].at)
    assert [each.sequence for each in ledger.audit(since=third).entries] == [4, 3]
    assert [each.sequence for each in ledger.audit(until=third).entries] == [2, 1]
    assert ledger.audit(since=datetime.now(UTC) + timedelta(days=1)).total == 0


def test_two_processes_that_record_at_once_make_one_chain(ledger: Ledger, ledger_url: str) -> None:
    program = (
        "from kpi.ledger import Entry, Ledger\n"
        f"with Ledger({ledger_url!r}) as ledger:\n"
        "    for number in range(25):\n"
        "        ledger.record(Entry('local', 'draft.begin', str(number)))\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", program], cwd=Path.cwd()) for _ in range(2)]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert (ledger.verify_audit(), ledger.audit_anchor().count) == (None, 50)


def test_nothing_of_the_ledger_changes_or_removes_an_entry() -> None:
    about = {name for name in dir(Ledger) if "audit" in name or name == "record"}
    assert about == {"audit", "audit_anchor", "audit_entries", "record", "verify_audit"}
