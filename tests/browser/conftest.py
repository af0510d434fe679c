"""A real server on a built warehouse, and a real Chromium from the system's packages."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kpi.paths import PROJECT, Paths
from tests.signing import sign_in

# One token for every server of a run: browsers share cookies between the ports of a host.
TOKEN = secrets.token_urlsafe(32)
SIGNED_IN = {
    "cookies": [{
        "name": "kpi_session", "value": TOKEN, "domain": "127.0.0.1", "path": "/", "expires": -1,
        "httpOnly": True, "secure": False, "sameSite": "Lax",
    }],
    "origins": [],
}  # fmt: skip

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SECONDS_TO_START = 90
# Machines that run these tests are busy: what is waited for may take its time, and tests that pass do not wait.
expect.set_options(timeout=60_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The system's Chromium: nothing is downloaded. Fails, and says why, where there is none."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if found is None:
        pytest.fail("Chromium is missing. To fix this: apt-get install chromium", pytrace=False)
    arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "executable_path": found, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {
        **browser_context_args,
        "locale": "ko-KR",
        "timezone_id": "Asia/Seoul",
        "viewport": {"width": 1440, "height": 1000},
        "storage_state": SIGNED_IN,
    }


class Server:
    """A started server: its address, and a way to end it. An administrator has signed in by TOKEN."""

    def __init__(self, paths: Paths, log: Path) -> None:
        self.address = f"http://127.0.0.1:{free_port()}"
        self.log = log
        self.actor = sign_in(paths, TOKEN)
        port = self.address.rsplit(":", 1)[1]
        command = [sys.executable, "-m", "uvicorn", "app:app", "--host", "127.0.0.1", "--port", port]
        environment = {**os.environ, "KPI_RAW": str(paths.raw), "KPI_WAREHOUSE": str(paths.warehouse)}
        with log.open("w") as output:
            self.process = subprocess.Popen(
                command, cwd=PROJECT, env=environment, stdout=output, stderr=output
            )

    def wait(self) -> "Server":
        """Returns when it answers. Raises with its log when it does not."""
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=2):
                    return self
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise RuntimeError(f"the server did not start:\n{self.log.read_text('utf-8')[-3000:]}")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


@pytest.fixture(scope="session")
def server(built: Paths, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all journeys."""
    started = Server(built, tmp_path_factory.mktemp("server") / "log.txt").wait()
    yield started
    started.stop()


@pytest.fixture
def fresh_server(built: Paths, tmp_path: Path) -> Iterator[Server]:
    """A server that nobody has visited yet."""
    started = Server(built, tmp_path / "log.txt").wait()
    yield started
    started.stop()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
