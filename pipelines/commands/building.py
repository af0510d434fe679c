"""Commands that make something of what lies in the raw folder: build, moment, verify."""

from collections import Counter
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console

from kpi import format
from kpi.errors import KpiError
from kpi.paths import Paths
from kpi.submissions import CheckOutcome
from kpi.text import Text
from pipelines.commands.speaking import Language, bar, speaking


def build(lang: Language = "ko") -> None:
    """Accept every new file of data/raw and publish a release."""
    from pipelines.building import build as made

    with speaking(lang) as (text, console), bar(console, text) as report:
        summary = made(Paths.from_environment(), report)
    key = "pipelines.built" if summary.outcomes else "pipelines.unchanged"
    console.print(
        text(key, release=summary.release, accepted=summary.accepted, unchanged=summary.unchanged,
             rows=format.plain(summary.rows), seconds=f"{summary.seconds:.1f}")
    )  # fmt: skip
    for file, column in summary.unused_columns:
        console.print(text("pipelines.column_not_used", file=file, column=column))
    if summary.outcomes:
        _print_findings(console, text, summary.outcomes)


def moment(day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"])], lang: Language = "ko") -> None:
    """Build the marts as they were known on a day."""
    from pipelines.moments import build_moment

    with speaking(lang) as (text, console), bar(console, text) as report:
        built = build_moment(Paths.from_environment(), day.date(), report)
    console.print(text("pipelines.moment_built", day=day.date(), file=built.name))


def verify(lang: Language = "ko") -> None:
    """Rehash every kept file, reopen every release and frozen round; exit 1 when something is not what it was."""
    from pipelines.verifying import verify as look

    with speaking(lang) as (text, console):
        with bar(console, text) as report:
            found = look(Paths.from_environment(), report)
        counts = {kind: found.count(kind) for kind in ("raw", "facts", "checks", "release", "round")}
        console.print(text("pipelines.verified", **counts, faults=len(found.faults)))
        if found.faults:
            raise KpiError(*found.faults)


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
