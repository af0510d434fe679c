"""A ledger in a temporary folder, and the same on a PostgreSQL server: whatever holds for one holds for the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kpi.ledger import Ledger


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of tests about a file alone, which ask for `file_url`, only SQLite's."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgresql")()
    return request.getfixturevalue("file_url")


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'warehouse' / 'ledger.sqlite'}"


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    with Ledger(ledger_url) as opened:
        yield opened
