"""A set of submissions and a catalogue → one DuckDB file with marts, checks and coverage, and where each is from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from checks.whole import release_checks
from kpi.catalogue import Catalogue
from kpi.ledger import Submission
from kpi.measures import key_values
from kpi.paths import Paths
from kpi.submissions import CheckOutcome, Progress, Report
from kpi.warehouse import RELEASE_TABLES, ReleaseBuilder, ReleaseFile, scratch
from pipelines import findings, firms, marts, programmes, renewing, tables
from pipelines.live import live_slices


@dataclass(frozen=True)
class Written:
    """A finished release file, and every check result that it holds."""

    file: ReleaseFile
    outcomes: tuple[CheckOutcome, ...]


STEPS = ("facts", "parts", "values", "checks", "write")


def write_release(
    final: Path,
    paths: Paths,
    catalogue: Catalogue,
    submissions: Sequence[Submission],
    about: dict[str, str],
    report: Report = lambda progress: None,
    earlier: Path | None = None,
) -> Written:
    """The finished file, checked and durable under its name. Raises DamagedRelease, DiskFull.

    `earlier` is a release whose parts are taken over where they rest on the same facts; the content is the same.
    """

    def step(number: int) -> None:
        report(Progress("build", number, len(STEPS), STEPS[min(number, len(STEPS) - 1)]))

    with scratch(final, paths.warehouse) as builder:
        step(0)
        begin(builder, catalogue, submissions, about)
        step(1)
        _add_parts(builder, catalogue, earlier)
        marts.add_descriptions(builder)
        programmes.add_programmes(builder, catalogue)
        firms.add_firms(builder, catalogue)
        add_published(builder, submissions, paths.warehouse)
        step(2)
        _add_values(builder, catalogue)
        builder.create("coverage", marts.text("coverage"))
        step(3)
        outcomes = _add_checks(builder, catalogue, submissions, paths.warehouse)
        step(4)
        return Written(builder.finish(RELEASE_TABLES), outcomes)


def begin(
    builder: ReleaseBuilder, catalogue: Catalogue, submissions: Sequence[Submission], about: dict[str, str]
) -> None:
    """What everything else is made from: the tables that opening needs, the calendar, and the views of facts."""
    _describe(builder, catalogue, submissions, about)
    builder.register_facts()
    marts.add_calendar(builder, catalogue)


def _describe(
    builder: ReleaseBuilder, catalogue: Catalogue, submissions: Sequence[Submission], about: dict[str, str]
) -> None:
    """Tables `about`, `submissions`, `live_slices`: all that opening the file needs."""
    stated = {
        **about,
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "catalogue": catalogue.to_json(),
        "catalogue_sha256": catalogue.sha256,
        "recipe": renewing.recipe(),
    }
    builder.table("about", pd.DataFrame(list(stated.items()), columns=["key", "value"]))
    builder.table("submissions", tables.submissions(submissions), tables.SUBMISSIONS)
    live = live_slices(submissions, catalogue.datasets)
    builder.table("live_slices", tables.live_slices(live), tables.LIVE_SLICES)


def _add_parts(builder: ReleaseBuilder, catalogue: Catalogue, earlier: Path | None) -> None:
    """Table `parts`, as much as may be from the release before."""
    touched = None if earlier is None else renewing.touched_since(builder, earlier)
    if touched is None:
        marts.add_parts(builder, catalogue)
    else:
        renewing.add_parts(builder, catalogue, touched)


def add_published(builder: ReleaseBuilder, submissions: Sequence[Submission], warehouse: Path) -> None:
    """Table `published`: every vintage, in stored units, marked where a later one has taken its place."""
    dataset = "published_values"
    files = [str(warehouse / each.facts_file) for each in submissions if each.dataset == dataset]
    builder.create("published_now", marts.text("published").format(facts=f"facts_{dataset}"))
    if files:
        vintages = pd.concat([pd.read_parquet(file) for file in files], ignore_index=True)
        builder.table("vintages", vintages)
        builder.create("published_ever", marts.text("published").format(facts="vintages"))
        builder.run("DROP TABLE vintages")
    else:
        builder.create("published_ever", "SELECT * FROM published_now")
    builder.create("published", marts.text("published_marked"))
    builder.run("DROP TABLE published_now; DROP TABLE published_ever")


def _add_values(builder: ReleaseBuilder, catalogue: Catalogue) -> None:
    """Tables `key_values` and `programme_values`: the final numbers."""
    parts = builder.frame("SELECT * FROM parts WHERE breakdown = ''")
    published = builder.frame("SELECT * FROM published WHERE NOT superseded")
    builder.table("key_values", key_values(parts, published, catalogue), tables.KEY_VALUES)
    programmes.add_values(builder, catalogue)


def _add_checks(
    builder: ReleaseBuilder, catalogue: Catalogue, submissions: Sequence[Submission], warehouse: Path
) -> tuple[CheckOutcome, ...]:
    """Tables `check_results` and `check_rows`: what each submission was accepted with, and the cross-checks."""
    crossed = release_checks(builder, catalogue)
    outcomes = [*findings.outcomes_of(warehouse, submissions), *crossed.outcomes]
    rows = pd.concat([findings.rows_of(warehouse, submissions), crossed.failing_rows], ignore_index=True)
    builder.table("check_results", tables.check_results(outcomes), tables.CHECK_RESULTS)
    builder.table("check_rows", rows, tables.CHECK_ROWS)
    return tuple(outcomes)
