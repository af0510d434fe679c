"""Writing files so that a crash leaves either the old content or the new, never a half."""

import errno
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kpi.errors import DiskFull, Fault, Place

FULL = {errno.ENOSPC, errno.EDQUOT}
CHUNK = 1 << 20


@contextmanager
def naming_full_disk(place: Path) -> Iterator[None]:
    """Turns the system's "no space left" into DiskFull naming the file; other errors pass."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise disk_full(place) from error
        raise


def disk_full(place: Path) -> DiskFull:
    """The error for a disk with no room for this file."""
    return DiskFull(Fault("warehouse_errors.disk_full", Place(file=place.name)))


def beside(final: Path) -> Path:
    """A fresh name in the same folder, so that the later rename stays on one file system."""
    return final.with_name(f".{final.name}.{os.getpid()}-{secrets.token_hex(4)}.part")


def sync(path: Path) -> None:
    """Forces a file's content, or a folder's entries, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """The folder and its missing parents, each entered durably in the folder above it."""
    missing = [step for step in (folder, *folder.parents) if not step.exists()]
    for step in reversed(missing):
        step.mkdir(exist_ok=True)
        sync(step.parent)


def place(temporary: Path, final: Path) -> None:
    """Gives a finished file its name: fsync, atomic rename, fsync of the folder. Raises DiskFull."""
    with naming_full_disk(final):
        sync(temporary)
        os.replace(temporary, final)
        sync(final.parent)


def write(final: Path, content: bytes) -> None:
    """The whole content under its name, or nothing. Raises DiskFull."""
    temporary = beside(final)
    try:
        with naming_full_disk(final):
            make_folder(final.parent)
            temporary.write_bytes(content)
        place(temporary, final)
    finally:
        temporary.unlink(missing_ok=True)


def write_once(final: Path, content: bytes, mode: int = 0o644) -> None:
    """The whole content under its name unless something lies there: of two processes, the first one's stays.

    Raises DiskFull.
    """
    temporary = beside(final)
    try:
        with naming_full_disk(final):
            make_folder(final.parent)
            temporary.write_bytes(content)
            temporary.chmod(mode)
            sync(temporary)
            with suppress(FileExistsError):
                os.link(temporary, final)
            sync(final.parent)
    finally:
        temporary.unlink(missing_ok=True)


def link(name: Path, target: Path) -> None:
    """A relative symbolic link, replaced in one step, so that the folder can be moved as a whole."""
    temporary = beside(name)
    try:
        with naming_full_disk(name):
            temporary.symlink_to(os.path.relpath(target, name.parent))
            os.replace(temporary, name)
            sync(name.parent)
    finally:
        temporary.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def sha256_of_bytes(content: bytes) -> str:
    """The SHA-256 of what a file would hold."""
    return hashlib.sha256(content).hexdigest()
