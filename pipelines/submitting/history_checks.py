"""A draft's rows held against the newest release: opened read-only beside them, asked, closed."""

from dataclasses import dataclass
from pathlib import Path

from checks.found import Checked, stacked
from checks.history import Filed, history_checks
from kpi.catalogue import Catalogue, Dataset
from kpi.errors import WarehouseError
from kpi.fact_views import literal
from kpi.ledger import ReleaseRecord
from kpi.paths import Paths
from kpi.submissions import CheckOutcome, Mode
from kpi.warehouse import open_release


@dataclass(frozen=True)
class Filing:
    """Staged rows that want to become a submission."""

    dataset: Dataset
    facts: Path
    mode: Mode
    submission: str
    file: str


def against_release(
    paths: Paths, newest: ReleaseRecord | None, catalogue: Catalogue, filing: Filing
) -> Checked:
    """What the history checks find in staged rows; nothing before the first release.

    A release that cannot be read is told as a broken check: the file itself may be right.
    """
    if newest is None:
        return Checked((), stacked([]))
    dataset, own = filing.dataset, f"read_parquet({literal(str(filing.facts))})"
    counts, everything = counting(dataset, own, filing.mode), beside(dataset, own, filing.mode)
    filed = Filed(dataset, counts, own, everything, filing.submission, filing.file)
    try:
        with open_release(paths.warehouse / newest.file, paths.warehouse) as release:
            return history_checks(release, catalogue, filed)
    except WarehouseError as error:
        named = {"dataset": dataset.id, "submission": filing.submission}
        broken = CheckOutcome("period_jump", "warning", observed=error.code, broken=True, **named)
        return Checked((broken,), stacked([]))


def counting(dataset: Dataset, own: str, mode: Mode) -> str:
    """The rows that would count in the slices a file touches: its own, and what an amendment leaves standing there."""
    if mode == "replace":
        return own
    columns = _columns(dataset)
    return (
        f"(SELECT {columns}, sheet AS sheet, source_row AS source_row FROM {own} AS r UNION ALL"
        f" SELECT {columns}, '' AS sheet, CAST(NULL AS BIGINT) AS source_row FROM facts_{dataset.id} AS f"
        f" WHERE f.slice IN (SELECT s.slice FROM {own} AS s) AND NOT {_same_key(dataset, own)})"
    )


def beside(dataset: Dataset, own: str, mode: Mode) -> str:
    """The rows of a file and all others that would count in the whole dataset; these have no `submission`."""
    columns = f"{_columns(dataset)}, sheet AS sheet, source_row AS source_row"
    gone = f"f.slice IN (SELECT s.slice FROM {own} AS s)" if mode == "replace" else _same_key(dataset, own)
    return (
        f"(SELECT {columns}, submission AS submission FROM {own} AS r UNION ALL"
        f" SELECT {columns}, CAST(NULL AS VARCHAR) AS submission FROM facts_{dataset.id} AS f WHERE NOT {gone})"
    )


def _columns(dataset: Dataset) -> str:
    return ", ".join(f"{column.id} AS {column.id}" for column in dataset.stored_columns)


def _same_key(dataset: Dataset, own: str) -> str:
    """Whether the file has a row of the same key."""
    same = " AND ".join(f"o.{name} IS NOT DISTINCT FROM f.{name}" for name in dataset.key)
    return f"EXISTS (SELECT 1 FROM {own} AS o WHERE {same})"
