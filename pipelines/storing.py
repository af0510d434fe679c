"""Keeping what arrives, unchanged, under its own SHA-256; and the lock that lets one build run at a time."""

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kpi import durable
from kpi.errors import BuildBusy, Fault, FileError, Place
from kpi.paths import Paths

CONTENT = "content"
SIDE_CAR_SUFFIX = ".side-car.yml"
SECONDS_FOR_HOLDER_TO_SIGN = 0.5


@dataclass(frozen=True)
class Kept:
    """A kept file: its content as received, and every side-car it ever came with, by name."""

    sha256: str
    content: Path
    side_cars: tuple[Path, ...]


def keep(path: Path, side_car_text: str, received_dir: Path) -> str:
    """Copies a file unchanged to `received/<first 2>/<sha256>/content`, side-car beside it. Returns the hash.

    Keeping the same file again changes nothing; with another side-car, that one is kept too. Raises FileError
    when the file cannot be read or when the copy kept earlier is no longer what was received, DiskFull.
    """
    temporary = received_dir / f".{path.name[:40]}.{os.getpid()}-{time.monotonic_ns()}.part"
    try:
        with durable.naming_full_disk(path):
            durable.make_folder(received_dir)
            sha256 = _copy(path, temporary)
        folder = folder_of(sha256, received_dir)
        _keep_content(temporary, folder / CONTENT, sha256, path)
    finally:
        temporary.unlink(missing_ok=True)
    side_car = side_car_text.encode()
    name = hashlib.sha256(side_car).hexdigest()[:16] + SIDE_CAR_SUFFIX
    if not _holds(folder / name, side_car):
        durable.write(folder / name, side_car)
    return sha256


def kept(sha256: str, received_dir: Path) -> Kept:
    """What is kept under a SHA-256. Raises FileError when there is nothing."""
    folder = folder_of(sha256, received_dir)
    if not (folder / CONTENT).is_file():
        raise FileError(Fault("storing_errors.not_kept", value=sha256))
    return Kept(sha256, folder / CONTENT, tuple(sorted(folder.glob(f"*{SIDE_CAR_SUFFIX}"))))


def kept_files(received_dir: Path) -> list[str]:
    """The SHA-256 of every kept file, sorted."""
    return sorted(folder.name for folder in received_dir.glob("[0-9a-f][0-9a-f]/*") if folder.is_dir())


def folder_of(sha256: str, received_dir: Path) -> Path:
    """Where the file of this SHA-256 lies."""
    return received_dir / sha256[:2] / sha256


def _copy(path: Path, temporary: Path) -> str:
    """Hashes what is written: the name is right even if the source changes meanwhile."""
    try:
        source = path.open("rb")
    except OSError as error:
        raise FileError(Fault("storing_errors.not_readable", Place(file=path.name))) from error
    digest = hashlib.sha256()
    with source, temporary.open("xb") as target:
        while piece := source.read(durable.CHUNK):
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()


def _keep_content(temporary: Path, content: Path, sha256: str, path: Path) -> None:
    if not content.exists():
        with durable.naming_full_disk(path):
            durable.make_folder(content.parent)
        durable.place(temporary, content)
    elif durable.sha256_of(content) != sha256:
        raise FileError(Fault("storing_errors.copy_differs", Place(file=path.name), sha256))


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


@contextmanager
def build_lock(paths: Paths) -> Iterator[None]:
    """Only one build at a time. The system lets go of the lock when its holder dies, however it dies.

    Raises BuildBusy at once, with the holder's process number and when it began; DiskFull.
    """
    with durable.naming_full_disk(paths.build_lock):
        durable.make_folder(paths.build_lock.parent)
        descriptor = os.open(paths.build_lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _lock(descriptor)
        with durable.naming_full_disk(paths.build_lock):
            _sign(descriptor)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = _holder(descriptor)
        raise BuildBusy(Fault("storing_errors.build_busy", value=holder["pid"], extra=holder)) from error


def _sign(descriptor: int) -> None:
    signature = {"pid": os.getpid(), "started_at": datetime.now(UTC).isoformat(timespec="seconds")}
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, json.dumps(signature).encode(), 0)


def _holder(descriptor: int) -> dict[str, str]:
    """Who holds the lock; between locking and signing it is nobody's yet, for a moment."""
    until = time.monotonic() + SECONDS_FOR_HOLDER_TO_SIGN
    while time.monotonic() < until:
        try:
            signed = json.loads(os.pread(descriptor, 1000, 0))
            return {"pid": str(signed["pid"]), "started_at": str(signed["started_at"])}
        except ValueError:
            time.sleep(0.02)
    return {"pid": "?", "started_at": "?"}
