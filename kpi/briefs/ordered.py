"""A brief that was ordered, as one file: in one format, or in all of them in one ZIP."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from kpi.audit import Action, Noted, recorded
from kpi.briefs import writing
from kpi.briefs.asked import Choices, Desk
from kpi.briefs.naming import file_name
from kpi.briefs.parts import Brief
from kpi.briefs.pictures import Painter
from kpi.briefs.writers import csv
from kpi.briefs.writers.letters import Encoding
from kpi.drafts import fault_as_json
from kpi.paths import Paths
from kpi.submissions import Progress, Report

EVERY_FORM = "all"
COMPOSE, PAINT = "compose", "paint"


@dataclass(frozen=True)
class Written:
    """A finished file with its name for people; `faults`, as JSON, say what is not as it should be in it, `replaced`
    which letters CP949 lacks.
    """

    path: str
    name: str
    bytes: int
    faults: tuple[dict[str, Any], ...] = ()
    replaced: tuple[str, ...] = ()


def forms_of(form: str) -> tuple[str, ...]:
    """The formats of an order. Raises KpiError for one that nobody writes."""
    return writing.FORMS if form == EVERY_FORM else writing.required([form])


def exported(
    desk: Desk, paths: Paths, kind: str, choices: Choices, form: str
) -> AbstractContextManager[Noted]:
    """Records that a brief is made: its kind, of what, in which form and of which moment."""
    zones = sorted(choices.zones)
    return recorded(
        desk.viewer, paths, Action.FILE_BRIEF, kind, zones=zones, year=choices.year, form=form, moment=desk.moment.key
    )  # fmt: skip


def written(
    desk: Desk,
    choices: Choices,
    brief: Brief,
    form: str,
    encoding: Encoding,
    painter: Painter,
    folder: Path,
    report: Report,
) -> Written:
    """Writes a composed brief into a folder; reports each format before it is written."""
    forms = forms_of(form)
    steps = len(forms) + 2
    report(Progress(PAINT, 1, steps))
    pictures, faults = writing.painted(brief, forms, painter)
    named, replaced = [], ()
    for at, each in enumerate(forms, start=2):
        report(Progress(each, at, steps))
        if each == "csv":
            content, replaced = csv.write(brief, encoding)
        else:
            content = writing.write(brief, each, pictures)
        named.append((file_name(desk, choices, brief, writing.suffix(brief, each)), content))
    if form == EVERY_FORM:
        tables = [(f"csv/{name}", content) for name, content in csv.tables(brief, encoding)]
        named = [(file_name(desk, choices, brief, "zip"), _zipped([*named[:-1], *tables]))]
    name, content = named[0]
    file = folder / name
    file.write_bytes(content)
    return Written(
        str(file), name, len(content), tuple(fault_as_json(fault) for fault in faults), tuple(replaced)
    )


def _zipped(files: Sequence[tuple[str, bytes]]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as parts:
        for name, content in files:
            parts.writestr(name, content)
    return target.getvalue()
