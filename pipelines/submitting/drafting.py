"""A draft's folder, what lies in it, and what its decisions make of it: a side-car and the id of a submission."""

import hashlib
import json
from pathlib import Path
from typing import Any

from kpi import durable
from kpi.catalogue import Catalogue, Names
from kpi.drafts import Decisions, Prepared
from kpi.errors import Fault, FileError, Place
from kpi.ledger import Draft
from kpi.paths import Paths
from kpi.submissions import SideCar
from kpi.text import Text
from pipelines.accepting import submission_id

PREPARED, FACTS, FAILING = "prepared.json", "facts.parquet", "failing.parquet"
# What else changes facts: the answer to these makes another submission of the same file.
OF_FACTS = ("columns", "values", "units", "refused", "corrections", "left_out")


def folder_of(paths: Paths, draft_id: str) -> Path:
    """Where everything made of a draft lies. Raises FileError for an id that is no plain name."""
    if not draft_id.isalnum():
        raise FileError(Fault("submitting_errors.draft_unknown", value=draft_id))
    return paths.drafts / draft_id


def prepared_of(paths: Paths, draft_id: str) -> Prepared:
    """What `prepare` found last. Raises FileError where it has not run yet or was made by another version."""
    file = folder_of(paths, draft_id) / PREPARED
    try:
        return Prepared.model_validate_json(file.read_bytes())
    except (OSError, ValueError) as error:
        raise FileError(Fault("submitting_errors.not_prepared", value=draft_id)) from error


def facts_of(paths: Paths, draft_id: str) -> Path:
    """The staged rows, as they would be accepted; they carry `Prepared.submission`."""
    return folder_of(paths, draft_id) / FACTS


def failing_of(paths: Paths, draft_id: str) -> Path:
    """Every cell that has a fault or fails a check; columns as `pipelines.submitting.cells.COLUMNS`."""
    return folder_of(paths, draft_id) / FAILING


def keep_prepared(paths: Paths, prepared: Prepared) -> None:
    """Writes it whole or not at all. Raises DiskFull."""
    content = prepared.model_dump_json(indent=1).encode()
    durable.write(folder_of(paths, prepared.draft) / PREPARED, content)


def side_car_of(decisions: Decisions, file_name: str, catalogue: Catalogue) -> SideCar:
    """What complete decisions state about the file. Raises FileError naming what is still open."""
    dataset = catalogue.datasets.get(decisions.dataset)
    if dataset is None or decisions.mode is None or decisions.known_on is None:
        raise FileError(Fault("submitting_errors.undecided", Place(file=file_name)))
    return SideCar(
        file_name=file_name,
        title=decisions.title or named("submitting.title", dataset=dataset.name, file=file_name),
        publisher=decisions.publisher or named("submitting.publisher"),
        dataset=dataset.id,
        series=decisions.series,
        mode=decisions.mode,
        known_on=decisions.known_on,
        synthetic=decisions.series == "sample",
        licence=decisions.licence,
        covers_zones=decisions.covers_zones,
        covers_periods=decisions.covers_periods,
    )


def named(key: str, **values: Any) -> Names:
    """One text in both languages; a value that is Names is told in each."""
    told = {
        language: Text(language)(
            key, **{k: v[language] if isinstance(v, Names) else v for k, v in values.items()}
        )
        for language in ("ko", "en")
    }
    return Names(**told)


def identity(draft: Draft, side_car: SideCar, decisions: Decisions, suggested: dict[str, str]) -> str:
    """The id of the submission that these decisions make of the file: 16 hex digits.

    Only what differs from what the pipeline does by itself counts (`suggested` are its columns by heading), so that a
    file is known again whether its mapping was suggested, chosen or remembered, by the page or by a build.
    """
    plain = submission_id(draft.raw_sha256, side_car)
    own = decisions.model_dump(mode="json", include=set(OF_FACTS))
    own["columns"] = {
        heading: column for heading, column in decisions.columns.items() if suggested.get(heading) != column
    }
    for name in ("refused", "corrections", "left_out"):
        own[name] = sorted(own[name], key=lambda each: json.dumps(each, sort_keys=True))
    if not any(own.values()):
        return plain
    return hashlib.sha256(json.dumps([plain, own], sort_keys=True).encode()).hexdigest()[:16]


def of_draft(fault: Fault, file_name: str) -> Fault:
    """The fault as the user knows the file: it is kept under a name of its own."""
    where = fault.where
    place = Place(file_name, where.sheet, where.row, where.column, where.entry)
    return Fault(fault.code, place, fault.value, fault.allowed, fault.extra)
