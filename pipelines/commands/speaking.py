"""What all commands share: the language, the console, a progress bar, tables, and faults told in words."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table

from kpi.errors import KpiError
from kpi.submissions import Progress, Report
from kpi.text import LANGUAGES, Text, messages

Language = Annotated[str, typer.Option("--lang", help="ko or en", envvar="KPI_LANGUAGE")]
REFUSED = 1
NUMBERS = {
    "rows",
    "submissions",
    "size",
    "before",
    "after",
    "difference",
    "count",
    "row",
    "confidence",
    "reached_before",
    "reached_after",
}
# Ids are there to be copied.
WHOLE = {"id", "number", "sha256"}
WIDTH_OF_A_FILE = 200


@contextmanager
def speaking(language: str) -> Iterator[tuple[Text, Console]]:
    """Words and a console; every fault of a refusal is printed in the language, and the exit code is 1."""
    if language not in LANGUAGES:
        raise typer.BadParameter(f"{language!r}: {', '.join(LANGUAGES)}", param_hint="--lang")
    text = Text(language)
    try:
        yield text, console_of(sys.stdout)
    except KpiError as error:
        tell_faults(text, error)
        sys.exit(REFUSED)


def console_of(stream: TextIO) -> Console:
    """As wide as the terminal; what goes into a file or a pipe is not folded to fit one."""
    return Console(file=stream, width=None if stream.isatty() else WIDTH_OF_A_FILE)


def tell_faults(text: Text, error: KpiError) -> None:
    """Every fault of a refusal in words, apart from what else is printed."""
    console = console_of(sys.stderr)
    console.print(text("pipelines.refused", count=len(error.faults)), style="bold red")
    for line in messages(error, text.language):
        console.print(f" - {line}", markup=False, highlight=False, soft_wrap=True)


@contextmanager
def bar(console: Console, text: Text) -> Iterator[Report]:
    """A progress bar for each step that reports; nothing where nobody watches."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[detail]}"),
    )
    with Bar(*columns, console=console, disable=not console.is_terminal) as shown:
        tasks: dict[str, int] = {}

        def report(progress: Progress) -> None:
            if progress.step not in tasks:
                tasks[progress.step] = shown.add_task(step_name(text, progress.step), total=None, detail="")
            shown.update(
                tasks[progress.step],  # type: ignore[arg-type]
                completed=progress.done,
                total=progress.total,
                detail=progress.detail,
            )

        yield report


def step_name(text: Text, step: str) -> str:
    """A step in words; the step itself where nobody has named it."""
    key = f"pipelines.steps.{step}"
    return text(key) if key in text else step


def table(text: Text, *columns: str, title: str = "") -> Table:
    """An empty table with the columns' names in words, numbers to the right."""
    made = Table(title=title or None, title_justify="left")
    for column in columns:
        made.add_column(
            text(f"pipelines.columns.{column}"),
            justify="right" if column in NUMBERS else "left",
            overflow="fold",
        )
    return made


def plain(console: Console, words: str, style: str | None = None) -> None:
    """One line as it is: what stands in a file is neither markup nor worth highlighting."""
    console.print(words, style=style, markup=False, highlight=False, soft_wrap=True)


def moment_of(at: datetime) -> str:
    """A time of the ledger."""
    return f"{at:%Y-%m-%d %H:%M} UTC"
