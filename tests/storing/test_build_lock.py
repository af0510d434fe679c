"""One build at a time, and a dead holder holds nothing."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kpi.errors import BuildBusy
from kpi.paths import Paths
from kpi.text import message
from pipelines.storing import build_lock

HOLD = """
import pathlib, sys
from kpi.paths import Paths
from pipelines.storing import build_lock
with build_lock(Paths(warehouse=pathlib.Path(sys.argv[1]))):
    print("locked", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(warehouse=tmp_path / "warehouse")


def holder_of(paths: Paths) -> subprocess.Popen[str]:
    """Another process that holds the lock until its input ends."""
    command = [sys.executable, "-c", HOLD, str(paths.warehouse)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "locked\n"
    return process


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_second_build_is_told_who_holds_the_lock_and_since_when(paths: Paths, language: str) -> None:
    holder = holder_of(paths)
    with pytest.raises(BuildBusy) as caught, build_lock(paths):
        raise AssertionError("two builds at once")
    holder.communicate("")
    fault = caught.value.faults[0]
    assert fault.extra["pid"] == str(holder.pid)
    assert fault.extra["started_at"].endswith("+00:00")
    assert str(holder.pid) in message(fault, language)


def test_a_killed_build_lets_go_of_the_lock(paths: Paths) -> None:
    holder = holder_of(paths)
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    with build_lock(paths):
        assert str(os.getpid()) in paths.build_lock.read_text()


def test_the_lock_is_free_again_after_success_and_after_failure(paths: Paths) -> None:
    with pytest.raises(RuntimeError), build_lock(paths):
        raise RuntimeError("a build failed")
    with build_lock(paths):
        pass
    assert paths.build_lock.read_text() == ""


def test_the_same_process_cannot_build_twice_at_once_either(paths: Paths) -> None:
    with build_lock(paths), pytest.raises(BuildBusy), build_lock(paths):
        raise AssertionError("two builds at once")


def test_who_has_patience_gets_the_lock_once_it_is_free(paths: Paths) -> None:
    held, waited = threading.Event(), threading.Event()

    def hold() -> None:
        with build_lock(paths):
            held.set()
            waited.wait()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    threading.Timer(0.3, waited.set).start()
    with build_lock(paths, patience_seconds=60):
        assert waited.is_set()
    holder.join()
