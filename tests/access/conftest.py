"""The built warehouse with a ledger of one's own, in which something stands of everybody."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kpi.ledger import Ledger
from kpi.paths import Paths
from kpi.queries.assessing import assess
from kpi.queries.moments import resolve
from tests.access.people import PEOPLE
from tests.access.sample_calls import GUNSANS, POHANGS, World
from tests.built import copied, untouched
from tests.ledger.ledger_rows import submitted

JUDGED = "tenant_nurturing.nurturing_cases"


@pytest.fixture(scope="session")
def ledgers(built: Paths, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Paths]:
    """Makes a copy of the built warehouse's ledger; the releases stay the same."""

    def paths() -> Paths:
        copy = copied(untouched(built), tmp_path_factory.mktemp("ledger") / "ledger.sqlite")
        return replace(built, ledger_override=f"sqlite:///{copy}")

    return paths


@pytest.fixture(scope="session")
def world(ledgers: Callable[[], Paths]) -> World:
    """Where the matrix of queries asks; nothing is changed in it."""
    paths = ledgers()
    with Ledger(paths.ledger_url) as ledger:
        newest = ledger.newest_release()
        assert newest is not None
        held = ledger.submissions()
        first = held[0]
        handed_in = [
            submitted(1, id=GUNSANS, sequence=9001, raw_sha256=first.raw_sha256, slices=("gunsan|2025Q2",)),
            submitted(2, id=POHANGS, sequence=9002, raw_sha256=first.raw_sha256, slices=("pohang|2025Q2",)),
        ]
        again = replace(newest, number=newest.number + 1)
        rests_on = [each.id for each in (*held, *handed_in)]
        ledger.publish(again, ledger.release_catalogue(newest.number), rests_on, handed_in)
        draft = ledger.new_draft("aa" * 32, "file.csv", 10, PEOPLE["manager"].name)
    moment = resolve(paths)
    assess(PEOPLE["evaluator"], paths, moment, 2024, "gunsan", JUDGED, 70, "사유", "submitted")
    return World(paths, moment, draft.id, first.id)


@pytest.fixture
def own(ledgers: Callable[[], Paths], tmp_path: Path) -> Paths:
    """A ledger that one test alone writes in, and folders of its own for what is received and in work."""
    paths = ledgers()
    mine = replace(paths, warehouse=tmp_path / "warehouse", raw=tmp_path / "raw")
    mine.warehouse.mkdir()
    for name in ("releases", "facts"):
        (mine.warehouse / name).symlink_to(paths.warehouse / name)
    return mine
