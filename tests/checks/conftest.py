"""For the tests of checks: a database under construction, and the real catalogue with two zones only."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kpi.catalogue import Catalogue, load
from kpi.paths import PROJECT
from kpi.warehouse import ReleaseBuilder, scratch


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Two zones, both designated in July 2020."""
    whole = load(PROJECT / "catalogue")
    return whole.model_copy(update={"zones": {name: whole.zones[name] for name in ("gunsan", "gumi")}})


@pytest.fixture
def builder(tmp_path: Path) -> Iterator[ReleaseBuilder]:
    with scratch(tmp_path / "releases" / "1.duckdb", tmp_path) as builder:
        yield builder
