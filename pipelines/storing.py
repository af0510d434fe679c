"""The lock that lets one build run at a time."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from kpi import durable
from kpi.errors import BuildBusy, Fault
from kpi.paths import Paths

SECONDS_FOR_HOLDER_TO_SIGN = 0.5
SECONDS_BETWEEN_TRIES = 0.1


@contextmanager
def build_lock(paths: Paths, patience_seconds: float = 0) -> Iterator[None]:
    """Only one build at a time. The system lets go of the lock when its holder dies, however it dies.

    Raises BuildBusy, at once or when patience is at its end, with the holder's process number and its beginning;
    DiskFull.
    """
    with durable.naming_full_disk(paths.build_lock):
        durable.make_folder(paths.build_lock.parent)
        descriptor = os.open(paths.build_lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _lock(descriptor, time.monotonic() + patience_seconds)
        with durable.naming_full_disk(paths.build_lock):
            _sign(descriptor)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() < until:
                time.sleep(SECONDS_BETWEEN_TRIES)
                continue
            holder = _holder(descriptor)
            raise BuildBusy(Fault("storing_errors.build_busy", value=holder["pid"], extra=holder)) from error
        return


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
