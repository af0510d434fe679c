"""Every address of the API for the keys of every role in every format, beside the table of what is allowed."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from starlette.testclient import TestClient

from kpi.access import Role
from kpi.api.keys import holder_of
from kpi.api.resources import RESOURCES
from kpi.paths import Paths
from kpi.queries.moments import ledger_of, release_for, release_of, resolve
from kpi.signin.tokens import digest
from tests.access.allowed import API, ROLES, cells
from tests.access.people import PEOPLE
from tests.access.telling import numbers, secrets
from tests.api.asked import Asking, app_of
from tests.api.conftest import PLENTY
from tests.signing import sign_in

CELLS = cells(API)
FORMATS = ("json", "csv", "parquet")
ASKED = {
    "/values": {"metric": "investment_linked", "limit": 1000},
    "/values/breakdown": {
        "metric": "investment_linked", "zone": "gunsan", "period": "2024", "breakdown": "stage"
    },
    "/coverage": {"zone": "gunsan", "limit": 1000},
}  # fmt: skip


@pytest.fixture(scope="module")
def keys(api_paths: Paths, key_of: Callable[..., str]) -> dict[str, str]:
    """A key of each role that opens everything."""
    made = {}
    for role, person in PEOPLE.items():
        zones = None if person.zones is None else tuple(sorted(person.zones))
        made[role] = key_of(person.role, zones=zones)
        found = ledger_of(api_paths).key(made[role].partition(".")[0])
        assert found is not None
        if person.granted:
            days = date(2020, 1, 1), date(2099, 1, 1)
            ledger_of(api_paths).give_grant(found[1].id, person.granted, "시험", *days, "test")
    return made


def test_the_table_has_every_address() -> None:
    assert {path for path, _, _ in CELLS} == {each.path for each in RESOURCES}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(("path", "role", "word"), CELLS)
def test_a_key_answers_what_its_holder_may_see(
    api: Asking, api_paths: Paths, frozen: tuple[str, str], keys: dict[str, str], path: str, role: str,
    word: str, format: str,
) -> None:  # fmt: skip
    open_, closed = frozen
    asking, address, asked = api.using(keys[role]), path.format(round=closed), ASKED.get(path, {})
    if word == "unknown":
        assert asking.get(address, format=format, **asked).status_code == 404
        assert asking.get(path.format(round=open_), format=format, **asked).status_code == 200
        return
    told = asking.frame(address, format, **asked)
    assert len(told)
    if word == "open":
        assert told.equals(api.using(keys["administrator"]).frame(address, format, **asked))
    elif word == "masked":
        assert not numbers(told) & withheld(api_paths, keys[role])
    else:
        assert {open_, closed} & set(told["id"]) == ({open_} if word == "published" else {open_, closed})


def test_what_is_masked_is_there_for_who_may_see_firms(api_paths: Paths, keys: dict[str, str]) -> None:
    """So that the test above could find it."""
    whole = release_of(resolve(api_paths))
    own = whole.frame("SELECT value FROM key_values WHERE metric = 'investment_linked'")
    assert all(numbers(own) & withheld(api_paths, keys[role]) for role in ROLES)


def withheld(paths: Paths, key: str) -> set[float]:
    """The numbers that no answer to this key may hold."""
    holder, moment = holder_of(paths, key, datetime.now(UTC).date(), ""), resolve(paths)
    assert holder is not None
    return secrets(release_of(moment), release_for(holder.viewer, moment))


@pytest.mark.parametrize(("path", "role", "word"), CELLS)
def test_a_session_answers_what_its_person_may_see(
    api_paths: Paths, frozen: tuple[str, str], path: str, role: str, word: str
) -> None:
    """Without a key, as from a page: firms of the person's own places are in what it may see."""
    open_, closed = frozen
    person, token = PEOPLE[role], f"session-{role}-{path}"
    sign_in(api_paths, token, person.role, person.zones, person.granted, login=role)
    client = TestClient(app_of(api_paths, PLENTY), headers={"x-kpi-session": digest(token)})
    answer = client.get(f"/api/v1{path.format(round=closed)}", params=ASKED.get(path, {}))
    if word == "unknown":
        assert answer.status_code == 404
        return
    assert answer.status_code == 200, answer.text
    told = pd.DataFrame(answer.json()["rows"])
    assert len(told)
    if role != "administrator":
        moment = resolve(api_paths)
        hidden = secrets(release_of(moment), release_for(person, moment))
        assert hidden and not numbers(told) & hidden
    if word in ("published", "all"):
        assert {open_, closed} & set(told["id"]) == ({open_} if word == "published" else {open_, closed})


def test_a_manager_reads_the_own_zones_withheld_value_by_session_alone(
    api_paths: Paths, frozen: tuple[str, str], keys: dict[str, str]
) -> None:
    sign_in(api_paths, "own-session", Role.MANAGER, frozenset({"gunsan"}), login="manager")
    client = TestClient(app_of(api_paths, PLENTY))
    asked = {"metric": "investment_linked", "zone": "gunsan", "limit": 1000}
    of_session, of_key = (
        pd.DataFrame(client.get("/api/v1/values", params=asked, headers=headers).json()["rows"])
        for headers in (
            {"x-kpi-session": digest("own-session")},
            {"Authorization": f"Bearer {keys['manager']}"},
        )
    )
    assert of_session["value"].notna().sum() > of_key["value"].notna().sum()
