"""A disk that is full anywhere in a build is named with its remedy; the last release and every file stay."""

import os
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from commanding import command
from filling import SPACES_LEFT, no_space, on_a_full_disk
from small_world import SmallWorld, small_world

# Every file differs from those before it, or else it would be known already.
AMOUNTS = count(200)
STEPS = [
    (os, "fsync", 1),
    (os, "fsync", 4),
    (os, "fsync", 9),
    (os, "fsync", 13),
    (os, "replace", 2),
    (os, "replace", 3),
    (os, "replace", 4),
    (os, "replace", 5),
    (os, "replace", 6),
    (os, "replace", 7),
    (pq.ParquetWriter, "__init__", 1),
    (pq.ParquetWriter, "write_table", 1),
    (pq.ParquetWriter, "close", 1),
    (pd.DataFrame, "to_parquet", 1),
    (pd.DataFrame, "to_parquet", 2),
    (Path, "symlink_to", 1),
    (Path, "write_bytes", 1),
]


@pytest.fixture(scope="module")
def standing_world(tmp_path_factory: pytest.TempPathFactory) -> SmallWorld:
    """A world with release 1 and a file that waits to be accepted."""
    world = small_world(tmp_path_factory.mktemp("full"))
    world.add_investment("good.csv", 100)
    assert command(world, "build").code == 0
    return world


@pytest.mark.parametrize(("owner", "name", "call"), STEPS, ids=[f"{name} {call}" for _, name, call in STEPS])
def test_no_room_at_any_step_is_told_in_words_and_leaves_the_last_release(
    standing_world: SmallWorld, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, call: int
) -> None:
    original, made = getattr(owner, name), 0

    def fails_once(*arguments: Any, **named: Any) -> Any:
        nonlocal made
        made += 1
        return no_space() if made == call else original(*arguments, **named)

    for language, words in (("ko", "디스크 공간을 확보"), ("en", "Free some disk space")):
        waiting = standing_world.add_investment("waiting.csv", next(AMOUNTS), "2025-02-01")
        before, made = standing_world.standing(), 0
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, fails_once)
            said = command(standing_world, "build", lang=language)
        assert made >= call
        assert said.code == 1 and words in said.err
        assert standing_world.standing() == before
        standing_world.remove(waiting)
    assert command(standing_world, "build").code == 0
    assert standing_world.leftovers() == []


@pytest.mark.slow
def test_a_file_system_that_is_full_is_told_in_words_and_room_is_all_that_is_needed(tmp_path: Path) -> None:
    kind, answers = on_a_full_disk(tmp_path)
    first, *full, last = answers
    assert first["code"] == 0
    assert [answer["left"] for answer in full] == list(SPACES_LEFT)
    for answer in full:
        assert answer["given"].items() >= first["given"].items()
        if kind == "disk":
            assert (answer["code"], answer["value"]) == (1, 100)
            assert "Free some disk space" in answer["err"]
        else:
            assert (answer["code"], answer["value"]) in ((1, 100), (0, 200))
    assert full[0]["code"] == 1
    assert (last["code"], last["leftovers"]) == (0, [])
    assert len(last["given"]) == len(first["given"]) + 2
