"""Whether a process that the ledger remembers still runs."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

# The boot time is known to the second, the ticks since then to a hundredth.
TOLERANCE = timedelta(seconds=2)


def runs(pid: int, since: datetime) -> bool:
    """Whether the process of this number is the one that ran at `since`: numbers are given out again."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # It exists and belongs to somebody else.
    if _is_dead(pid):
        return False
    started_at = _started_at(pid)
    return started_at is None or started_at <= since + TOLERANCE


def _is_dead(pid: int) -> bool:
    """Whether a process has ended and only waits for its parent to notice, where the system tells."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False


def _started_at(pid: int) -> datetime | None:
    """When a process started, where the system tells (Linux); None elsewhere."""
    try:
        # The name in parentheses may hold spaces; 22nd field of proc(5), counted from 1.
        ticks = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
        lines = Path("/proc/stat").read_text().splitlines()
    except OSError:
        return None
    booted = next(int(line.split()[1]) for line in lines if line.startswith("btime"))
    return datetime.fromtimestamp(booted + ticks / os.sysconf("SC_CLK_TCK"), UTC)
