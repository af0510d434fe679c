"""What checks found, as values: outcomes and failing rows in the shapes that a release stores."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from kpi.submissions import CheckOutcome

ROW_COLUMNS = ["submission", "check_code", "file", "sheet", "source_row", "column_name", "value"]


@dataclass(frozen=True)
class Checked:
    """One outcome a rule, and every failing row (`ROW_COLUMNS`), none left out."""

    outcomes: tuple[CheckOutcome, ...]
    failing_rows: pd.DataFrame


def stacked(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """All failing rows in one frame of `ROW_COLUMNS`, typed also where there are none."""
    found = [frame.reindex(columns=ROW_COLUMNS) for frame in frames if len(frame)]
    if not found:
        kinds = {name: "int64" if name == "source_row" else "str" for name in ROW_COLUMNS}
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
    return pd.concat(found, ignore_index=True)


def passed(outcome: CheckOutcome) -> bool:
    """Whether the check ran and found nothing."""
    return not outcome.broken and outcome.rows_failed == 0


def written(value: Any) -> str:
    """A compared value as text: numbers in full and without trailing zeros, never as 1.4e+11."""
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, str):
        return value
    return format(round(float(value), 4), "f").rstrip("0").rstrip(".")
