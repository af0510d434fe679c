"""Release files: built aside, opened by many, moved as a folder, and named when damaged."""

import os
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from live_oracle import FLOOR, Rule
from small_warehouse import SmallWarehouse

from kpi import durable
from kpi.errors import DamagedRelease, DiskFull
from kpi.text import message
from kpi.warehouse import check_release, link_newest, open_release, remove_leftovers, scratch

COUNT = "SELECT count(*), sum(amount_krw) FROM facts_deals"


def damage(path: Path, at: int = 0, length: int = 4000) -> None:
    content = bytearray(path.read_bytes())
    content[at : at + length] = os.urandom(len(content[at : at + length]))
    path.write_bytes(content)


def test_a_copied_and_moved_warehouse_answers_the_same(small: SmallWarehouse, tmp_path: Path) -> None:
    path = small.release(1, [FLOOR])
    with open_release(path, small.folder) as release:
        before = release.rows(COUNT)
    moved = shutil.copytree(small.folder, tmp_path / "elsewhere" / "copy")
    shutil.rmtree(small.folder)
    with open_release(moved / "releases" / "1.duckdb", moved) as release:
        assert release.rows(COUNT) == before == [(3, 6)]


def test_the_link_to_the_newest_release_moves_with_the_folder(small: SmallWarehouse, tmp_path: Path) -> None:
    for number in (1, 2):
        link_newest(small.folder / "kpi.duckdb", small.release(number, [FLOOR]))
    moved = small.folder.rename(tmp_path / "moved")
    assert (moved / "kpi.duckdb").readlink() == Path("releases/2.duckdb")
    with open_release(moved / "kpi.duckdb", moved) as release:
        assert release.about["number"] == "2"
    assert [path.name for path in moved.glob(".*")] == []


def test_many_threads_read_one_release_at_once(small: SmallWarehouse) -> None:
    started = threading.Barrier(8)

    def read(number: int) -> list[tuple[int, int]]:
        started.wait()
        return [release.rows(f"SELECT count(*), {number} FROM facts_deals")[0] for _ in range(20)]

    with open_release(small.release(1, [FLOOR]), small.folder) as release, ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read, range(8))) == [[(3, number)] * 20 for number in range(8)]


def test_another_process_reads_a_release_that_is_open_here_while_the_next_is_built(
    small: SmallWarehouse,
) -> None:
    path = small.release(1, [FLOOR])
    program = "import sys, pathlib; from kpi.warehouse import open_release; p = pathlib.Path(sys.argv[1]);"
    program += f"print(open_release(p, p.parent.parent).rows({COUNT!r}))"
    with open_release(path, small.folder), small.begin(2, [FLOOR], Rule()):
        answer = subprocess.run(
            [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
        )
    assert answer.stdout.strip() == "[(3, 6)]"


def test_a_release_cannot_be_written_to(small: SmallWarehouse) -> None:
    path = small.release(1, [FLOOR])
    before = durable.sha256_of(path)
    with open_release(path, small.folder) as release, pytest.raises(Exception, match="read-only"):
        release.rows("INSERT INTO release.main.parts VALUES ('x', 1)")
    assert durable.sha256_of(path) == before


def test_frames_come_back_with_bound_parameters_by_name(small: SmallWarehouse) -> None:
    with open_release(small.release(1, [FLOOR]), small.folder) as release:
        frame = release.frame(
            "SELECT deal, amount_krw FROM facts_deals WHERE amount_krw > $least", {"least": 1}
        )
    assert frame.sort_values("amount_krw").to_dict("list") == {"deal": ["b", "a"], "amount_krw": [2, 3]}


def test_a_wrong_query_is_not_called_damage(small: SmallWarehouse) -> None:
    with open_release(small.release(1, [FLOOR]), small.folder) as release:
        with pytest.raises(Exception, match="no_such_column") as caught:
            release.rows("SELECT no_such_column FROM parts")
    assert not isinstance(caught.value, DamagedRelease)


def test_leaving_a_build_unfinished_leaves_nothing(small: SmallWarehouse) -> None:
    with pytest.raises(RuntimeError), small.begin(1, [], Rule()):
        raise RuntimeError("killed")
    assert list((small.folder / "releases").iterdir()) == []


def test_a_finished_release_is_one_file_with_its_hash_and_size(small: SmallWarehouse) -> None:
    with small.begin(1, [], Rule()) as builder:
        built = builder.finish()
    assert list(built.path.parent.iterdir()) == [built.path]
    assert (built.sha256, built.size) == (durable.sha256_of(built.path), built.path.stat().st_size)


def test_a_release_without_its_tables_is_never_named(small: SmallWarehouse) -> None:
    with small.begin(1, [], Rule()) as builder, pytest.raises(DamagedRelease) as caught:
        builder.finish(required=("about", "key_values", "parts"))
    assert caught.value.faults[0].value == "key_values, parts"
    assert list((small.folder / "releases").iterdir()) == []


def test_what_a_killed_build_left_behind_is_removed_by_name(small: SmallWarehouse) -> None:
    path = small.release(1, [])
    program = f"""
import os, pathlib, pandas as pd
from kpi.warehouse import scratch
folder = pathlib.Path({str(small.folder)!r})
builder = scratch(folder / "releases" / "2.duckdb", folder)
builder.table("numbers", pd.DataFrame({{"number": range(1000)}}))
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", program], check=False)
    left = remove_leftovers(path.parent)
    assert left and all(name.startswith(".2.duckdb") for name in left)
    assert list(path.parent.iterdir()) == [path]


def test_an_empty_table_keeps_the_types_it_was_declared_with(small: SmallWarehouse) -> None:
    with scratch(small.folder / "releases" / "1.duckdb", small.folder) as builder:
        builder.table(
            "grades", pd.DataFrame({"zone": [], "year": []}), {"year": "INTEGER", "zone": "VARCHAR"}
        )
        assert [row[:2] for row in builder.rows("DESCRIBE grades")] == [
            ("year", "INTEGER"),
            ("zone", "VARCHAR"),
        ]


def test_each_statement_of_a_text_takes_the_parameters_it_mentions(small: SmallWarehouse) -> None:
    with scratch(small.folder / "releases" / "1.duckdb", small.folder) as builder:
        builder.run(
            "CREATE TABLE one AS SELECT $a AS a; CREATE TABLE two AS SELECT $b AS b", {"a": 1, "b": "x"}
        )
        builder.create("three", "SELECT a FROM one WHERE a = $a -- all of it", {"a": 1, "unused": 2})
        assert builder.rows("SELECT * FROM one, two, three") == [(1, "x", 1)]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("content", [b"", b"this is no database" * 1000], ids=["empty", "garbage"])
def test_a_file_that_is_no_release_is_named_with_a_remedy(
    small: SmallWarehouse, content: bytes, language: str
) -> None:
    path = small.folder / "7.duckdb"
    path.write_bytes(content)
    with pytest.raises(DamagedRelease) as caught:
        open_release(path, small.folder)
    words = message(caught.value.faults[0], language)
    assert "7.duckdb" in words and "python -m pipelines build" in words


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9], ids=["head", "middle", "tail"])
def test_a_release_cut_short_is_called_damaged(small: SmallWarehouse, share: float) -> None:
    path = small.release(1, [FLOOR])
    os.truncate(path, int(path.stat().st_size * share))
    with pytest.raises(DamagedRelease):
        check_release(path, small.folder, ("parts",))


def test_a_release_with_a_spoilt_block_is_called_damaged(small: SmallWarehouse) -> None:
    path = small.release(1, [FLOOR])
    damage(path, at=12_288 + 100)
    with pytest.raises(DamagedRelease):
        open_release(path, small.folder)


def test_a_missing_release_is_named(small: SmallWarehouse) -> None:
    with pytest.raises(DamagedRelease) as caught:
        open_release(small.folder / "releases" / "9.duckdb", small.folder)
    assert caught.value.code == "warehouse_errors.release_missing"


def test_a_missing_facts_file_is_named_when_the_release_opens(small: SmallWarehouse) -> None:
    path = small.release(1, [FLOOR])
    (small.folder / "facts" / "floor.parquet").unlink()
    with pytest.raises(DamagedRelease) as caught:
        open_release(path, small.folder)
    assert caught.value.faults[0].where.file == "floor.parquet"


def test_a_facts_file_that_is_no_parquet_is_named_when_the_release_opens(small: SmallWarehouse) -> None:
    path = small.release(1, [FLOOR])
    (small.folder / "facts" / "floor.parquet").write_bytes(b"not a table" * 100)
    with pytest.raises(DamagedRelease) as caught:
        open_release(path, small.folder)
    assert (caught.value.code, caught.value.faults[0].where.file) == (
        "warehouse_errors.facts_damaged",
        "floor.parquet",
    )


def test_a_facts_file_spoilt_inside_is_called_damaged_when_it_is_read(small: SmallWarehouse) -> None:
    path = small.release(1, [FLOOR])
    damage(small.folder / "facts" / "floor.parquet", at=4, length=250)
    with open_release(path, small.folder) as release, pytest.raises(DamagedRelease) as caught:
        release.rows("SELECT * FROM facts_deals")
    assert caught.value.code in ("warehouse_errors.facts_damaged", "warehouse_errors.some_facts_damaged")
    assert "python -m pipelines verify" in message(caught.value.faults[0], "en")


def test_of_many_facts_files_only_the_spoilt_one_is_named(small: SmallWarehouse) -> None:
    others = [
        replace(FLOOR, id=f"file{number}", sequence=number, slices=(f"gunsan|{number}",))
        for number in range(2, 6)
    ]
    path = small.release(1, [FLOOR, *others])
    os.truncate(small.folder / "facts" / "file4.parquet", 700)
    with pytest.raises(DamagedRelease) as caught:
        open_release(path, small.folder)
    assert caught.value.faults[0].where.file == "file4.parquet"


def test_a_full_disk_is_named_and_leaves_the_last_release(
    small: SmallWarehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = small.release(1, [FLOOR])

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with small.begin(2, [FLOOR], Rule()) as builder:
        monkeypatch.setattr(os, "replace", no_room)
        with pytest.raises(DiskFull) as caught:
            builder.finish()
    assert caught.value.faults[0].where.file == "2.duckdb"
    assert list(last.parent.iterdir()) == [last]


def test_a_full_disk_while_tables_are_written_is_named(small: SmallWarehouse) -> None:
    with scratch(small.folder / "releases" / "1.duckdb", small.folder, memory_limit="40MB") as builder:
        builder.run("SET max_temp_directory_size = '1MB'; SET threads = 1")
        with pytest.raises(DiskFull):
            builder.create("big", "SELECT uuid() AS a FROM range(3000000) ORDER BY a")
