"""Keeping raw files: unchanged, once, whole or not at all."""

import hashlib
import os
import stat
from pathlib import Path

import pytest

from kpi import durable
from kpi.errors import DiskFull, FileError
from kpi.received import folder_of, keep, kept, kept_files
from kpi.text import message

CONTENT = "특구,금액\n군산,100\n".encode("cp949") * 1000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "투자 실적.csv"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def received(tmp_path: Path) -> Path:
    return tmp_path / "raw" / "received"


def test_a_kept_file_is_byte_for_byte_what_arrived_and_lies_under_its_hash(
    file: Path, received: Path
) -> None:
    sha256 = keep(file, "dataset: investments\n", received)
    assert sha256 == hashlib.sha256(CONTENT).hexdigest()
    found = kept(sha256, received)
    assert found.content == received / sha256[:2] / sha256 / "content"
    assert found.content.read_bytes() == file.read_bytes() == CONTENT
    assert [each.read_text("utf-8") for each in found.side_cars] == ["dataset: investments\n"]
    assert kept_files(received) == [sha256]


def test_keeping_the_same_file_again_touches_nothing(file: Path, received: Path) -> None:
    sha256 = keep(file, "dataset: investments\n", received)
    before = {path: path.stat().st_mtime_ns for path in received.rglob("*")}
    assert keep(file, "dataset: investments\n", received) == sha256
    assert {path: path.stat().st_mtime_ns for path in received.rglob("*") if path.is_file()} == {
        path: at for path, at in before.items() if path.is_file()
    }
    assert set(received.rglob("*")) == set(before)


def test_another_side_car_for_the_same_file_is_kept_beside_the_first(file: Path, received: Path) -> None:
    sha256 = keep(file, "known_on: 2026-01-01\n", received)
    keep(file, "known_on: 2026-02-01\n", received)
    words = {each.read_text("utf-8") for each in kept(sha256, received).side_cars}
    assert words == {"known_on: 2026-01-01\n", "known_on: 2026-02-01\n"}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_kept_copy_that_is_no_longer_what_was_received_is_refused(
    file: Path, received: Path, language: str
) -> None:
    sha256 = keep(file, "", received)
    kept(sha256, received).content.write_bytes(b"tampered")
    with pytest.raises(FileError) as caught:
        keep(file, "", received)
    assert caught.value.code == "storing_errors.copy_differs"
    assert sha256 in message(caught.value.faults[0], language)
    assert kept(sha256, received).content.read_bytes() == b"tampered"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, received: Path) -> None:
    with pytest.raises(FileError) as caught:
        keep(tmp_path / "없는 파일.csv", "", received)
    assert caught.value.faults[0].where.file == "없는 파일.csv"
    assert kept_files(received) == []


def test_asking_for_what_was_never_kept_is_an_error(received: Path) -> None:
    with pytest.raises(FileError) as caught:
        kept("0" * 64, received)
    assert caught.value.code == "storing_errors.not_kept"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_is_named_and_leaves_no_half_file(
    file: Path, received: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    received.mkdir(parents=True)
    monkeypatch.setattr(os, step, no_room)
    with pytest.raises(DiskFull):
        keep(file, "", received)
    assert [path for path in received.rglob("*") if path.is_file()] == []
    assert file.read_bytes() == CONTENT


def test_a_name_as_long_as_the_system_allows_is_kept(tmp_path: Path, received: Path) -> None:
    path = tmp_path / f"{'가' * 80}.csv"
    path.write_bytes(CONTENT)
    assert folder_of(keep(path, "", received), received).is_dir()


def test_content_written_durably_replaces_the_old_in_one_step(tmp_path: Path) -> None:
    final = tmp_path / "new" / "folder" / "key"
    durable.write(final, b"old")
    held = final.open("rb")
    durable.write(final, b"new")
    with held:
        assert (held.read(), final.read_bytes()) == (b"old", b"new")
    assert list(final.parent.iterdir()) == [final]


def test_other_failures_of_the_system_are_not_called_a_full_disk(tmp_path: Path) -> None:
    locked = tmp_path / "file"
    locked.write_bytes(b"")
    with pytest.raises(NotADirectoryError):
        durable.write(locked / "below", b"")
    assert stat.S_ISREG(locked.stat().st_mode)
