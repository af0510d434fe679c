"""One worker process with its two pipes: lines of JSON go in and come out, and nobody waits for either."""

import json
import os
import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import SimpleQueue
from typing import Any

from kpi.paths import PROJECT

SECONDS_TO_END = 5
# One thread at the moment of forking: neither of the two libraries is to start threads when imported.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}


class WorkerProcess:
    """A started worker. `heard` gets each message, `ended` this object once the process is gone.

    Both are called from a thread of this object. Raises OSError when no process can be started.
    """

    def __init__(
        self,
        command: Sequence[str],
        heard: Callable[[dict[str, Any]], None],
        ended: Callable[["WorkerProcess"], None],
    ) -> None:
        self._heard, self._ended = heard, ended
        self._outbox: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        # A session of its own: Ctrl+C in the app's terminal ends the app, and that ends the worker.
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=PROJECT,
            env={**os.environ, **ENVIRONMENT}, start_new_session=True,
        )  # fmt: skip
        self._writer = threading.Thread(target=self._write, name="worker-orders", daemon=True)
        self._reader = threading.Thread(target=self._read, name="worker-answers", daemon=True)
        self._writer.start()
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process runs, as far as the system knows at this moment."""
        return self._process.poll() is None

    def say(self, message: dict[str, Any]) -> None:
        """Leaves a message for the process; it is written by a thread, so a full pipe holds nobody up."""
        self._outbox.put(message)

    def close(self) -> None:
        """Ends the process by closing its orders, or, if it does not listen, by force."""
        self._outbox.put(None)
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if threading.current_thread() is not self._reader:
            self._reader.join(SECONDS_TO_END)

    def _write(self) -> None:
        orders = self._process.stdin
        assert orders is not None
        try:
            with orders:
                while (message := self._outbox.get()) is not None:
                    orders.write(json.dumps(message).encode() + b"\n")
                    orders.flush()
        except OSError:
            pass  # The process is gone; whoever reads its answers hears of it too.

    def _read(self) -> None:
        answers = self._process.stdout
        assert answers is not None
        with answers:
            for line in answers:
                # A worker killed in the middle of a line has said nothing with it.
                with suppress(ValueError):
                    self._heard(json.loads(line))
        self._process.wait()
        self._outbox.put(None)
        self._writer.join(SECONDS_TO_END)
        self._ended(self)
