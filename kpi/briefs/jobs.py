"""What the briefs' worker process does when asked: a piece of a page as a file."""

import shutil
import time
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from kpi.briefs import gathered, pieces
from kpi.briefs.naming import file_stem
from kpi.briefs.parts import Brief, Chart, Table
from kpi.briefs.pictures import Painter, pictures
from kpi.paths import Paths
from kpi.submissions import Progress, Report

# By name, so that a job costs nothing until it is asked for.
JOBS = {"piece": "kpi.briefs.jobs:piece"}
PICTURES = ("png", "svg")
KEPT_SECONDS = 24 * 60 * 60


def piece(paths: Paths, report: Report, *, plain: dict[str, Any], form: str, language: str) -> Path:
    """One chart or table of a page as a file. Raises BriefError where the format cannot be made here."""
    taken = pieces.from_json(plain)
    report(Progress("brief", 0, 1))
    content = (
        _picture(taken.block, form)
        if form in PICTURES
        else _document(gathered.brief([taken], language), form)
    )
    written = folder(paths) / f"{file_stem(taken.title)}.{form}"
    written.write_bytes(content)
    report(Progress("brief", 1, 1))
    return written


def _picture(block: Chart | Table, form: str) -> bytes:
    if not isinstance(block, Chart):
        raise ValueError(f"a table is no picture: {form}")
    return painter().picture(block.drawing, "svg" if form == "svg" else "png")


def _document(brief: Brief, form: str) -> bytes:
    painted, _ = pictures(brief.charts, painter())
    made = import_module(f"kpi.briefs.writers.{form}").write(brief, painted)
    return made[0] if isinstance(made, tuple) else made


@cache
def painter() -> Painter:
    """The one browser of this process."""
    return Painter()


def folder(paths: Paths) -> Path:
    """A fresh folder for what a job writes; what lies longer than a day is removed first."""
    home = paths.warehouse / "briefs"
    home.mkdir(exist_ok=True)
    for old in home.iterdir():
        if time.time() - old.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
    return Path(mkdtemp(dir=home))
