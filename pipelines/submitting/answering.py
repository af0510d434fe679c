"""Parts of the answer to `prepare`: the failing rows as a file, samples as they may be shown, what has been hashed."""

import pandas as pd

from checks.found import Checked
from kpi import durable
from kpi.drafts import ColumnFit
from kpi.ledger import Draft
from kpi.paths import Paths
from kpi.submissions import Repair
from pipelines.reading.finding import MAX_SAMPLES
from pipelines.reading.matching import column_of
from pipelines.staging import Staged
from pipelines.submitting import drafting, grouping
from pipelines.submitting.masking import Masker, masked_name, masked_number
from pipelines.submitting.suggesting import Understood
from pipelines.submitting.watching import COLUMNS, Watched


def kept_failing(
    paths: Paths, draft: Draft, watched: Watched, checked: Checked, masker: Masker
) -> pd.DataFrame:
    """`failing.parquet`: every cell with a fault, and every row that a check names. The checks' rows come back."""
    rows = watched.as_written(checked.failing_rows).assign(kind="check")
    every = pd.concat([watched.faulty_cells(), rows[COLUMNS]], ignore_index=True)
    every = every.assign(file=draft.file_name, written=grouping.masked_cells(every, masker))
    final = drafting.failing_of(paths, draft.id)
    temporary = durable.beside(final)
    try:
        with durable.naming_full_disk(final):
            every.to_parquet(temporary, index=False)
        durable.place(temporary, final)
    finally:
        temporary.unlink(missing_ok=True)
    return every[every["kind"] == "check"]


def hashed(staged: Staged) -> list[Repair]:
    """That registration numbers are kept as keyed hashes only."""
    firms = {column.id for column in staged.dataset.columns if column.type == "firm"}
    cells = [cell for table in staged.reading.tables for cell in table.cells if cell.column in firms]
    headings = dict.fromkeys(cell.label for cell in cells)
    return [Repair("firm_hashed", heading, heading, "", staged.rows) for heading in headings]


def masked_fits(file: Understood, masker: Masker) -> tuple[ColumnFit, ...]:
    """The columns with samples as they may be shown; those that reading keeps to itself are masked throughout."""
    return tuple(
        fit.model_copy(update={"samples": _shown(fit, masker) or _masked_samples(fit, file, masker)})
        for fit in file.columns
    )


def _shown(fit: ColumnFit, masker: Masker) -> tuple[str, ...]:
    return tuple(masker.text(fit.heading, text) for text in fit.samples)


def _masked_samples(fit: ColumnFit, file: Understood, masker: Masker) -> tuple[str, ...]:
    mask = masked_name if masker.kind(fit.heading) == "personal" else masked_number
    return tuple(
        mask(text)
        for table in file.reading.tables
        for cell in table.as_written.cells
        if table.sheet == fit.sheet and cell.label == fit.heading and cell.position >= 0
        for text in list(dict.fromkeys(column_of(table.samples, cell.position)))[:MAX_SAMPLES]
    )


def missing(file: Understood) -> tuple[str, ...]:
    """Required columns that no heading is taken for and nobody has given a value for all rows."""
    given = {column for column, meanings in file.decisions.values.items() if meanings.get("")}
    # Of a table turned long, a column may have no heading of its own.
    found = {cell.column for table in file.reading.tables for cell in table.cells if cell.column}
    known = given | found | {fit.column for fit in file.columns}
    return tuple(column.id for column in file.dataset.columns if column.required and column.id not in known)
