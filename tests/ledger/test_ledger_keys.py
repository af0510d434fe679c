"""Keys of the API, as the ledger keeps them."""

from datetime import UTC, date, datetime

import pytest

from kpi.errors import LedgerError
from kpi.ledger import Key, Ledger

DAY = date(2026, 3, 2)
HASH = "f" * 64


def key_of(ledger: Ledger, person: int, name: str = "통계 서버") -> Key:
    return ledger.add_key(person, name, {"values", "metrics"}, HASH, DAY)


def test_a_key_comes_back_with_its_person_and_the_grants_that_stand(ledger: Ledger) -> None:
    kim = ledger.add_person("kim", "김", "analyst", {"gunsan"})
    ended = ledger.give_grant(kim.id, ["ansan"], "점검", DAY, DAY, "#1")
    ledger.end_grant(ended.id)
    standing = ledger.give_grant(kim.id, ["pohang"], "점검", DAY, DAY, "#1")
    key = key_of(ledger, kim.id)
    assert (key.opens, key.secret_sha256, key.last_day) == (("metrics", "values"), HASH, DAY)
    assert ledger.key(key.id) == (key, kim, [standing])
    assert ledger.key("0" * 16) is None


def test_the_secret_s_hash_is_not_in_what_is_printed(ledger: Ledger) -> None:
    assert HASH not in repr(key_of(ledger, ledger.add_person("kim", "김", "viewer").id))


def test_a_key_stands_to_its_last_day_unless_ended_and_ends_once(ledger: Ledger) -> None:
    key = key_of(ledger, ledger.add_person("kim", "김", "viewer").id)
    assert key.stands(DAY) and not key.stands(date(2026, 3, 3))
    ended = ledger.end_key(key.id)
    assert ended.ended_at is not None and ended.ended_at <= datetime.now(UTC)
    assert not ended.stands(DAY)
    assert ledger.end_key(key.id) == ended
    with pytest.raises(LedgerError, match="key_unknown"):
        ledger.end_key("nothing")


def test_keys_are_listed_by_person_and_in_all(ledger: Ledger) -> None:
    kim, lee = (ledger.add_person(login, login, "viewer") for login in ("kim", "lee"))
    mine, other = key_of(ledger, kim.id), key_of(ledger, lee.id)
    assert ledger.keys(kim.id) == [mine]
    assert ledger.keys() == [mine, other]


def test_a_key_needs_an_active_person_a_name_and_something_to_open(ledger: Ledger) -> None:
    kim = ledger.add_person("kim", "김", "viewer")
    with pytest.raises(LedgerError, match="key_incomplete"):
        key_of(ledger, kim.id, " ")
    with pytest.raises(LedgerError, match="key_incomplete"):
        ledger.add_key(kim.id, "서버", (), HASH, DAY)
    ledger.change_person(kim.id, state="suspended")
    for person in (kim.id, 99):
        with pytest.raises(LedgerError, match="person_unknown"):
            key_of(ledger, person)


def test_keys_of_the_suspended_and_of_the_erased_open_nothing(ledger: Ledger) -> None:
    kim, lee = (ledger.add_person(login, login, "viewer") for login in ("kim", "lee"))
    held, erased = key_of(ledger, kim.id), key_of(ledger, lee.id)
    ledger.change_person(kim.id, state="suspended")
    ledger.erase_person(lee.id)
    assert ledger.key(held.id) is None and ledger.key(erased.id) is None
    (left,) = ledger.keys(lee.id)
    assert left.name == "" and left.ended_at is not None
