"""What names a firm or a person stays in the received file: a decision that would write it down is refused.

Decisions are kept in the ledger, for ever and in clear; such a cell is mended in the file itself.
"""

from dataclasses import replace
from pathlib import Path

from kpi.catalogue import Catalogue, load
from kpi.drafts import Correction, Decisions
from kpi.errors import Fault, FileError, Place
from kpi.ledger import Draft
from kpi.paths import Paths
from kpi.received import kept
from pipelines.mishaps import Refusals, no_exception
from pipelines.submitting.masking import SENSITIVE_TYPES, Masker
from pipelines.submitting.suggesting import Remembered, Understood, understood


def refuse_secrets(paths: Paths, draft: Draft, said: Decisions, remembered: Remembered) -> None:
    """Raises FileError with every decision of those `said` that names a firm or a person, before it is kept."""
    if not (said.corrections or said.values):
        return
    catalogue, asked = load(paths.catalogue), replace(draft, decisions=said)
    file = _opened(kept(draft.raw_sha256, paths.received).content, asked, catalogue, remembered)
    if faults := secrets_in(asked, catalogue, file):
        raise FileError(*faults)


def secrets_in(draft: Draft, catalogue: Catalogue, file: Understood | None) -> list[Fault]:
    """A fault for each decision about a draft that names somebody; it tells where, not what."""
    named = _named(draft, catalogue, file)
    places = [Place(draft.file_name, each.sheet, each.row, each.column) for each in named]
    places += [Place(draft.file_name, column=column) for column in _columns(draft.decisions, catalogue)]
    return [Fault("submitting_errors.sensitive_decision", place) for place in places]


def without_secrets(draft: Draft, catalogue: Catalogue, file: Understood | None) -> Decisions:
    """The draft's decisions that name nobody."""
    said, named = draft.decisions, _named(draft, catalogue, file)
    columns = _columns(said, catalogue)
    return said.model_copy(
        update={
            "corrections": tuple(each for each in said.corrections if each not in named),
            "values": {column: meant for column, meant in said.values.items() if column not in columns},
        }
    )


def _opened(content: Path, draft: Draft, catalogue: Catalogue, remembered: Remembered) -> Understood | None:
    """The file as far as its headings; None where it cannot be opened."""
    with no_exception(Refusals(), draft):
        return understood(content, draft, catalogue, remembered)
    return None


def _named(draft: Draft, catalogue: Catalogue, file: Understood | None) -> list[Correction]:
    """Corrections that name somebody, by the columns that the headings stand for."""
    tables = file.reading.tables if file else ()
    dataset = file.dataset if file else next(iter(catalogue.datasets.values()))
    masker = Masker(catalogue, dataset, tables)
    return [each for each in draft.decisions.corrections if masker.names_somebody(each.column, each.text)]


def _columns(said: Decisions, catalogue: Catalogue) -> list[str]:
    """Sensitive columns whose written texts are given a meaning."""
    columns = {
        column.id
        for dataset in catalogue.datasets.values()
        for column in dataset.columns
        if column.type in SENSITIVE_TYPES
    }
    return [name for name, meant in said.values.items() if name in columns and any((*meant, *meant.values()))]
