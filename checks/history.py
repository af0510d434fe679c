"""Rules that hold a file against what is known already: the newest release, read in place.

A failing one is a warning: what looks odd beside the past may be true, and then needs a reason.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from checks.found import Checked, stacked, written
from checks.lookups import Reader, lookup_tables, select
from checks.programmes import DATASETS, programme_lookups
from checks.rounding import half_step
from checks.summing import SUMS, summed_metrics, sums_of
from checks.whole import (
    ACROSS_FILES,
    HISTORY_CHECKS,
    ONE_ZONE,
    SEVERITIES,
    combined,
    datasets_of_stays,
    guarded,
    text,
)
from kpi.catalogue import Catalogue, Dataset, Metric, Zone
from kpi.catalogue.programmes import ANY_PROGRAMME
from kpi.periods import index_of, is_quarter, quarter_at, year_of
from kpi.submissions import CheckOutcome

PERIODS_LOOKED_BACK = 8
# What two checks begin with.
KNOWN = "parts/known"
PUBLISHED = "published_values"
TERMS = {"metric": "VARCHAR", "basis": "VARCHAR", "column_name": "VARCHAR", "threshold": "DOUBLE"}
PERIOD = list(SUMS).index("period")
EARLIER = {"period": "VARCHAR", "earlier": "VARCHAR", "steps": "INTEGER"}
STARTS = {"zone": "VARCHAR", "first_quarter": "VARCHAR", "first_year": "VARCHAR"}
OWN = {
    "position": "INTEGER", "metric": "VARCHAR", "zone": "VARCHAR", "period": "VARCHAR", "ended": "VARCHAR",
    "value": "DOUBLE", "half_step": "DOUBLE", "sheet": "VARCHAR", "source_row": "BIGINT",
}  # fmt: skip


@dataclass(frozen=True)
class Filed:
    """A file's staged rows as the database sees them.

    `relation` has every row that would count in the slices the file touches; `own` only the file's, and only its rows
    have a `source_row` in `relation`. `beside` has the file's and every other row that would count; only the file's
    have a `submission` there.
    """

    dataset: Dataset
    relation: str
    own: str
    beside: str
    submission: str = ""
    file: str = ""


def history_checks(release: Reader, catalogue: Catalogue, filed: Filed) -> Checked:
    """Every history check that the dataset gives rise to, and the rules over stays and programmes' records that a
    release is held to. One outcome for each comparison that failed, with its row in the file, and one for each check
    that counts those that held. A check whose SQL fails is reported as broken.
    """
    metrics = summed_metrics(catalogue, filed.dataset)
    sums = sums_of(release, metrics, filed.relation, filed.own)
    runs = {
        "period_jump": lambda: _summed(release, catalogue, filed, "period_jump", metrics, sums),
        "records_differ": lambda: _summed(release, catalogue, filed, "records_differ", metrics, sums),
        "cumulative_falls": lambda: _cumulative(release, catalogue, filed),
        "firm_unknown": lambda: _firms(release, catalogue, filed),
    }
    rules = [ONE_ZONE] if filed.dataset.id in datasets_of_stays(catalogue) else []
    rules += [code for code, dataset in DATASETS.items() if dataset == filed.dataset.id]
    runs |= {code: partial(_breaking, release, catalogue, filed, code) for code in rules}
    return combined([guarded(code, runs[code], filed.dataset.id) for code in (*HISTORY_CHECKS, *rules)])


def _breaking(release: Reader, catalogue: Catalogue, filed: Filed, check_code: str) -> Checked:
    """The file's rows that break a rule, by themselves or beside all that would count with them."""
    tables = programme_lookups(catalogue).items()
    rule = text(check_code).format(facts=filed.beside if check_code in ACROSS_FILES else filed.own)
    named = ", ".join(f"{name} AS ({rows})" for name, rows in tables)
    found = release.frame(f"WITH {named} SELECT * FROM (\n{rule}) AS found WHERE submission IS NOT NULL")
    total = release.frame(f"SELECT COUNT(*) AS rows_checked FROM {filed.own} AS r")["rows_checked"].iloc[0]
    outcome = _outcome(check_code, filed, column_name=_first(found["column_name"]), rows_checked=int(total))
    rows = found.assign(submission=filed.submission, file=filed.file)
    return Checked((outcome(rows_failed=len(found), observed=_first(found["value"])),), stacked([rows]))


def _summed(
    release: Reader,
    catalogue: Catalogue,
    filed: Filed,
    check_code: str,
    metrics: Sequence[Metric],
    sums: Sequence[tuple[Any, ...]],
) -> Checked:
    """A comparison of what the dataset's metrics come to in each zone and period."""
    if not sums:
        return Checked((), stacked([]))
    known = text(KNOWN).format(
        sums=select(SUMS, list(sums)),
        terms=select(TERMS, [_terms(catalogue, metric, filed.dataset) for metric in metrics]),
    )
    sql = text(check_code).format(
        known=known,
        periods=select(EARLIER, _earlier(sorted({row[PERIOD] for row in sums}))),
        starts=select(STARTS, [_start(zone) for zone in catalogue.zones.values()]),
        announced=lookup_tables(release, catalogue)["announced"],
    )
    return _compared(release.frame(sql), check_code, filed)


def _start(zone: Zone) -> tuple[str, str, str]:
    return zone.id, zone.first_quarter, str(zone.designated_on.year)


def _cumulative(release: Reader, catalogue: Catalogue, filed: Filed) -> Checked:
    """Cumulative values that a file of published values states, beside those before and after them."""
    if filed.dataset.id != PUBLISHED:
        return Checked((), stacked([]))
    stated = release.frame(
        f"SELECT metric, zone, period, value, unit, sheet, source_row FROM {filed.own} AS r"
        " WHERE basis = 'cumulative' AND value IS NOT NULL AND zone IS NOT NULL AND period IS NOT NULL"
        " AND metric IS NOT NULL ORDER BY source_row"
    )
    rows = [
        _own(position, row, catalogue)
        for position, row in enumerate(stated.to_dict("records"))
        if row["metric"] in catalogue.metrics
    ]
    announced = lookup_tables(release, catalogue)["announced"]
    sql = text("cumulative_falls").format(own=select(OWN, rows), announced=announced)
    return _compared(release.frame(sql), "cumulative_falls", filed)


def _own(position: int, row: dict[Any, Any], catalogue: Catalogue) -> tuple[Any, ...]:
    unit = catalogue.units[catalogue.metrics[row["metric"]].unit]
    ended = row["period"] if is_quarter(row["period"]) else f"{row['period']}Q4"
    rounded = half_step(row["value"], unit, str(row["unit"]))
    key = (row["metric"], row["zone"], row["period"], ended)
    return position, *key, row["value"], rounded, row["sheet"], row["source_row"]


def _firms(release: Reader, catalogue: Catalogue, filed: Filed) -> Checked:
    """Firms of the zones that no tenant register holds, each by its first row; a register itself is not asked, nor a
    world without one.
    """
    registers = datasets_of_stays(catalogue)
    columns = {column.id for column in filed.dataset.columns}
    if not registers or filed.dataset.id in registers or "firm" not in columns:
        return Checked((), stacked([]))
    parts = [f"SELECT firm AS firm FROM facts_{name} WHERE firm IS NOT NULL" for name in registers]
    register = f"({' UNION ALL '.join(parts)})"
    if not len(release.frame(f"SELECT 1 AS one FROM {register} AS t LIMIT 1")):
        return Checked((), stacked([]))
    shown = "COALESCE(r.firm_name, '')" if "firm_name" in columns else "''"
    own = _in_zones(catalogue, filed)
    found = release.frame(text("firm_unknown").format(rows=own, register=register, shown=shown))
    total = release.frame(f"SELECT COUNT(r.firm) AS firms FROM {own} AS r")["firms"].iloc[0]
    rows = found.assign(submission=filed.submission, file=filed.file, column_name="firm")
    outcome = _outcome("firm_unknown", filed, column_name="firm", rows_checked=int(total))
    return Checked(
        (outcome(rows_failed=int(found["times"].sum()), observed=_first(rows["value"])),), stacked([rows])
    )


def _in_zones(catalogue: Catalogue, filed: Filed) -> str:
    """The file's rows without those of programmes elsewhere, whose firms are no tenants."""
    if filed.dataset.programme != ANY_PROGRAMME:
        return filed.own
    zones = select({"zone": "VARCHAR"}, [(zone,) for zone in catalogue.zones])
    return f"(SELECT o.* FROM {filed.own} AS o JOIN ({zones}) AS z ON z.zone = o.zone)"


def _outcome(check_code: str, filed: Filed, **stated: Any) -> Callable[..., CheckOutcome]:
    """A check's outcome but for what it found."""
    named = {"dataset": filed.dataset.id, "submission": filed.submission, **stated}
    return partial(CheckOutcome, check_code, SEVERITIES[check_code], **named)


def _compared(found: pd.DataFrame, check_code: str, filed: Filed) -> Checked:
    """One outcome a failed comparison, with the row that weighs most in it, and one that counts those that held."""
    failed = pd.DataFrame(found[found["failed"] == 1])
    outcomes = [
        _outcome(check_code, filed, metric=row["metric"], zone=row["zone"], period=row["period"])(
            column_name=row["column_name"], rows_checked=1, rows_failed=1,
            observed=written(row["observed"]), expected=written(row["expected"]),
        )
        for row in failed.to_dict("records")
    ]  # fmt: skip
    held = _outcome(check_code, filed)(rows_checked=len(found) - len(failed))
    values = [f"{written(row['expected'])} → {written(row['observed'])}" for row in failed.to_dict("records")]
    rows = failed.assign(submission=filed.submission, file=filed.file, value=values)
    return Checked((*outcomes, held), stacked([rows]))


def _terms(catalogue: Catalogue, metric: Metric, dataset: Dataset) -> tuple[Any, ...]:
    counted = metric.counted
    column = (counted.column if counted else None) or dataset.key[-1]
    return metric.id, catalogue.bases_of(metric.id)[0], column, metric.jump_threshold


def _earlier(periods: Iterable[str]) -> list[tuple[str, str, int]]:
    """Each period with those before it of the same length, one step back first."""
    return [
        (period, _back(period, steps), steps)
        for period in periods
        for steps in range(1, PERIODS_LOOKED_BACK + 1)
    ]


def _back(period: str, steps: int) -> str:
    return quarter_at(index_of(period) - steps) if is_quarter(period) else f"{year_of(period) - steps:04d}"


def _first(values: pd.Series) -> str:
    return ", ".join(value for value in values.drop_duplicates().head(3) if value)
