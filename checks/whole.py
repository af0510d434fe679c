"""Rules over a whole submission or release: one SELECT a file in `checks/sql`, named after its check."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from checks.found import Checked, stacked, written
from checks.lookups import Reader, lookup_tables
from checks.programmes import DATASETS, PROGRAMME_CHECKS, programme_lookups
from kpi.catalogue import Catalogue, Dataset
from kpi.errors import KpiError
from kpi.submissions import CheckOutcome, Severity

SQL = Path(__file__).parent / "sql"
SHOWN_VALUES = 3
NO_ROWS = "SELECT '' AS sheet, 0 AS source_row, '' AS value WHERE 1 = 0"
KEY_UNIQUE = "key_unique"
TOTALS_MATCH = "totals_match"
ONE_ZONE = "one_zone_at_a_time"
# How grave a failure of each cross-check is; none of them keeps a release from being published.
COMPARISONS: dict[str, Severity] = {
    "zones_add_up": "warning",
    "records_match_published": "warning",
    "cumulative_never_falls": "warning",
    "quarters_add_up": "warning",
    "year_jump": "info",
    "ratio_sides": "info",
    "freshness": "info",
}
# Rules that a row breaks only beside rows of other files.
ACROSS_FILES = (ONE_ZONE, "invested_above_committed")
ROW_CHECKS: dict[str, Severity] = {ONE_ZONE: "warning", **PROGRAMME_CHECKS}
SUBMISSION_CHECKS: dict[str, Severity] = {KEY_UNIQUE: "critical", TOTALS_MATCH: "warning"}
HISTORY_CHECKS: dict[str, Severity] = dict.fromkeys(
    ("period_jump", "records_differ", "cumulative_falls", "firm_unknown"), "warning"
)
SEVERITIES: dict[str, Severity] = {**COMPARISONS, **ROW_CHECKS, **SUBMISSION_CHECKS, **HISTORY_CHECKS}


class Connection(Reader, Protocol):
    """A database under construction, as `kpi.warehouse.scratch` gives it."""

    def run(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None: ...


def release_checks(connection: Connection, catalogue: Catalogue) -> Checked:
    """Every cross-check over the marts of a release under construction.

    Reads `key_values`, `published`, and the views `facts_<dataset>` of datasets that hold stays or records of
    programmes. One outcome for each comparison that failed (`column_name` holds its basis), and one for each check
    that counts those that held. A check whose SQL fails is reported as broken; storage faults (KpiError) are raised.
    """
    lookups = lookup_tables(connection, catalogue) | programme_lookups(catalogue)
    for name, select in lookups.items():
        connection.run(f"CREATE OR REPLACE TEMP TABLE {name} AS {select}")
    compared = [guarded(code, lambda code=code: _compared(connection, code)) for code in COMPARISONS]
    rules = [(ONE_ZONE, name) for name in datasets_of_stays(catalogue)]
    rules += [(code, name) for code, name in DATASETS.items() if name in catalogue.datasets]
    broken = [
        guarded(code, lambda code=code, name=name: _breaking(connection, code, name), name)
        for code, name in rules
    ]
    return combined([*compared, *broken])


def duplicate_keys(
    connection: Reader, dataset: Dataset, relation: str, submission: str = "", file: str = ""
) -> Checked:
    """Uniqueness of the dataset's key over all rows of one submission, with every row of every repeated key.

    `relation` is what follows FROM: a view, a table, or `read_parquet('…')`, with the dataset's columns, `sheet` and
    `source_row`.
    """
    total = int(
        connection.frame(f"SELECT COUNT(*) AS rows_checked FROM {relation} AS r")["rows_checked"].iloc[0]
    )
    # Which rows share a key costs twice as much as whether any do, and hardly any file has some.
    found = connection.frame(
        _key_query(dataset, relation) if _repeats(connection, dataset, relation) else NO_ROWS
    )
    rows = found.assign(submission=submission, file=file, column_name=", ".join(dataset.key))
    outcome = CheckOutcome(
        KEY_UNIQUE,
        SEVERITIES[KEY_UNIQUE],
        dataset=dataset.id,
        submission=submission,
        column_name=", ".join(dataset.key),
        rows_checked=total,
        rows_failed=len(rows),
        observed=_first(pd.Series(rows["value"])),
        expected=", ".join(dataset.key),
    )
    return Checked((outcome,), stacked([rows]))


def combined(results: Iterable[Checked]) -> Checked:
    """Several results as one."""
    listed = list(results)
    outcomes = tuple(outcome for result in listed for outcome in result.outcomes)
    return Checked(outcomes, stacked([result.failing_rows for result in listed]))


@cache
def text(check_code: str) -> str:
    """The text of `checks/sql/<check_code>.sql`."""
    return (SQL / f"{check_code}.sql").read_text("utf-8")


def guarded(check_code: str, run: Callable[[], Checked], dataset: str = "") -> Checked:
    """A check that cannot run says so and leaves the others alone."""
    try:
        return run()
    except KpiError:
        raise
    except Exception as error:
        problem = str(error).split("\n")[0][:300]
        severity = SEVERITIES[check_code]
        return Checked(
            (CheckOutcome(check_code, severity, dataset=dataset, observed=problem, broken=True),), stacked([])
        )


def _compared(connection: Reader, check_code: str) -> Checked:
    """One outcome for each comparison that failed, and one that counts those that held."""
    found = connection.frame(text(check_code))
    failed = pd.DataFrame(found[found["failed"] == 1]).to_dict(orient="records")
    severity = COMPARISONS[check_code]
    outcomes = [
        CheckOutcome(
            check_code,
            severity,
            dataset=str(row.get("dataset", "")),
            metric=row["metric"],
            zone=row["zone"],
            period=row["period"],
            column_name=row["basis"],
            rows_checked=1,
            rows_failed=1,
            observed=written(row["observed"]),
            expected=written(row["expected"]),
        )
        for row in failed
    ]
    held = CheckOutcome(check_code, severity, rows_checked=len(found) - len(failed))
    return Checked((*outcomes, held), stacked([]))


def _breaking(connection: Reader, check_code: str, dataset: str) -> Checked:
    """One outcome for each submission with rows that break a rule, and one that counts the rows that hold."""
    facts = f"facts_{dataset}"
    found = connection.frame(text(check_code).format(facts=facts))
    total = int(
        connection.frame(f"SELECT COUNT(*) AS rows_checked FROM {facts} AS f")["rows_checked"].iloc[0]
    )
    outcomes = [
        CheckOutcome(
            check_code,
            SEVERITIES[check_code],
            dataset=dataset,
            submission=str(submission),
            column_name=str(rows["column_name"].iloc[0]),
            rows_checked=len(rows),
            rows_failed=len(rows),
            observed=_first(pd.Series(rows["value"])),
        )
        for submission, rows in found.groupby("submission", sort=False)
    ]
    held = CheckOutcome(check_code, SEVERITIES[check_code], dataset=dataset, rows_checked=total - len(found))
    return Checked((*outcomes, held), stacked([found.assign(file="")]))


def _first(values: pd.Series) -> str:
    """The first few distinct values."""
    return ", ".join(values.drop_duplicates().head(SHOWN_VALUES))


def datasets_of_stays(catalogue: Catalogue) -> list[str]:
    """The tenant registers: the datasets that metrics count stays of."""
    counted = [metric.counted for metric in catalogue.metrics.values()]
    return sorted({each.dataset for each in counted if each is not None and each.aggregate == "stays"})


def _key_query(dataset: Dataset, relation: str) -> str:
    """`key_unique.sql` for one dataset."""
    names = [f"key_{number}" for number in range(len(dataset.key))]
    parts = _key_parts(dataset)
    # A firm's keyed hash tells a reader nothing; the other parts and the row number find the row.
    shown = [
        part for part, column in zip(parts, dataset.key, strict=True) if dataset.column(column).type != "firm"
    ]
    return text(KEY_UNIQUE).format(
        rows=relation,
        names=", ".join(names),
        parts=", ".join(f"{part} AS {name}" for part, name in zip(parts, names, strict=True)),
        shown=f"CONCAT({', '.join(_joined(shown))})",
        same=" AND ".join(f"d.{name} = k.{name}" for name in names),
    )


def _repeats(connection: Reader, dataset: Dataset, relation: str) -> bool:
    """Whether two rows may have the same key: none of those with different hashes do."""
    repeated = (
        f"SELECT 1 AS one FROM {relation} AS r GROUP BY hash({', '.join(_key_parts(dataset))})"
        " HAVING COUNT(*) > 1 LIMIT 1"
    )
    return len(connection.frame(repeated)) > 0


def _key_parts(dataset: Dataset) -> list[str]:
    """Key parts are compared as text, a missing one as the empty text."""
    return [f"COALESCE(CAST(r.{column} AS VARCHAR), '')" for column in dataset.key]


def _joined(parts: list[str]) -> list[str]:
    """The parts with ` / ` between them, as arguments of CONCAT."""
    return [
        term for number, part in enumerate(parts) for term in (["' / '", part] if number else [part])
    ] or ["''"]
