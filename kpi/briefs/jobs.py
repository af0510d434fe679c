"""What the briefs' worker process does when asked: a piece of a page as a file, and whole briefs."""

import shutil
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, get_args

from kpi.briefs import gathered, orders, pieces, writing
from kpi.briefs.naming import safe
from kpi.briefs.ordered import COMPOSE, Written, exported, forms_of, written
from kpi.briefs.parts import Brief, Chart, Table
from kpi.briefs.pictures import Form as PictureForm
from kpi.briefs.pictures import Painter
from kpi.briefs.writers.letters import Encoding
from kpi.paths import Paths
from kpi.submissions import Progress, Report

# By name, so that a job costs nothing until it is asked for.
JOBS = {name: f"kpi.briefs.jobs:{name}" for name in ("piece", "brief")}
KEPT_SECONDS = 24 * 60 * 60


def piece(paths: Paths, report: Report, *, plain: dict[str, Any], form: str, language: str) -> Path:
    """One chart or table of a page as a file. Raises KpiError where the format cannot be made here."""
    taken = pieces.from_json(plain)
    report(Progress("brief", 0, 1))
    brief = gathered.brief([taken], language)
    picture = form in get_args(PictureForm)
    content = _picture(taken.block, form) if picture else _document(brief, form)
    ending = form if picture else writing.suffix(brief, form)
    written = folder(paths) / f"{safe(taken.title)}.{ending}"
    written.write_bytes(content)
    report(Progress("brief", 1, 1))
    return written


def brief(
    paths: Paths,
    report: Report,
    *,
    kind: str,
    desk: orders.Plain,
    choices: orders.Plain,
    form: str,
    encoding: Encoding = writing.ENCODING,
    plain: Sequence[dict[str, Any]] = (),
) -> Written:
    """A brief as one file; of all formats as one ZIP. `plain` are the pieces of a gathered one.

    Made by the rights of who asks, at the moment that was looked at. Raises KpiError as its builder does, and for a
    format that nobody writes.
    """
    report(Progress(COMPOSE, 0, len(forms_of(form)) + 2))
    here, chosen = orders.desk_of(paths, desk), orders.choices_of(choices)
    with exported(here, paths, kind, chosen, form):
        composed = orders.brief(kind, here, chosen, plain)
        return written(here, chosen, composed, form, encoding, painter(), folder(paths), report)


def _picture(block: Chart | Table, form: str) -> bytes:
    if not isinstance(block, Chart):
        raise ValueError(f"a table is no picture: {form}")
    return painter().picture(block.drawing, "svg" if form == "svg" else "png")


def _document(brief: Brief, form: str) -> bytes:
    painted, _ = writing.painted(brief, [form], painter())
    return writing.write(brief, form, painted)


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
