"""The API over the built warehouse, with a ledger of its own: a round for everybody and one for evaluators alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kpi import rounds
from kpi.access import LOCAL_VIEWER
from kpi.api.keys import RESOURCES, new_key
from kpi.api.limits import Limits
from kpi.paths import Paths
from kpi.queries.evaluated import Choices
from kpi.queries.moments import catalogue_of, ledger_of, resolve
from tests.api.asked import Asking, app_of
from tests.built import copied

PLENTY = Limits.a_minute(1_000_000, 1_000_000)
KeyMaker = Callable[..., str]


@pytest.fixture(scope="session")
def api_paths(built: Paths, tmp_path_factory: pytest.TempPathFactory) -> Paths:
    warehouse = tmp_path_factory.mktemp("api") / "warehouse"
    warehouse.mkdir()
    for each in built.warehouse.iterdir():
        if each.is_dir():
            (warehouse / each.name).symlink_to(each)
    (warehouse / "rounds").unlink(missing_ok=True)
    copied(built.warehouse / "ledger.sqlite", warehouse / "ledger.sqlite")
    return replace(built, warehouse=Path(warehouse))


@pytest.fixture(scope="session")
def frozen(api_paths: Paths) -> tuple[str, str]:
    """The ids of a published round and of one that is not."""
    moment = resolve(api_paths)
    year = max(key for key, each in catalogue_of(moment).evaluations.items() if each.elements)
    open_, closed = (
        rounds.freeze(LOCAL_VIEWER, api_paths, Choices(year=year), moment.number or 0) for _ in range(2)
    )
    rounds.publish(LOCAL_VIEWER, api_paths, open_.id)
    return open_.id, closed.id


@pytest.fixture(scope="session")
def key_of(api_paths: Paths) -> KeyMaker:
    """Makes a person of a role with a key, and gives the key's text."""
    return partial(_key_of, api_paths)


def _key_of(
    paths: Paths,
    role: str = "viewer",
    opens: tuple[str, ...] = RESOURCES,
    last_day: date = date(9999, 1, 1),
    zones: tuple[str, ...] | None = None,
) -> str:
    person = ledger_of(paths).add_person(None, role, role, zones)
    return new_key(LOCAL_VIEWER, paths, person.id, "시험", opens, last_day).text


@pytest.fixture(scope="session")
def api(api_paths: Paths, frozen: tuple[str, str], key_of: KeyMaker) -> Asking:
    """Asks with the key of a viewer that opens everything."""
    return Asking(TestClient(app_of(api_paths, PLENTY)), key_of())
