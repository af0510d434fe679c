"""What a person has left open about a file, filled in: its dataset, what its headings mean, what is stated of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kpi.catalogue import Catalogue, Dataset
from kpi.drafts import ColumnFit, DatasetFit, Decisions
from kpi.errors import Fault, FileError, Place
from kpi.ledger import Draft, Mapping, Submission
from kpi.submissions import Mode
from pipelines.reading.finding import column_fits, fits_of, shape_signature
from pipelines.reading.model import Reading
from pipelines.reading.opening import opened
from pipelines.reading.sources import Source, source_of
from pipelines.submitting import drafting

Remembered = Callable[[str], Mapping | None]
OF_PEOPLE = frozenset({"chosen", "remembered"})


@dataclass(frozen=True)
class Understood:
    """An opened file with its dataset and columns. `decisions` are said and remembered ones together, `columns` of
    every heading; `unaided` is what the headings would mean without either.
    """

    dataset: Dataset
    reading: Reading
    decisions: Decisions
    datasets: tuple[DatasetFit, ...]
    columns: tuple[ColumnFit, ...]
    unaided: dict[str, str]
    signature: str


def understood(
    path: Path, draft: Draft, catalogue: Catalogue, remembered: Remembered, fits: tuple[DatasetFit, ...] = ()
) -> Understood:
    """Opens the file. `fits` are those found before, if any.

    Raises FileError: it cannot be opened, fits no dataset, or lacks a header.
    """
    said = draft.decisions
    source = source_of(path, said)
    fits = fits or fits_of(source, catalogue, said)
    dataset = _dataset(
        said.dataset or next((fit.dataset for fit in fits if fit.confidence), ""), catalogue, draft
    )
    reading = opened(source, dataset, catalogue, said)
    signature = shape_signature(reading)
    mapping = remembered(signature)
    if mapping is not None and not said.dataset and mapping.dataset in catalogue.datasets:
        dataset = catalogue.datasets[mapping.dataset]
    recalled = mapping.decisions if mapping is not None and mapping.dataset == dataset.id else None
    decisions = together(said, recalled, dataset)
    if decisions != said:
        reading = opened(source, dataset, catalogue, decisions)
    columns = column_fits(reading, dataset, catalogue, decisions, recalled)
    meant = {fit.heading: fit.column for fit in columns}
    unaided = (
        _unaided(source, dataset, catalogue, said) if OF_PEOPLE & {fit.why for fit in columns} else meant
    )
    decisions = decisions.model_copy(update={"columns": decisions.columns | meant})
    return Understood(dataset, reading, decisions, fits, columns, unaided, signature)


def together(said: Decisions, recalled: Decisions | None, dataset: Dataset) -> Decisions:
    """What was said, and where nothing was, what is remembered of columns, values and units."""
    if recalled is None:
        return said.model_copy(update={"dataset": dataset.id}) if said.dataset else said
    columns = {column.id for column in dataset.columns} | {""}
    known = {heading: column for heading, column in recalled.columns.items() if column in columns}
    values = {
        column: recalled.values.get(column, {}) | said.values.get(column, {})
        for column in dict.fromkeys([*recalled.values, *said.values])
    }
    return said.model_copy(
        update={"columns": known | said.columns, "values": values, "units": recalled.units | said.units}
    )


def complete(decisions: Decisions, draft: Draft, dataset: Dataset, mode: Mode, today: date) -> Decisions:
    """The decisions with everything stated; what was said stays."""
    title = drafting.named("submitting.title", dataset=dataset.name, file=draft.file_name)
    return decisions.model_copy(
        update={
            "dataset": dataset.id,
            "series": decisions.series or dataset.series[0],
            "mode": decisions.mode or mode,
            "known_on": decisions.known_on or today,
            "title": decisions.title or title,
            "publisher": decisions.publisher or drafting.named("submitting.publisher"),
        }
    )


def as_accepted(
    whole: Decisions,
    draft: Draft,
    accepted: Iterable[Submission],
    catalogue: Catalogue,
    unaided: dict[str, str],
) -> tuple[Decisions, str]:
    """The decisions, and the accepted submission that holds this very file with these very decisions ('' = none).

    What was left open is taken from a submission of the same bytes where that makes the two the same: the day on
    which a file comes again is no reason to take it twice.
    """
    said = draft.decisions
    for each in accepted:
        stated = {"series": each.series, "mode": each.mode, "known_on": each.known_on}
        covers = {name: _texts(each.side_car.get(name)) for name in ("covers_zones", "covers_periods")}
        open_ones = {name: value for name, value in (stated | covers).items() if not getattr(said, name)}
        candidate = whole.model_copy(update=open_ones)
        side_car = drafting.side_car_of(candidate, draft.file_name, catalogue)
        if (
            each.dataset == whole.dataset
            and drafting.identity(draft, side_car, candidate, unaided) == each.id
        ):
            return candidate, each.id
    return whole, ""


def _texts(value: object) -> tuple[str, ...] | None:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else None


def _dataset(dataset_id: str, catalogue: Catalogue, draft: Draft) -> Dataset:
    dataset = catalogue.datasets.get(dataset_id)
    if dataset is None:
        known = [each.name.ko for each in catalogue.datasets.values()]
        raise FileError(Fault("submitting_errors.no_dataset", Place(file=draft.file_name), dataset_id, known))
    return dataset


def _unaided(source: Source, dataset: Dataset, catalogue: Catalogue, said: Decisions) -> dict[str, str]:
    """What each heading means to the pipeline alone; nothing where it would not find the table."""
    try:
        reading = opened(source, dataset, catalogue, Decisions(dataset=dataset.id, refused=said.refused))
    except FileError:
        return {}
    return {cell.label: cell.column or "" for table in reading.tables for cell in table.cells}
