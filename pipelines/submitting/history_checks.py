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
    filed = Filed(dataset, counting(dataset, own, filing.mode), own, filing.submission, filing.file)
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
    columns = ", ".join(f"{column.id} AS {column.id}" for column in dataset.stored_columns)
    same_key = " AND ".join(f"o.{name} IS NOT DISTINCT FROM f.{name}" for name in dataset.key)
    return (
        f"(SELECT {columns}, sheet AS sheet, source_row AS source_row FROM {own} AS r UNION ALL"
        f" SELECT {columns}, '' AS sheet, CAST(NULL AS BIGINT) AS source_row FROM facts_{dataset.id} AS f"
        f" WHERE f.slice IN (SELECT s.slice FROM {own} AS s)"
        f" AND NOT EXISTS (SELECT 1 FROM {own} AS o WHERE {same_key}))"
    )
