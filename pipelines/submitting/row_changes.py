"""Differing rows as a reader sees them: the key in words, each changed column old and new."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from kpi.catalogue import Dataset
from kpi.drafts import RowChange
from pipelines.submitting.differing import SIDES, values_of

HASH_SHOWN = 8


def as_changes(found: Iterable[dict[str, Any]], dataset: Dataset) -> tuple[RowChange, ...]:
    """Rows of `differing.first_changes` as values, in their order."""
    return tuple(_as_change(row, dataset) for row in found)


def _as_change(row: dict[str, Any], dataset: Dataset) -> RowChange:
    before, after = (_side(row, side, dataset) for side in SIDES)
    differing = [name for name in before if before[name] != after[name]]
    now = before if row["kind"] == "removed" else after
    told = {**now, **{name: _plain(row[name]) for name in dataset.key}}
    scope, period = str(row["slice"]).split("|", 1)
    return RowChange(
        kind=row["kind"],
        zone=str(told.get("zone") or scope),
        period=str(told.get("period") or period),
        key={name: _shown(name, told, dataset) for name in dataset.key},
        before={} if row["kind"] == "added" else {name: before[name] for name in differing},
        after={} if row["kind"] == "removed" else {name: after[name] for name in differing},
        source_row=_row_of_file(row),
    )


def _side(row: dict[str, Any], side: str, dataset: Dataset) -> dict[str, Any]:
    return {name: _plain(row[f"{side}_{name}"]) for name in values_of(dataset)}


def _row_of_file(row: dict[str, Any]) -> int | None:
    """Where the draft's own file says so; what is removed stands in another one."""
    return None if row["kind"] == "removed" else row["source_row"]


def _shown(name: str, told: dict[str, Any], dataset: Dataset) -> str:
    """A part of the key. A firm's keyed hash tells a reader nothing: its name does, where the file gives one."""
    value = told[name]
    if dataset.column(name).type == "firm":
        value = told.get(f"{name}_name") or str(value or "")[:HASH_SHOWN]
    return "" if value is None else str(value)


def _plain(value: Any) -> Any:
    """A cell as JSON takes it: a day as text."""
    return value.isoformat() if isinstance(value, date) else value
