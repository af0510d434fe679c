"""What the checks found in a submission, kept as rows beside its facts: one file of outcomes, one of failing rows."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path

import pandas as pd

from checks.found import stacked
from kpi import durable
from kpi.ledger import Submission
from kpi.submissions import CheckOutcome

ROWS_SHOWN = 1_000


def write(outcomes: Iterable[CheckOutcome], failing: pd.DataFrame, identity: str, folder: Path) -> Path:
    """Writes both files and returns that of the outcomes; failing rows are stored without a limit."""
    columns = [field.name for field in fields(CheckOutcome)]
    final = folder / f"{identity}.outcomes.parquet"
    _write(pd.DataFrame([asdict(each) for each in outcomes], columns=columns), final)
    _write(failing, _rows_file(final))
    return final


def outcomes_of(warehouse: Path, found: Iterable[Submission]) -> list[CheckOutcome]:
    """Every outcome that these submissions were accepted with, in their order."""
    frames = [pd.read_parquet(warehouse / each.checks_file) for each in found]
    return [CheckOutcome(**row) for frame in frames for row in frame.to_dict("records")]


def rows_of(warehouse: Path, found: Iterable[Submission]) -> pd.DataFrame:
    """Failing rows of these submissions, at most ROWS_SHOWN a check; the rest stay in the submission's own file."""
    frames = [pd.read_parquet(_rows_file(warehouse / each.checks_file)) for each in found]
    return stacked(frames).groupby(["submission", "check_code", "column_name"], sort=False).head(ROWS_SHOWN)


def _rows_file(outcomes_file: Path) -> Path:
    return outcomes_file.with_name(outcomes_file.name.replace(".outcomes.", ".rows."))


def _write(frame: pd.DataFrame, final: Path) -> None:
    durable.make_folder(final.parent)
    temporary = durable.beside(final)
    try:
        with durable.naming_full_disk(final):
            frame.to_parquet(temporary, index=False)
        durable.place(temporary, final)
    finally:
        temporary.unlink(missing_ok=True)
