"""`python -m pipelines`: build a release from the files in `data/raw`, and look at what is there."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table

from kpi import format
from kpi.errors import KpiError
from kpi.ledger import Ledger
from kpi.paths import Paths
from kpi.submissions import CheckOutcome, Progress, Report
from kpi.text import LANGUAGES, Text, messages

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
Language = Annotated[str, typer.Option("--lang", help="ko or en", envvar="KPI_LANGUAGE")]
FAILED = 1


@app.command("build")
def build_command(lang: Language = "ko") -> None:
    """Accept every new file of data/raw and publish a release."""
    from pipelines.building import build

    with _speaking(lang) as (text, console), _bar(console, text) as report:
        summary = build(Paths.from_environment(), report)
    key = "pipelines.built" if summary.outcomes else "pipelines.unchanged"
    console.print(
        text(key, release=summary.release, accepted=summary.accepted, unchanged=summary.unchanged,
             rows=format.plain(summary.rows), seconds=f"{summary.seconds:.1f}")
    )  # fmt: skip
    for file, column in summary.unused_columns:
        console.print(text("pipelines.column_not_used", file=file, column=column))
    if summary.outcomes:
        _print_findings(console, text, summary.outcomes)


@app.command()
def moment(day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"])], lang: Language = "ko") -> None:
    """Build the marts as they were known on a day."""
    from pipelines.moments import build_moment

    with _speaking(lang) as (text, console), _bar(console, text) as report:
        built = build_moment(Paths.from_environment(), day.date(), report)
    console.print(text("pipelines.moment_built", day=day.date(), file=built.name))


@app.command()
def status(lang: Language = "ko") -> None:
    """The newest release, what it rests on, and builds that were interrupted."""
    paths = Paths.from_environment()
    with _speaking(lang) as (text, console), Ledger(paths.ledger_url) as ledger:
        newest, submissions = ledger.newest_release(), ledger.submissions()
        interrupted = [each for each in ledger.builds() if each.state == "interrupted"]
        if newest is None:
            console.print(text("pipelines.no_release"))
            return
        console.print(text("pipelines.newest", release=newest.number, built_at=_moment(newest.built_at)))
        synthetic = sum(each.synthetic for each in submissions)
        rows = format.plain(sum(each.rows for each in submissions))
        console.print(text("pipelines.rests_on", count=len(submissions), synthetic=synthetic, rows=rows))
        for build in interrupted:
            console.print(text("pipelines.interrupted", build=build.id, started_at=_moment(build.started_at)))


@app.command()
def releases(lang: Language = "ko") -> None:
    """Every release, newest first."""
    with _speaking(lang) as (text, console), Ledger(Paths.from_environment().ledger_url) as ledger:
        table = _table(text, "number", "built_at", "submissions", "size", "sha256")
        for each in ledger.releases():
            count = len(ledger.submissions_of_release(each.number))
            size = f"{each.size / 1e6:,.1f} MB"
            table.add_row(str(each.number), _moment(each.built_at), str(count), size, each.sha256[:12])
        console.print(table)


@app.command()
def show(number: int, lang: Language = "ko") -> None:
    """The files that one release rests on."""
    with _speaking(lang) as (text, console), Ledger(Paths.from_environment().ledger_url) as ledger:
        ledger.release(number)
        table = _table(text, "known_on", "dataset", "series", "file", "rows", "origin")
        for each in ledger.submissions_of_release(number):
            origin = text("pipelines.synthetic" if each.synthetic else "pipelines.published")
            known_on = each.known_on.isoformat()
            table.add_row(
                known_on, each.dataset, each.series, each.file_name, format.plain(each.rows), origin
            )
        console.print(table)


@app.command()
def verify(lang: Language = "ko") -> None:
    """Rehash every kept file and reopen every release; exit 1 when something is not what it was."""
    from pipelines.verifying import verify as look

    with _speaking(lang) as (text, console):
        with _bar(console, text) as report:
            found = look(Paths.from_environment(), report)
        counts = {kind: found.count(kind) for kind in ("raw", "facts", "checks", "release")}
        console.print(text("pipelines.verified", **counts, faults=len(found.faults)))
        if found.faults:
            raise KpiError(*found.faults)


@contextmanager
def _speaking(language: str) -> Iterator[tuple[Text, Console]]:
    """Words and a console; every fault of a refusal is printed in the language, and the exit code is 1."""
    if language not in LANGUAGES:
        raise typer.BadParameter(f"{language!r}: {', '.join(LANGUAGES)}", param_hint="--lang")
    text = Text(language)
    try:
        yield text, Console()
    except KpiError as error:
        console = Console(stderr=True)
        console.print(text("pipelines.refused", count=len(error.faults)), style="bold red")
        for line in messages(error, language):
            console.print(f" - {line}", markup=False, highlight=False, soft_wrap=True)
        sys.exit(FAILED)


@contextmanager
def _bar(console: Console, text: Text) -> Iterator[Report]:
    """A progress bar for each step that reports."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[detail]}"),
    )
    with Bar(*columns, console=console, transient=not console.is_terminal) as bar:
        tasks: dict[str, int] = {}

        def report(progress: Progress) -> None:
            if progress.step not in tasks:
                tasks[progress.step] = bar.add_task(
                    text(f"pipelines.steps.{progress.step}"), total=progress.total, detail=""
                )
            bar.update(
                tasks[progress.step], completed=progress.done, total=progress.total, detail=progress.detail
            )  # type: ignore[arg-type]

        yield report


def _print_findings(console: Console, text: Text, outcomes: tuple[CheckOutcome, ...]) -> None:
    """What checks found without keeping anything out, by check and severity."""
    failed = [each for each in outcomes if each.rows_failed or each.broken]
    if not failed:
        console.print(text("pipelines.no_findings", count=len(outcomes)))
        return
    counts = Counter((each.severity, each.check_code) for each in failed)
    for (severity, code), count in counts.items():
        words = {"severity": text(f"pipelines.severity.{severity}"), "check": text(f"checks.{code}.title")}
        console.print(text("pipelines.finding", count=count, **words))


def _table(text: Text, *columns: str) -> Table:
    table = Table()
    for column in columns:
        numeric = column in ("rows", "submissions", "size")
        table.add_column(text(f"pipelines.columns.{column}"), justify="right" if numeric else "left")
    return table


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


if __name__ == "__main__":
    app()
