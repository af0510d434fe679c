"""For the tests of checks: a database under construction, and the real catalogue with two zones only."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from kpi import fact_views
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


def empty_facts(builder: ReleaseBuilder, catalogue: Catalogue, datasets: Iterable[str]) -> None:
    """Tables `facts_<dataset>` without rows, in the place of the views."""
    for shape in fact_views.shapes(catalogue.to_json()):
        if shape.dataset in set(datasets):
            table = pd.DataFrame([], columns=list(shape.columns))
            builder.table(f"facts_{shape.dataset}", table, shape.columns)
