"""People, their passwords, links, sessions, attempts and grants, as the ledger keeps them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text as sql

from kpi.errors import LedgerError
from kpi.ledger import Ledger, Session
from kpi.ledger.people_values import Limits

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def session_of(person: int, token: str = "a" * 64) -> Session:
    return Session(token, person, "account", NOW, NOW, NOW + HOUR, None, "127.0.0.1", "browser")


def test_a_person_comes_back_as_entered(ledger: Ledger) -> None:
    kim = ledger.add_person("kim", "김담당", "manager", {"gunsan", "ansan"}, {2024})
    assert ledger.person(kim.id) == ledger.person_of_login("kim") == kim
    assert (kim.zones, kim.years, kim.state) == (("ansan", "gunsan"), (2024,), "active")
    everything = ledger.add_person("lee", "이관리", "administrator", None)
    assert (everything.zones, everything.years) == (None, None)
    assert ledger.people() == [kim, everything]


def test_a_login_and_a_subject_belong_to_one_person(ledger: Ledger) -> None:
    ledger.add_person("kim", "김", "viewer")
    with pytest.raises(LedgerError, match="login_taken"):
        ledger.add_person("kim", "다른 김", "viewer")
    outside = ledger.add_person(None, "박", "viewer", issuer="https://sso", subject="7")
    with pytest.raises(LedgerError, match="login_taken"):
        ledger.add_person(None, "박", "viewer", issuer="https://sso", subject="7")
    assert ledger.person_of_subject("https://sso", "7") == outside
    assert ledger.person_of_subject("https://other", "7") is None


def test_a_change_is_seen_and_the_same_again_changes_nothing(ledger: Ledger) -> None:
    kim = ledger.add_person("kim", "김", "viewer")
    changed = ledger.change_person(kim.id, role="analyst", zones=["gunsan"])
    assert (changed.role, changed.zones) == ("analyst", ("gunsan",))
    assert ledger.change_person(kim.id, role="analyst", zones={"gunsan"}) == changed
    ledger.add_person("lee", "이", "viewer")
    with pytest.raises(LedgerError, match="login_taken"):
        ledger.change_person(kim.id, login="lee")
    with pytest.raises(LedgerError, match="person_unknown"):
        ledger.change_person(99, role="viewer")


def test_an_erased_person_is_a_number_alone(ledger: Ledger) -> None:
    kim = ledger.add_person("kim", "김", "evaluator", issuer="https://sso", subject="7")
    ledger.set_password(kim.id, "hash")
    ledger.begin_session(session_of(kim.id))
    ledger.give_grant(kim.id, ["gunsan"], "현장 점검", NOW.date(), NOW.date(), "#1")
    ledger.erase_person(kim.id)
    erased = ledger.person(kim.id)
    assert (erased.name, erased.login, erased.issuer, erased.subject) == ("", None, "", "")
    assert erased.state == "erased"
    assert ledger.session("a" * 64, NOW) is None
    assert ledger.password_of("kim") is None
    assert [grant.ended_at is not None for grant in ledger.grants(kim.id)] == [True]
    with pytest.raises(LedgerError, match="person_unknown"):
        ledger.change_person(kim.id, name="김")
    with ledger._engine.connect() as connection:
        assert connection.execute(sql("SELECT address, agent FROM sessions")).all() == [("", "")]


def test_a_session_stands_until_it_ends_expires_or_its_person_is_suspended(ledger: Ledger) -> None:
    kim = ledger.add_person("kim", "김", "viewer")
    first, second = session_of(kim.id), session_of(kim.id, "b" * 64)
    ledger.begin_session(first)
    ledger.begin_session(second)
    assert ledger.session("a" * 64, NOW) == (first, kim, [])
    assert ledger.session("a" * 64, NOW + HOUR) is None
    assert ledger.session("c" * 64, NOW) is None
    ledger.see_session("a" * 64, NOW + HOUR / 2)
    assert ledger.session("a" * 64, NOW) == (replace(first, seen_at=NOW + HOUR / 2), kim, [])
    ledger.end_session("a" * 64)
    assert ledger.session("a" * 64, NOW) is None
    assert ledger.session("b" * 64, NOW) is not None
    ledger.change_person(kim.id, state="suspended")
    assert ledger.session("b" * 64, NOW) is None
    ledger.change_person(kim.id, state="active")
    assert ledger.session("b" * 64, NOW) is None


def test_all_sessions_of_one_person_end_together_and_nobody_elses(ledger: Ledger) -> None:
    kim, lee = ledger.add_person("kim", "김", "viewer"), ledger.add_person("lee", "이", "viewer")
    for person, token in ((kim, "a"), (kim, "b"), (lee, "c")):
        ledger.begin_session(session_of(person.id, token * 64))
    assert ledger.end_sessions_of(kim.id) == 2
    assert [ledger.session(token * 64, NOW) is None for token in "abc"] == [True, True, False]


def test_a_session_carries_the_grants_that_were_not_ended(ledger: Ledger) -> None:
    kim = ledger.add_person("kim", "김", "evaluator")
    days = (date(2026, 3, 1), date(2026, 3, 9))
    kept = ledger.give_grant(kim.id, ["gunsan", "ansan"], "현장 점검", *days, "#1")
    ended = ledger.give_grant(kim.id, ["pohang"], "현장 점검", *days, "#1")
    ledger.end_grant(ended.id)
    ledger.begin_session(session_of(kim.id))
    found = ledger.session("a" * 64, NOW)
    assert found is not None and found[2] == [kept]
    assert [kept.stands(day) for day in (date(2026, 2, 28), *days, date(2026, 3, 10))] == [
        False, True, True, False,
    ]  # fmt: skip
    assert not ledger.grants(kim.id)[1].stands(days[0])


@pytest.mark.parametrize(
    ("places", "reason", "last"), [([], "사유", 9), (["gunsan"], "  ", 9), (["gunsan"], "사유", 1)]
)
def test_a_grant_without_place_reason_or_days_is_refused(
    ledger: Ledger, places: list[str], reason: str, last: int
) -> None:
    kim = ledger.add_person("kim", "김", "evaluator")
    with pytest.raises(LedgerError, match="grant_incomplete"):
        ledger.give_grant(kim.id, places, reason, date(2026, 3, 2), date(2026, 3, last), "#1")
    with pytest.raises(LedgerError, match="grant_unknown"):
        ledger.end_grant(1)


def test_a_link_works_once_and_not_too_late_and_a_later_one_takes_its_place(ledger: Ledger) -> None:
    kim = ledger.add_person("kim", "김", "viewer")
    ledger.new_link("a" * 64, kim.id, "invite", NOW + HOUR)
    assert ledger.link("a" * 64, NOW + HOUR) is None
    ledger.new_link("b" * 64, kim.id, "reset", NOW + HOUR)
    assert ledger.use_link("a" * 64, "hash", NOW) is None
    ledger.begin_session(session_of(kim.id))
    assert ledger.use_link("b" * 64, "hash", NOW) == kim
    assert ledger.use_link("b" * 64, "other", NOW) is None
    assert ledger.password_of("kim") == (kim, "hash")
    assert ledger.session("a" * 64, NOW) is None


def test_there_is_an_administrator_once_an_active_one_has_a_password(ledger: Ledger) -> None:
    kim = ledger.add_person("kim", "김", "viewer", None)
    ledger.set_password(kim.id, "hash")
    assert not ledger.has_administrator()
    ledger.change_person(kim.id, role="administrator")
    assert ledger.has_administrator()
    ledger.change_person(kim.id, state="suspended")
    assert not ledger.has_administrator()
    assert ledger.password_of("kim") is None


def test_attempts_are_counted_by_login_and_address_and_forgotten_on_success(ledger: Ledger) -> None:
    limits = Limits(HOUR, together=1, by_address=2, by_login=3)
    assert ledger.admit_attempt("a", "1", NOW, limits)
    assert not ledger.admit_attempt("a", "1", NOW, limits)
    assert ledger.admit_attempt("b", "1", NOW, limits)
    assert not ledger.admit_attempt("c", "1", NOW, limits)
    ledger.forget_attempts("b", "1")
    assert ledger.admit_attempt("c", "1", NOW, limits)
    assert [ledger.admit_attempt("a", address, NOW, limits) for address in "234"] == [True, True, False]
    assert ledger.admit_attempt("a", "1", NOW + HOUR, limits)


def test_attempts_are_kept_for_a_day_only(ledger: Ledger) -> None:
    limits = Limits(HOUR, together=1, by_address=1, by_login=1)
    assert ledger.admit_attempt("a", "1", NOW, limits)
    assert ledger.admit_attempt("b", "2", NOW + 25 * HOUR, limits)
    with ledger._engine.connect() as connection:
        assert connection.execute(sql("SELECT login_sha256 FROM sign_in_attempts")).all() == [("b",)]


def test_the_database_itself_lets_a_subject_name_one_person(ledger: Ledger) -> None:
    ledger.add_person(None, "박", "viewer", issuer="https://sso", subject="7")
    other = ledger.add_person(None, "최", "viewer", issuer="https://sso", subject="8")
    ledger.add_person("kim", "김", "viewer")
    ledger.add_person("lee", "이", "viewer")
    with pytest.raises(LedgerError, match="moved_on"):
        ledger.change_person(other.id, subject="7")


def test_attempts_at_once_find_no_more_room_than_one_after_another(ledger: Ledger) -> None:
    limits = Limits(HOUR, together=5, by_address=30, by_login=30)
    with ThreadPoolExecutor(4) as pool:
        heard = list(pool.map(lambda _: ledger.admit_attempt("a", "1", NOW, limits), range(12)))
    assert heard.count(True) == 5


def test_whom_a_provider_names_is_entered_once_and_changed_to_what_it_says_now(ledger: Ledger) -> None:
    first = ledger.person_from_outside("https://sso", "7", "김담당", "manager", ("gunsan",))
    again = ledger.person_from_outside("https://sso", "7", "김담당", "administrator", None)
    assert (first.zones, again.zones, again.role) == (("gunsan",), None, "administrator")
    assert first.id == again.id and len(ledger.people()) == 1
    ledger.change_person(first.id, state="suspended")
    assert ledger.person_from_outside("https://sso", "7", "김", "viewer", ()).state == "suspended"
