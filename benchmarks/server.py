"""A server in a process of its own, with its CPU time and memory."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import psutil

from benchmarks.workbench import folder
from kpi.access import Role
from kpi.ledger import Ledger
from kpi.paths import PROJECT, Paths
from kpi.signin import sessions
from kpi.signin.settings import Settings

PRODUCT, PLAIN = "app:app", "benchmarks.plain.app:app"
LOGIN = "benchmark"
STARTED_WITHIN_SECONDS = 120
ENDED_WITHIN_SECONDS = 20


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    process: psutil.Process
    token: str = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """CPU time that the process has used so far, all threads, user and system."""
        times = self.process.cpu_times()
        return times.user + times.system

    def memory_bytes(self) -> int:
        """Resident memory now."""
        return self.process.memory_info().rss


@contextmanager
def serving(app: str, variables: Mapping[str, str]) -> Iterator[Server]:
    """The application, by uvicorn, on a free port of 127.0.0.1, with an administrator who has signed in. It ends with
    the context.

    Raises RuntimeError with what the server said when it does not start.
    """
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        app,
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--log-level",
        "warning",
    ]
    log = folder() / f"server-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=PROJECT, env=dict(variables), stdout=output, stderr=output)
    try:
        token = _signed_in(variables) if app == PRODUCT else ""
        server = Server(port, psutil.Process(process.pid), token)
        _await(server, process, lambda: log.read_text("utf-8", "replace")[-2000:])
        yield server
    finally:
        process.terminate()
        try:
            process.wait(ENDED_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _signed_in(variables: Mapping[str, str]) -> str:
    """The token of a session that lasts as long as any measurement, in the ledger of the server's warehouse."""
    paths = replace(Paths(), warehouse=Path(variables["KPI_WAREHOUSE"]))
    with Ledger(variables.get("KPI_LEDGER_URL") or paths.ledger_url) as ledger:
        person = ledger.person_of_login(LOGIN) or ledger.add_person(LOGIN, LOGIN, Role.ADMINISTRATOR, None)
        now = datetime.now(UTC)
        return sessions.begin(ledger, person, "account", "127.0.0.1", "benchmark", Settings(), now)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def _await(server: Server, process: subprocess.Popen[bytes], said: Callable[[], str]) -> None:
    until = time.monotonic() + STARTED_WITHIN_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the server did not start: {said()}")
