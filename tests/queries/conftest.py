"""The small release as a finished file, for every test that asks it."""

from pathlib import Path

import pandas as pd
import pytest
import small_release as small
from small_history import SmallHistory

from kpi.catalogue import Catalogue, load
from kpi.measures import key_values
from kpi.paths import PROJECT
from kpi.queries.moments import Moment
from kpi.warehouse import scratch
from tests.queries.evaluated_world import EvaluatedWorld


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load(PROJECT / "catalogue")


@pytest.fixture(scope="session")
def moment(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Moment:
    """The release as the newest one."""
    warehouse: Path = tmp_path_factory.mktemp("warehouse")
    (warehouse / "facts").mkdir()
    facts = small.investments()
    facts.to_parquet(warehouse / "facts" / f"{small.SAMPLE}.parquet")
    made = small.parts(facts)
    about = pd.DataFrame(
        [("release", "1"), ("kind", "release"), ("catalogue", catalogue.to_json())], columns=["key", "value"]
    )
    tables = {
        "about": about,
        "submissions": small.submissions(),
        "live_slices": small.live_slices(facts),
        "published": small.published(),
        "targets": small.targets(),
        "grades": small.grades(),
        "milestones": small.milestones(),
        "check_results": small.check_results(),
        "check_rows": small.check_rows(),
        "coverage": small.coverage(made),
    }
    path = warehouse / "releases" / "1.duckdb"
    with scratch(path, warehouse) as builder:
        for name, frame in tables.items():
            builder.table(name, frame)
        builder.table("parts", made, small.PARTS_COLUMNS)
        current = small.published()
        builder.table("key_values", key_values(made, current[~current["superseded"]], catalogue))
        builder.finish()
    return Moment("release-1", "latest", path, warehouse, number=1)


@pytest.fixture
def world(tmp_path: Path, catalogue: Catalogue) -> SmallHistory:
    """A warehouse without a release yet."""
    return SmallHistory(tmp_path, catalogue)


@pytest.fixture
def evaluated_world(tmp_path: Path, catalogue: Catalogue) -> EvaluatedWorld:
    """A warehouse whose one release can be evaluated."""
    world = EvaluatedWorld(tmp_path, catalogue)
    world.release()
    return world
