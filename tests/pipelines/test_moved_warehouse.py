"""A copied and moved warehouse folder answers the same, wherever it lies and whatever its name is."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from commanding import command
from small_world import SmallWorld, small_world, value_of

from kpi.access import LOCAL_VIEWER
from kpi.paths import Paths
from kpi.queries.moments import Moment, resolve
from kpi.queries.origins import where_from
from kpi.queries.values import values
from kpi.warehouse import open_release
from pipelines.verifying import verify
from tests.built import copied

NAMES = ["copy", "옮긴 창고/새 폴더 (2)", "it's; a 'quoted' name"]
KEYS = ["metric", "zone", "period", "basis"]
ASKED = [
    ("investment_linked", "gunsan", "2023", "in_period"),
    ("technology_transfers", "gunsan", "2024", "in_period"),
    ("revenue_per_employee", "national", "2024", "in_period"),
]


def all_values(moment: Moment) -> pd.DataFrame:
    return values(LOCAL_VIEWER, moment).sort_values(KEYS, ignore_index=True)


@pytest.fixture(scope="module")
def before(built: Paths) -> pd.DataFrame:
    return all_values(resolve(built))


def test_a_folder_copied_and_moved_again_and_again_answers_the_same(
    built: Paths, before: pd.DataFrame, tmp_path: Path
) -> None:
    assert len(before) > 10_000
    origins = {key: where_from(LOCAL_VIEWER, resolve(built), *key) for key in ASKED}
    folder = tmp_path / "first"
    copied(built.warehouse, folder)
    for name in NAMES:
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = folder.rename(target)
        moment = resolve(replace(built, warehouse=folder))
        assert moment.path.is_relative_to(folder)
        pd.testing.assert_frame_equal(all_values(moment), before)
        for key, expected in origins.items():
            found = where_from(LOCAL_VIEWER, moment, *key)
            pd.testing.assert_frame_equal(found.published, expected.published)
            for records, same in zip(found.records, expected.records, strict=True):
                assert records.total == same.total > 0
                pd.testing.assert_frame_equal(records.rows, same.rows)


def test_no_file_of_the_warehouse_names_the_folder_it_was_built_in(built: Paths, tmp_path: Path) -> None:
    home = str(built.warehouse).encode()
    still = copied(built.warehouse, tmp_path / "warehouse")
    named = [path for path in still.rglob("*") if path.is_file() and home in path.read_bytes()]
    assert named == []


def test_the_operators_link_moves_along(built: Paths, tmp_path: Path) -> None:
    folder = tmp_path / "옮긴 창고"
    copied(built.warehouse, folder)
    link = folder / built.newest_link.name
    assert link.is_symlink() and link.resolve().parent == folder / "releases"
    with open_release(link, folder) as release:
        assert release.rows("SELECT COUNT(*) > 0 FROM facts_investments") == [(True,)]


def test_a_moved_product_is_whole_and_goes_on_building(tmp_path: Path) -> None:
    world = small_world(tmp_path / "here")
    world.add_investment("one.csv", 100)
    assert command(world, "build").code == 0
    moved = SmallWorld((tmp_path / "here").rename(tmp_path / "저기 멀리"))
    assert verify(moved.paths).faults == ()
    moved.add_investment("two.csv", 250, "2025-02-01")
    assert command(moved, "build").code == 0
    assert moved.value() == 250
    assert value_of(moved.paths.releases / "1.duckdb", moved.paths.warehouse) == 100
    assert verify(moved.paths).faults == ()
