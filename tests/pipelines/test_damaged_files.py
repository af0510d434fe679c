"""Damage on the disk is named by reader, `verify` and build; a build makes anew what can be made."""

from collections.abc import Callable
from pathlib import Path

import pytest
from commanding import command, refused
from small_world import SmallWorld, small_world, table

from kpi.access import LOCAL_VIEWER
from kpi.errors import DamagedRelease
from kpi.queries.moments import resolve
from kpi.queries.values import values
from kpi.text import messages


@pytest.fixture
def world(tmp_path: Path) -> SmallWorld:
    world = small_world(tmp_path)
    world.add_investment("good.csv", 100)
    assert command(world, "build").code == 0
    return world


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def overwrite(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[: 1 << 14] = b"\xab" * (1 << 14)
    file.write_bytes(content)


@pytest.mark.parametrize("harm", [cut_short, overwrite, Path.unlink])
def test_a_damaged_release_is_named_to_its_readers_and_by_verify(
    world: SmallWorld, harm: Callable[[Path], None]
) -> None:
    harm(world.paths.releases / "1.duckdb")
    with pytest.raises(DamagedRelease) as caught:
        values(LOCAL_VIEWER, resolve(world.paths), metrics=["investment_linked"])
    for language, remedy in (("ko", "백업에서 되살리거나"), ("en", "Restore")):
        (told,) = messages(caught.value, language)
        assert told.startswith("1.duckdb: ") and remedy in told
    said = {language: command(world, "verify", lang=language) for language in ("ko", "en")}
    assert [result.code for result in said.values()] == [1, 1]
    assert " - 1.duckdb" in said["ko"].err and "python -m pipelines build" in said["en"].err


@pytest.mark.parametrize("harm", [cut_short, overwrite, Path.unlink])
def test_the_remedy_for_a_damaged_release_works_a_build_makes_a_new_one(
    world: SmallWorld, harm: Callable[[Path], None]
) -> None:
    harm(world.paths.releases / "1.duckdb")
    assert command(world, "build").code == 0
    assert world.value() == 100


def test_a_damaged_facts_file_stops_the_next_build_by_name_and_changes_nothing(world: SmallWorld) -> None:
    (facts,) = world.paths.facts.glob("*.parquet")
    cut_short(facts)
    world.add("next.csv", table("포항,2024Q1,투자-2,1234567891,5"), "2025-02-01")
    said = refused(world, "build")
    assert f" - {facts.name}" in said["ko"] and "백업에서 이 파일을" in said["ko"]
    assert f" - {facts.name}" in said["en"] and "Restore this file" in said["en"]


def test_a_kept_raw_file_that_was_altered_is_found_by_verify(world: SmallWorld) -> None:
    (content,) = world.paths.received.rglob("content")
    content.write_bytes(content.read_bytes() + b"\n")
    said = command(world, "verify", lang="en")
    assert (said.code, " - good.csv: " in said.err) == (1, True)


def test_a_ledger_that_is_no_database_is_named(world: SmallWorld) -> None:
    (world.paths.warehouse / "ledger.sqlite").write_bytes(b"nothing of the kind" * 1000)
    for language, remedy in (("ko", "백업에서 되살려"), ("en", "backup")):
        for name in ("build", "status", "releases", "verify"):
            said = command(world, name, lang=language)
            assert said.code == 1 and " - ledger.sqlite: " in said.err and remedy in said.err
