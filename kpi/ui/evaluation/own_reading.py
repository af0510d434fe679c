"""Dropped tables to the worker and back: in a folder that is gone as soon as they are read."""

import tempfile
from pathlib import Path
from typing import Protocol

from kpi.errors import Fault, KpiError
from kpi.scoring.tables.given import ROOM, Given, from_json
from kpi.ui.setting import Setting
from kpi.worker import worker

ENDINGS = ("csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods")
LARGEST_MB = 20
MOST_SECONDS = 120


class Dropped(Protocol):
    """A file as the browser hands it over."""

    @property
    def name(self) -> str:
        """As it is called there."""
        ...

    def getvalue(self) -> bytes:
        """All of it."""
        ...


def warm_up(here: Setting) -> None:
    """While the second file is looked for, the worker imports what it needs."""
    worker(here.paths).warm_up()


def read(here: Setting, values: Dropped, structure: Dropped) -> tuple[Given, Given]:
    """Both tables as they were read. Raises KpiError with what is wrong with the files, or with the reading."""
    with tempfile.TemporaryDirectory(prefix="kpi-own-tables-") as folder:
        names = [
            _written(Path(folder), kind, file)
            for kind, file in (("values", values), ("structure", structure))
        ]
        helper = worker(here.paths)
        job = helper.start("read_tables", folder=folder, values=names[0], structure=names[1])
        state = helper.wait(job, MOST_SECONDS)
        if not state.ended:
            helper.cancel(job)
            raise KpiError(Fault(f"{ROOM}.too_slow", value=MOST_SECONDS))
        if state.state != "done" or not state.result:
            raise KpiError(*state.faults)
        first, second = from_json(Path(state.result["path"]).read_text("utf-8"))
    return first, second


def _written(folder: Path, kind: str, file: Dropped) -> str:
    """The file in a folder of its own, because both may have the same name."""
    (folder / kind).mkdir()
    name = f"{kind}/{Path(file.name).name or kind}"
    (folder / name).write_bytes(file.getvalue())
    return name
