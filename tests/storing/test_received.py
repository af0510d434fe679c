"""Keeping what is uploaded: in pieces, under its hash, once, up to a limit, or not at all."""

import hashlib
import os
import time
from io import BytesIO
from pathlib import Path

import pytest

from kpi import durable
from kpi.errors import DiskFull, FileError
from kpi.received import ARRIVING, keep_side_car, keep_stream, kept, kept_files
from kpi.text import message
from kpi.warehouse import remove_leftovers

CONTENT = "특구,금액\n군산,100\n".encode("cp949") * 1000


@pytest.fixture
def received(tmp_path: Path) -> Path:
    return tmp_path / "raw" / "received"


@pytest.mark.parametrize("given", [CONTENT, BytesIO(CONTENT)], ids=["bytes", "stream"])
def test_an_upload_is_kept_byte_for_byte_under_its_hash(received: Path, given: bytes | BytesIO) -> None:
    found = keep_stream(given, "투자.csv", received)
    assert (found.sha256, found.size_bytes) == (hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    assert found.path.read_bytes() == CONTENT
    assert kept(found.sha256, received).content == found.path
    assert [path for path in received.rglob("*") if path.is_file()] == [found.path]


def test_a_large_stream_is_never_held_whole(received: Path) -> None:
    class Endless:
        asked: list[int] = []
        left = 5 * durable.CHUNK

        def read(self, size: int, /) -> bytes:
            self.asked.append(size)
            piece = min(size, self.left)
            self.left -= piece
            return b"a" * piece

    found = keep_stream(Endless(), "big.csv", received)
    assert found.size_bytes == 5 * durable.CHUNK
    assert set(Endless.asked) == {durable.CHUNK}


def test_the_same_upload_again_touches_nothing(received: Path) -> None:
    first = keep_stream(CONTENT, "a.csv", received)
    written = first.path.stat().st_mtime_ns
    assert keep_stream(CONTENT, "b.csv", received) == first
    assert first.path.stat().st_mtime_ns == written


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_upload_over_the_limit_is_refused_and_leaves_nothing(received: Path, language: str) -> None:
    with pytest.raises(FileError) as caught:
        keep_stream(b"a" * (3 << 20), "큰 파일.csv", received, limit_bytes=2 << 20)
    assert caught.value.code == "storing_errors.too_large"
    told = message(caught.value.faults[0], language)
    assert "2 MB" in told and "큰 파일.csv" in told
    assert [path for path in received.rglob("*") if path.is_file()] == []


def test_a_file_of_exactly_the_limit_is_taken(received: Path) -> None:
    assert keep_stream(CONTENT, "a.csv", received, limit_bytes=len(CONTENT)).size_bytes == len(CONTENT)


def test_a_name_with_folders_or_of_any_length_stays_inside(received: Path, tmp_path: Path) -> None:
    for name in ("../../elsewhere.csv", "/etc/x.csv", "가" * 300 + ".csv", "", "..", "a\nb.csv", "a\0b.csv"):
        found = keep_stream(name.encode(), name, received)
        assert found.path.is_relative_to(received)
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]


def test_a_copy_that_is_no_longer_what_was_received_is_refused(received: Path) -> None:
    found = keep_stream(CONTENT, "a.csv", received)
    found.path.write_bytes(b"tampered")
    with pytest.raises(FileError) as caught:
        keep_stream(CONTENT, "a.csv", received)
    assert caught.value.code == "storing_errors.copy_differs"


def test_a_stream_that_breaks_off_leaves_nothing(received: Path) -> None:
    class Broken:
        def read(self, size: int, /) -> bytes:
            raise ConnectionError("the browser went away")

    with pytest.raises(ConnectionError):
        keep_stream(Broken(), "a.csv", received)
    assert list(received.iterdir()) == []


def test_a_full_disk_is_named_and_leaves_nothing(received: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    received.mkdir(parents=True)
    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(DiskFull):
        keep_stream(CONTENT, "a.csv", received)
    assert [path for path in received.rglob("*") if path.is_file()] == []


def test_a_build_that_starts_during_an_upload_takes_nothing_from_it(received: Path) -> None:
    class DuringABuild(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            remove_leftovers(received)
            return super().read(size)

    assert keep_stream(DuringABuild(CONTENT), "a.csv", received).path.read_bytes() == CONTENT


def test_what_a_killed_upload_left_goes_with_a_later_one(received: Path) -> None:
    received.mkdir(parents=True)
    old, young = received / f".old.1-1{ARRIVING}", received / f".young.1-2{ARRIVING}"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 100_000,) * 2)
    keep_stream(CONTENT, "a.csv", received)
    assert (old.exists(), young.exists()) == (False, True)


def test_what_is_stated_about_an_upload_lies_beside_it(received: Path) -> None:
    found = keep_stream(CONTENT, "a.csv", received)
    keep_side_car(found.sha256, "known_on: 2026-01-01\n", received)
    keep_side_car(found.sha256, "known_on: 2026-01-01\n", received)
    (side_car,) = kept(found.sha256, received).side_cars
    assert side_car.read_text("utf-8") == "known_on: 2026-01-01\n"
    assert kept_files(received) == [found.sha256]
