"""Keeping what arrives, unchanged, under its own SHA-256, what is stated about it beside it."""

import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Protocol

from kpi import durable
from kpi.errors import Fault, FileError, Place

CONTENT = "content"
PURGED = "purged"
SIDE_CAR_SUFFIX = ".side-car.yml"
# Not the suffix of unfinished builds: a build that starts meanwhile would take an upload away.
ARRIVING = ".arriving"
LONGEST_UPLOAD_SECONDS = 24 * 3600
MEGABYTE = 1 << 20


class Stream(Protocol):
    """Anything that bytes can be read from in pieces."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Kept:
    """A kept file: its content as received, and every side-car it ever came with, by name."""

    sha256: str
    content: Path
    side_cars: tuple[Path, ...]


@dataclass(frozen=True)
class Received:
    """A file that has just been kept: its SHA-256, its size and where its content lies."""

    sha256: str
    size_bytes: int
    path: Path


def keep_stream(
    stream: Stream | bytes, file_name: str, received_dir: Path, limit_bytes: int | None = None
) -> Received:
    """Keeps what a stream still holds, written and hashed in pieces, fsynced, placed once.

    The same content again changes nothing. Raises FileError when it is larger than the limit, when it cannot be
    read, or when the copy kept earlier is no longer what was received; DiskFull. Nothing is left behind then.
    """
    source = BytesIO(stream) if isinstance(stream, bytes | bytearray | memoryview) else stream
    with _temporary(received_dir, ARRIVING) as temporary:
        sha256, size_bytes = _copy(source, temporary, file_name, limit_bytes)
        content = folder_of(sha256, received_dir) / CONTENT
        _keep_content(temporary, content, sha256, file_name)
    return Received(sha256, size_bytes, content)


def keep(path: Path, side_car_text: str, received_dir: Path) -> str:
    """Copies a file unchanged, side-car beside it; call while holding the build lock. Returns the SHA-256.

    Keeping the same file again changes nothing; with another side-car, that one is kept too. Raises FileError
    when the file cannot be read or when the copy kept earlier is no longer what was received, DiskFull.
    """
    with _temporary(received_dir, ".part") as temporary:
        with _opened(path) as source:
            sha256, _ = _copy(source, temporary, path.name, None)
        _keep_content(temporary, folder_of(sha256, received_dir) / CONTENT, sha256, path.name)
    keep_side_car(sha256, side_car_text, received_dir)
    return sha256


def keep_side_car(sha256: str, side_car_text: str, received_dir: Path) -> Path:
    """Keeps what is stated about a kept file beside it; the same words again change nothing. Raises DiskFull."""
    side_car = side_car_text.encode()
    name = hashlib.sha256(side_car).hexdigest()[:16] + SIDE_CAR_SUFFIX
    final = folder_of(sha256, received_dir) / name
    if not _holds(final, side_car):
        durable.write(final, side_car)
    return final


def kept(sha256: str, received_dir: Path) -> Kept:
    """What is kept under a SHA-256. Raises FileError when there is nothing."""
    folder = folder_of(sha256, received_dir)
    if not (folder / CONTENT).is_file():
        why = "purged" if (folder / PURGED).is_file() else "not_kept"
        raise FileError(Fault(f"storing_errors.{why}", value=sha256))
    return Kept(sha256, folder / CONTENT, tuple(sorted(folder.glob(f"*{SIDE_CAR_SUFFIX}"))))


def remove_content(sha256: str, received_dir: Path) -> None:
    """Removes what was received and leaves a mark that says so; side-cars stay. Raises DiskFull."""
    folder = folder_of(sha256, received_dir)
    durable.write(folder / PURGED, b"")
    (folder / CONTENT).unlink(missing_ok=True)


def kept_files(received_dir: Path) -> list[str]:
    """The SHA-256 of every kept file, sorted."""
    return sorted(folder.name for folder in received_dir.glob("[0-9a-f][0-9a-f]/*") if folder.is_dir())


def folder_of(sha256: str, received_dir: Path) -> Path:
    """Where the file of this SHA-256 lies."""
    return received_dir / sha256[:2] / sha256


@contextmanager
def _temporary(received_dir: Path, suffix: str) -> Iterator[Path]:
    """A name for the copy while it is made; whatever is left under it goes, as do old ones of killed processes."""
    temporary = received_dir / f".{os.getpid()}-{secrets.token_hex(8)}{suffix}"
    with durable.naming_full_disk(received_dir):
        durable.make_folder(received_dir)
    _remove_forgotten(received_dir)
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _remove_forgotten(received_dir: Path) -> None:
    for path in received_dir.glob(f".*{ARRIVING}"):
        try:
            if time.time() - path.stat().st_mtime > LONGEST_UPLOAD_SECONDS:
                path.unlink()
        except FileNotFoundError:
            pass  # Its own process has just finished with it.


@contextmanager
def _opened(path: Path) -> Iterator[Stream]:
    try:
        source = path.open("rb")
    except OSError as error:
        raise FileError(Fault("storing_errors.not_readable", Place(file=path.name))) from error
    with source:
        yield source


def _copy(source: Stream, temporary: Path, file_name: str, limit_bytes: int | None) -> tuple[str, int]:
    """Hashes what is written: the name is right even if the source changes meanwhile."""
    digest, size = hashlib.sha256(), 0
    with durable.naming_full_disk(Path(file_name)), temporary.open("xb") as target:
        while piece := source.read(durable.CHUNK):
            size += len(piece)
            if limit_bytes is not None and size > limit_bytes:
                place, megabytes = Place(file=Path(file_name).name), limit_bytes // MEGABYTE
                raise FileError(Fault("storing_errors.too_large", place, megabytes))
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest(), size


def _keep_content(temporary: Path, content: Path, sha256: str, file_name: str) -> None:
    if not content.exists():
        with durable.naming_full_disk(Path(file_name)):
            durable.make_folder(content.parent)
        durable.place(temporary, content)
        (content.parent / PURGED).unlink(missing_ok=True)
    elif durable.sha256_of(content) != sha256:
        raise FileError(Fault("storing_errors.copy_differs", Place(file=Path(file_name).name), sha256))


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content
