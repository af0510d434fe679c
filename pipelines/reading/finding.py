"""What a received file is: which dataset it fits, which column each heading means, and the signature of its shape."""

import hashlib
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from kpi.catalogue import Catalogue, Column, Dataset
from kpi.drafts import Certainty, ColumnFit, DatasetFit, Decisions
from pipelines.reading.content import NUMBER_TYPES, Content, is_firm
from pipelines.reading.decided import NOTHING_DECIDED
from pipelines.reading.header import find_table
from pipelines.reading.headings import personal_headings
from pipelines.reading.matching import Matcher, column_of
from pipelines.reading.model import HeaderCell, Reading, Table
from pipelines.reading.parts import Parts
from pipelines.reading.sources import Source, source_of
from pipelines.reading.words import key_of

MAX_SAMPLES = 5
REMEMBERED_CONFIDENCE = 0.97
MIN_CHOICE = 0.3


def dataset_fits(
    path: Path, catalogue: Catalogue, decisions: Decisions = NOTHING_DECIDED
) -> tuple[DatasetFit, ...]:
    """Every dataset of the catalogue with how well the file fits it, best first; 0 where no header of it was found.

    Raises FileError as `read` does, save that a file that fits no dataset raises nothing.
    """
    return fits_of(source_of(path, decisions), catalogue, decisions)


def fits_of(
    source: Source, catalogue: Catalogue, decisions: Decisions = NOTHING_DECIDED
) -> tuple[DatasetFit, ...]:
    """`dataset_fits` of an opened file."""
    parts = Parts(catalogue)
    matchers = [Matcher(dataset, catalogue, decisions, parts) for dataset in catalogue.datasets.values()]
    fits = [_dataset_fit(source, matcher) for matcher in matchers]
    return tuple(sorted(fits, key=lambda fit: -fit.confidence))


def column_fits(
    reading: Reading,
    dataset: Dataset,
    catalogue: Catalogue,
    decisions: Decisions = NOTHING_DECIDED,
    remembered: Decisions | None = None,
) -> tuple[ColumnFit, ...]:
    """Each heading of the file in its order, with the column it is taken for, how sure that is, and why.

    `decisions` are those with which the file was read; what in them comes from `remembered` is said to be remembered.
    """
    content, personal = Content(dataset, catalogue), personal_headings(catalogue)
    known = remembered.columns if remembered else {}
    return tuple(
        _column_fit(table, cell, dataset, content, _why(cell, decisions, known), personal)
        for table in reading.tables
        for cell in table.as_written.cells
    )


def shape_signature(reading: Reading) -> str:
    """What files of the same shape share, whatever their numbers, names and periods: 16 hex digits."""
    headings = [[cell.label for cell in table.as_written.cells] for table in reading.tables]
    # One quarter more or less of a wide table is the same shape.
    shapes = [
        list(dict.fromkeys(re.sub(r"\d+", "#", key_of(each)) for each in labels)) for labels in headings
    ]
    return hashlib.sha256(repr((reading.kind, shapes)).encode()).hexdigest()[:16]


def _dataset_fit(source: Source, matcher: Matcher) -> DatasetFit:
    dataset = matcher.dataset
    tables = [find_table(head.sheet, head.rows, matcher) for head in source.heads]
    best = max(filter(None, tables), key=lambda found: found[1].score, default=None)
    found = {cell.column for cell in best[0].cells if cell.column} if best else set()
    required = [column.id for column in dataset.columns if column.required]
    return DatasetFit(
        dataset=dataset.id,
        confidence=_confidence(best[0], matcher) if best else 0.0,
        found=tuple(column.id for column in dataset.columns if column.id in found),
        missing=tuple(column for column in required if column not in found),
    )


def _confidence(table: Table, matcher: Matcher) -> float:
    """Required columns count most, then headings that mean something, then cells that the columns can hold; a title
    decides where all else is equal.
    """
    columns = {column.id: column for column in matcher.dataset.columns}
    required = [column for column in columns.values() if column.required]
    written = table.as_written.cells
    mapped = [(columns[cell.column], cell) for cell in written if cell.column]
    met = sum(column.required for column in columns.values() if table.cell_of(column.id)) / len(required)
    used = len(mapped) / len(written)
    words = sum(cell.confidence for _, cell in mapped) / len(mapped)
    shares = [
        matcher.content.share(*_held(column, table, cell)) for column, cell in mapped if column.required
    ]
    held = sum(shares) / len(shares) if shares else 0.0
    titled = 0.01 * _is_titled(table, matcher.dataset)
    return round(met**2 * (0.34 + 0.3 * used + 0.2 * words + 0.15 * held + titled), 4)


def _is_titled(table: Table, dataset: Dataset) -> bool:
    """Whether the sheet's name or a line above the table names the dataset or its numbers."""
    lines = key_of(" ".join([table.sheet, *(note.text for note in table.preamble)]))
    numbers = [column for column in dataset.columns if column.type in NUMBER_TYPES]
    names = {dataset.name.ko, *(name for column in numbers for name in (column.name.ko, *column.synonyms))}
    return any(len(key_of(name)) > 1 and key_of(name) in lines for name in names)


def _held(column: Column, table: Table, cell: HeaderCell) -> tuple[Column, list[str]]:
    return column, column_of(table.samples, cell.position)


def _why(cell: HeaderCell, decisions: Decisions, remembered: dict[str, str]) -> Certainty:
    """A mapping that was taken over from an earlier file is remembered, not chosen."""
    said = decisions.columns.get(cell.label)
    if said is None:
        return cell.why
    return "remembered" if remembered.get(cell.label) == said else "chosen"


def _column_fit(
    table: Table, cell: HeaderCell, dataset: Dataset, content: Content, why: Certainty, personal: set[str]
) -> ColumnFit:
    cells = column_of(table.samples, cell.position)
    ranked = sorted(_ranked(cell, dataset, content, cells), key=lambda each: -each[0])
    choices = [column for worth, column in ranked if worth >= MIN_CHOICE]
    first = [cell.column] if cell.column else []
    return ColumnFit(
        sheet=table.sheet,
        heading=cell.label,
        column=cell.column or "",
        confidence=_sureness(cell, dataset, content, cells, why),
        why=why,
        unit=cell.unit,
        samples=()
        if _is_sensitive(cell, dataset, cells, personal)
        else tuple(dict.fromkeys(cells))[:MAX_SAMPLES],
        choices=tuple(dict.fromkeys([*first, *choices])),
    )


def _is_sensitive(cell: HeaderCell, dataset: Dataset, cells: list[str], personal: set[str]) -> bool:
    """Whether what stands below is never shown or stored outside the file: persons, and registration numbers."""
    mapped = dataset.column(cell.column).type if cell.column else ""
    return mapped in ("firm", "personal") or key_of(cell.label) in personal or any(map(is_firm, cells))


def _sureness(
    cell: HeaderCell, dataset: Dataset, content: Content, cells: list[str], why: Certainty
) -> float:
    """A person is always right, the last person nearly always; words count as far as the cells bear them out."""
    if why == "chosen":
        return 1.0
    if why == "remembered":
        return REMEMBERED_CONFIDENCE
    if not cell.column:
        return 0.0
    column = dataset.column(cell.column)
    share = 1.0 if column.type in ("text", "personal") or not cells else content.share(column, cells)
    return round(cell.confidence * (0.5 + 0.5 * share), 3)


def _ranked(
    cell: HeaderCell, dataset: Dataset, content: Content, cells: list[str]
) -> Iterator[tuple[float, str]]:
    """How plausible each column is for a heading: half by its words, half by the cells below."""
    key = key_of(cell.label)
    for column in dataset.columns:
        names = {key_of(name) for name in (column.id, column.name.ko, column.name.en, *column.synonyms)}
        alike = max(SequenceMatcher(None, key, name).ratio() for name in names)
        yield 0.5 * alike + 0.5 * content.share(column, cells), column.id
