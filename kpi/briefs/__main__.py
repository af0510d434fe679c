"""`python -m kpi.briefs`: briefs as files, one at a time or those of all zones at once."""

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, TypeAlias, TypeVar

import typer

from kpi.access import configured_viewer
from kpi.briefs import writing
from kpi.briefs.asked import Choices, Desk, desk
from kpi.briefs.builders import BUILDERS, build
from kpi.briefs.naming import file_name
from kpi.briefs.ordered import exported
from kpi.briefs.parts import Brief
from kpi.briefs.pictures import Painter
from kpi.catalogue import NATIONAL, Basis
from kpi.errors import Fault, KpiError
from kpi.paths import Paths
from kpi.queries import values
from kpi.queries.moments import resolve
from kpi.text import LANGUAGES, Text, message, messages

REFUSED = 1
EVERY_FORM = "all"
OF_A_ZONE = ("zone_year", "board")
# What only one kind of brief has a use for: said to another, it is a mistake.
ONLY = {"metric": "comparison", "per": "comparison", "against": "comparison", "basis": "comparison",
        "programme": "programme", "cohort": "programme", "round": "evaluation"}  # fmt: skip

Composed: TypeAlias = tuple[Brief, Mapping[str, bytes], tuple[Fault, ...]]
Order = TypeVar("Order")
Made = TypeVar("Made")
Zones = Annotated[list[str] | None, typer.Option("--zone", help="a zone's id, or wave-2; may be repeated")]
Year = Annotated[int, typer.Option("--year", help="0: the last year of which most is known")]
Sections = Annotated[list[str] | None, typer.Option("--section", help="ids of sections; none means all")]
Metrics = Annotated[list[str] | None, typer.Option("--metric", help="ids of indicators to compare")]
Comments = Annotated[list[str] | None, typer.Option("--comment", help="a paragraph of your own")]
Spoken = Annotated[str, typer.Option("--language", "--lang", help="ko or en", envvar="KPI_LANGUAGE")]
Forms = Annotated[str, typer.Option("--format", help="hwpx, pptx, xlsx, pdf, csv, parted by commas; or all")]
Folder = Annotated[Path, typer.Option("--out", help="the folder for the files")]
Day = Annotated[str, typer.Option("--as-known-on", help="a day such as 2024-06-28: what was known then")]
Number = Annotated[int, typer.Option("--release", help="exactly what this release showed")]
Owner = Annotated[str, typer.Option("--organisation", help="who hands the brief in")]

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)


def command_for(kind: str) -> Callable[..., None]:
    """The command that makes one brief of this kind."""

    def command(
        zone: Zones = None,
        year: Year = 0,
        section: Sections = None,
        metric: Metrics = None,
        basis: str = "",
        per: str = "",
        against: str = "",
        programme: str = "",
        cohort: str = "",
        round: str = "",
        comment: Comments = None,
        language: Spoken = "ko",
        form: Forms = EVERY_FORM,
        out: Folder = Path(),
        as_known_on: Day = "",
        release: Number = 0,
        organisation: Owner = "",
    ) -> None:
        given = {"metric": metric, "per": per, "against": against, "basis": basis, "programme": programme,
                 "cohort": cohort, "round": round}  # fmt: skip
        _refuse_useless(kind, [name for name, value in given.items() if value])
        with speaking(language):
            here = at(language, as_known_on, release)
            choices = Choices(
                year=year, zones=tuple(zone or ()), sections=tuple(section or ()), metrics=tuple(metric or ()),
                basis=_basis(basis), per=per, against=against or "national", programme=programme, cohort=cohort,
                round=round, commentary=tuple(comment or ()), organisation=organisation,
            )  # fmt: skip
            chosen = replace(choices, year=year or usual_year(here, kind, choices))
            with Painter() as painter:
                files = make(here, kind, chosen, forms_of(form), out, painter)
            tell(here.text, files)

    return command


for each in BUILDERS:
    app.command(each, help=f"One brief: {each.replace('_', ' ')}.")(command_for(each))


@app.command()
def quarter(
    year: Year = 0,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", help="zone_year, board; both unless said")
    ] = None,
    language: Spoken = "ko",
    form: Forms = EVERY_FORM,
    out: Folder = Path(),
    organisation: Owner = "",
) -> None:
    """The briefs of all zones on the newest release, of the last year that has values."""
    with speaking(language):
        here, forms, kinds = at(language), forms_of(form), tuple(kind or OF_A_ZONE)
        if unknown := [each for each in kinds if each not in OF_A_ZONE]:
            raise KpiError(_fault("kind_unknown", unknown[0], OF_A_ZONE))
        last = year or last_year(here)
        failed, count = 0, 0
        asked = [(each, Choices(year=last, zones=(zone,), organisation=organisation))
                 for zone in here.catalogue.zones for each in kinds]  # fmt: skip
        with Painter() as painter:
            for (of_kind, choices), coming in ahead(
                asked, lambda order: compose(here, order[0], order[1], forms, painter)
            ):
                try:
                    files = keep(here, choices, coming.result(), forms, out)
                except KpiError as error:
                    failed += 1
                    say_not_made(here, choices.zones[0], of_kind, error)
                    continue
                tell(here.text, files)
                count += len(files)
        typer.echo(here.text("brief_building.command.done", folder=out, files=count, failed=failed))
        if failed:
            sys.exit(REFUSED)


def ahead(orders: Sequence[Order], work: Callable[[Order], Made]) -> Iterator[tuple[Order, Future[Made]]]:
    """Each order with its work, begun while what came before it is used: pictures are another process's work."""
    with ThreadPoolExecutor(1) as thread:
        coming: deque[tuple[Order, Future[Made]]] = deque()
        for order in orders:
            coming.append((order, thread.submit(work, order)))
            if len(coming) > 1:
                yield coming.popleft()
        yield from coming


def make(
    here: Desk, kind: str, choices: Choices, forms: Sequence[str], out: Path, painter: Painter
) -> list[Path]:
    """Writes one brief in these formats and hands back the files. Raises KpiError; nothing is written half."""
    return keep(here, choices, compose(here, kind, choices, forms, painter), forms, out)


def compose(here: Desk, kind: str, choices: Choices, forms: Sequence[str], painter: Painter) -> Composed:
    """The brief with the pictures that these formats need, and what could not be painted. Raises KpiError."""
    with exported(here, here.paths, kind, choices, ",".join(forms)):
        brief = build(kind, here, choices)
        return brief, *writing.painted(brief, forms, painter)


def keep(here: Desk, choices: Choices, composed: Composed, forms: Sequence[str], out: Path) -> list[Path]:
    """Writes a composed brief in these formats."""
    brief, pictures, faults = composed
    for fault in faults:
        typer.echo(message(fault, here.language), err=True)
    made = [(writing.suffix(brief, form), writing.write(brief, form, pictures)) for form in forms]
    return [_kept(out / file_name(here, choices, brief, suffix), content) for suffix, content in made]


def _kept(file: Path, content: bytes) -> Path:
    """Under its name only once it is whole."""
    part = file.with_name(f"{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        os.replace(part, file)
    except OSError as error:
        raise KpiError(_fault("folder_refused", str(file.parent))) from error
    return file


def at(language: str, day: str = "", release: int = 0) -> Desk:
    """The desk of who acts here, at the newest release, a day, or one release. Raises KpiError."""
    paths = Paths.from_environment()
    try:
        known_on = date.fromisoformat(day) if day else None
    except ValueError:
        raise typer.BadParameter(day, param_hint="--as-known-on") from None
    moment = resolve(paths, as_known_on=known_on, release=release or None)
    return desk(configured_viewer(), paths, moment, language)


def usual_year(here: Desk, kind: str, choices: Choices) -> int:
    """The year that a brief is of where none is said; 0 for a programme, which has none."""
    if kind == "programme" or choices.round:
        return 0
    if kind == "evaluation":
        return max((each.year for each in here.catalogue.evaluations.values() if each.elements), default=0)
    zone = choices.zones[0] if choices.zones and choices.zones[0] in here.catalogue.zones else NATIONAL
    return values.years(here.viewer, here.moment, zone).default


def last_year(here: Desk) -> int:
    """The last year that anything is known of."""
    return max(values.years(here.viewer, here.moment, NATIONAL).all, default=0)


def forms_of(asked: str) -> tuple[str, ...]:
    """The formats of an option. Raises KpiError for those that cannot be written."""
    if asked == EVERY_FORM:
        return writing.FORMS
    return writing.required(form.strip() for form in asked.split(",") if form.strip())


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Every fault of a refusal is printed in the language, and the exit code is 1."""
    if language not in LANGUAGES:
        raise typer.BadParameter(f"{language!r}: {', '.join(LANGUAGES)}", param_hint="--language")
    try:
        yield
    except KpiError as error:
        typer.echo(Text(language)("brief_building.command.refused"), err=True)
        for line in messages(error, language):
            typer.echo(f" - {line}", err=True)
        sys.exit(REFUSED)


def tell(text: Text, files: Sequence[Path]) -> None:
    """Names and sizes of files."""
    for file in files:
        size = f"{file.stat().st_size / 1000:,.0f}"
        typer.echo(text("brief_building.command.written", file=file, size=size))


def say_not_made(here: Desk, zone: str, kind: str, error: KpiError) -> None:
    """Which brief is missing, and why."""
    name, named = here.zone_name(zone), here.text(f"brief_building.file.{kind}")
    typer.echo(here.text("brief_building.command.not_made", name=name, kind=named), err=True)
    for line in messages(error, here.language):
        typer.echo(f" - {line}", err=True)


def _refuse_useless(kind: str, given: Sequence[str]) -> None:
    for name in given:
        if ONLY[name] != kind:
            raise typer.BadParameter(f"--{name}: {ONLY[name]}", param_hint=kind)


def _basis(asked: str) -> Basis:
    known: tuple[Basis, ...] = ("in_period", "cumulative")
    if asked and asked not in known:
        raise KpiError(_fault("basis_unknown", asked, known))
    return known[known.index(asked)] if asked in known else known[0]


def _fault(code: str, value: object, allowed: object = None) -> Fault:
    return Fault(f"brief_building_errors.{code}", value=value, allowed=allowed)


if __name__ == "__main__":
    app()
