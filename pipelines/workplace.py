"""Where jobs leave what they need for a moment: a folder each, taken away with the job, however that ends."""

import os
import shutil
import tempfile
from pathlib import Path

PREFIX = "kpi-worker-"


class Workplace:
    """The temporary folder of one worker process; what killed workers left is removed first."""

    def __init__(self) -> None:
        _remove_abandoned(Path(tempfile.gettempdir()))
        self._folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))

    def make(self, job_id: str) -> Path:
        """A job's own folder, empty."""
        folder = self._folder / job_id
        folder.mkdir()
        return folder

    def remove(self, job_id: str) -> None:
        """Takes it away with all that the job has left there."""
        shutil.rmtree(self._folder / job_id, ignore_errors=True)

    def close(self) -> None:
        """Takes everything away."""
        shutil.rmtree(self._folder, ignore_errors=True)


def use(folder: Path) -> None:
    """From now on this process puts temporary files there."""
    tempfile.tempdir = str(folder)


def _remove_abandoned(place: Path) -> None:
    for folder in place.glob(f"{PREFIX}*-*"):
        number = folder.name.removeprefix(PREFIX).partition("-")[0]
        if number.isdecimal() and not _is_there(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # It belongs to somebody else.
    return True
