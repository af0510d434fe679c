"""What the briefs' worker process does when asked: a piece of a page as a file."""

import re
import shutil
import time
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from kpi.briefs import gathered, pieces, writing
from kpi.paths import Paths
from kpi.submissions import Progress, Report

# By name, so that a job costs nothing until it is asked for.
JOBS = {"piece": "kpi.briefs.jobs:piece"}
KEPT_SECONDS = 24 * 60 * 60
FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
LONGEST_NAME = 80


def piece(paths: Paths, report: Report, *, plain: dict[str, Any], form: str, language: str) -> Path:
    """One chart or table of a page as a file. Raises BriefError where the format cannot be made here."""
    taken = pieces.from_json(plain)
    report(Progress("brief", 0, 1))
    content = writing.written(gathered.brief([taken], language), form)
    written = folder(paths) / f"{file_stem(taken.title)}.{form}"
    written.write_bytes(content)
    report(Progress("brief", 1, 1))
    return written


def folder(paths: Paths) -> Path:
    """A fresh folder for what a job writes; what lies longer than a day is removed first."""
    home = paths.warehouse / "briefs"
    home.mkdir(exist_ok=True)
    for old in home.iterdir():
        if time.time() - old.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
    return Path(mkdtemp(dir=home))


def file_stem(title: str) -> str:
    """A title as a file name that every system takes."""
    return FORBIDDEN.sub(" ", title).strip(" .")[:LONGEST_NAME].strip() or "brief"
