"""Rounds of the yearly evaluation: frozen with everything they rest on, read unchanged ever after, computed again."""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from kpi import durable
from kpi.access import LOCAL_VIEWER, Viewer
from kpi.audit import Action, recorded
from kpi.errors import AccessRefused, DamagedRelease, Fault, KpiError, LedgerError, Place
from kpi.ledger import NewRound, Round
from kpi.measures.reasons import PROTECTING
from kpi.paths import Paths
from kpi.queries.assessing import points
from kpi.queries.evaluated import Choices, evaluate
from kpi.queries.evaluation import published_grades
from kpi.queries.evaluation_cells import CELL, Points
from kpi.queries.moments import Moment, ledger_of, resolve
from kpi.queries.values import values
from kpi.round_masking import Cells, Mask
from kpi.round_outputs import RoundOutputs, from_json, outputs_of, to_json

# A round is the ministry's own: what is frozen rests on every value, whoever freezes it.
MINISTRY = LOCAL_VIEWER
# Libraries and machines differ in the last digits.
SAME = 1e-12
ROUNDS_KEPT = 4
KEYS = {
    "cells": ["period", "zone", "element"],
    "results": ["period", "zone", "element"],
    "standing": ["zone"],
}


@dataclass(frozen=True)
class Difference:
    """One entry of a frozen table (`cells`, `results`, `standing`) that comes out otherwise today; None = missing."""

    table: str
    period: str
    zone: str
    element: str
    column: str
    frozen: Any
    today: Any


def rounds(viewer: Viewer, paths: Paths, year: int | None = None) -> list[Round]:
    """Rounds of a year or of all, the newest first; those not published only for who evaluates. Raises LedgerError."""
    found = ledger_of(paths).rounds(year)
    return [each for each in found if viewer.may_evaluate or each.state == "published"]


def freeze(
    viewer: Viewer, paths: Paths, choices: Choices, release: int, scenario: str = "", note: str = ""
) -> Round:
    """Computes the evaluation on a release with the points submitted so far, and keeps it all under a new number.

    The outputs are written before the ledger's commit, which is the freezing. Raises AccessRefused without the right
    to, DamagedRelease when the release is no longer what was published, LedgerError, DiskFull.
    """
    with recorded(viewer, paths, Action.ROUND_FREEZE, year=choices.year, release=release) as noted:
        _require(viewer)
        frozen = _entered(viewer, paths, choices, release, scenario, note)
        noted.object = frozen.id
    return frozen


def _entered(viewer: Viewer, paths: Paths, choices: Choices, release: int, scenario: str, note: str) -> Round:
    outputs = _computed(paths, choices, release, points(viewer, paths, choices.year))
    content, ledger = to_json(outputs), ledger_of(paths)
    number, sha256 = ledger.next_round_number(choices.year), durable.sha256_of_bytes(content)
    # Under its hash: whoever takes the same number at the same time writes another file.
    file = Path("rounds") / f"{choices.year}-{number}" / f"{sha256[:16]}.json"
    durable.write_once(paths.warehouse / file, content)
    new = NewRound(
        year=choices.year,
        number=number,
        release=release,
        catalogue_sha256=ledger.release(release).catalogue_sha256,
        framework=outputs.evaluation.model_dump(mode="json"),
        weights=outputs.weights,
        recipe=outputs.recipe.model_dump(mode="json"),
        scores=_summary(outputs.standing),
        outputs_file=file.as_posix(),
        outputs_sha256=sha256,
        code_version=outputs.made_with["code"],
        scenario=scenario,
    )
    return ledger.freeze_round(new, viewer.name, note)


def publish(viewer: Viewer, paths: Paths, round_id: str, note: str = "") -> Round:
    """Opens a frozen round to everybody. Raises AccessRefused without the right to, LedgerError for an unknown one."""
    with recorded(viewer, paths, Action.ROUND_PUBLISH, round_id):
        _require(viewer)
        return ledger_of(paths).publish_round(round_id, viewer.name, note)


def reopen(viewer: Viewer, paths: Paths, round_id: str) -> RoundOutputs:
    """What was frozen, unchanged, whatever has become of the release since; without the values of cells that this
    viewer may not see in the release, and without the scores that these follow from (`round_masking`).

    Raises LedgerError for a round unknown or not open to the viewer, KpiError when its file is gone or changed.
    """
    outputs = _frozen(viewer, paths, round_id)
    return Mask(outputs, _hidden(viewer, paths, outputs)).masked()


def _frozen(viewer: Viewer, paths: Paths, round_id: str) -> RoundOutputs:
    """The outputs with every value."""
    found = next((each for each in rounds(viewer, paths) if each.id == round_id), None)
    if found is None:
        raise LedgerError(Fault("ledger_errors.round_unknown", value=round_id))
    file = paths.warehouse / found.outputs_file
    if not file.is_file():
        raise KpiError(Fault("evaluation_errors.outputs_missing", Place(file=found.outputs_file)))
    if durable.sha256_of(file) != found.outputs_sha256:
        raise KpiError(Fault("evaluation_errors.outputs_changed", Place(file=found.outputs_file)))
    return _read(file, found.outputs_sha256)


def recompute(viewer: Viewer, paths: Paths, round_id: str) -> tuple[Difference, ...]:
    """Every entry that today's code computes otherwise from the same release, choices and points; empty if none. Of
    values that this viewer may not see it is said that they differ, not how.

    Raises what `reopen` raises, AccessRefused for who may not see what is not published, and DamagedRelease when the
    release is no longer what was published.
    """
    viewer.require_evaluating()
    frozen = _frozen(viewer, paths, round_id)
    choices = frozen.choices.model_copy(update={"recipe": frozen.recipe})
    today = from_json(to_json(_computed(paths, choices, frozen.release, frozen.points)))
    mask = Mask(frozen, _hidden(viewer, paths, frozen))
    return tuple(
        replace(each, frozen=None, today=None) if _is_hidden(each, mask) else each
        for table, keys in KEYS.items()
        for each in _differences(table, getattr(frozen, table), getattr(today, table), keys)
    )


def _is_hidden(each: Difference, mask: Mask) -> bool:
    return mask.hides(each.table, each.period, each.zone, each.element, each.column)


def _hidden(viewer: Viewer, paths: Paths, outputs: RoundOutputs) -> Cells:
    """The cells whose values are withheld from this viewer.

    Where the release can no longer be asked, every value of its records is.
    """
    if viewer.firm_places is None:
        return frozenset()
    cells = outputs.cells[outputs.cells["metric"] != ""]
    try:
        moment = resolve(paths, release=outputs.release)
        told = values(
            viewer, moment, metrics=sorted(set(cells["metric"])), periods=sorted(set(cells["period"]))
        )
    except (DamagedRelease, LedgerError):
        return _names(cells[cells["origin"] != "published"])
    withheld = told[told["reason"].isin(PROTECTING)]
    return _names(cells.merge(withheld[CELL], on=CELL))


def _names(cells: pd.DataFrame) -> Cells:
    return frozenset(zip(cells["period"], cells["zone"], cells["element"], strict=True))


@lru_cache(maxsize=ROUNDS_KEPT)
def _read(file: Path, sha256: str) -> RoundOutputs:
    """What a file of this hash holds; kept, because a round of thousands of zones takes seconds to read."""
    return from_json(file.read_bytes())


def _computed(paths: Paths, choices: Choices, release: int, given: tuple[Points, ...]) -> RoundOutputs:
    moment = resolve(paths, release=release)
    _require_unchanged(paths, moment, release)
    found = evaluate(MINISTRY, moment, choices, given)
    return outputs_of(found, given, release, published_grades(MINISTRY, moment, choices.year))


def _require(viewer: Viewer) -> None:
    if not viewer.may_freeze:
        raise AccessRefused(Fault("evaluation_errors.may_not_freeze"))


def _require_unchanged(paths: Paths, moment: Moment, release: int) -> None:
    """A missing file is named when it is opened."""
    stated = ledger_of(paths).release(release).sha256
    if moment.path.is_file() and durable.sha256_of(moment.path) != stated:
        raise DamagedRelease(
            Fault("evaluation_errors.release_changed", Place(file=moment.path.name), release)
        )


def _summary(standing: pd.DataFrame) -> dict[str, Any]:
    rows = standing[["zone", "score", "rank", "grade"]].astype(object).where(standing.notna(), None)
    return {
        zone: {"score": score, "rank": rank, "grade": grade} for zone, score, rank, grade in rows.to_numpy()
    }


def _differences(table: str, frozen: pd.DataFrame, today: pd.DataFrame, keys: list[str]) -> list[Difference]:
    both = frozen.merge(today, on=keys, how="outer", suffixes=("", " today"), sort=False)
    found: list[Difference] = []
    for column in [name for name in frozen.columns if name not in keys]:
        pairs = zip(both[column], both[f"{column} today"], strict=True)
        for row, (before, after) in enumerate(pairs):
            if not _same(before, after):
                cell = [
                    str(both[key].iloc[row]) if key in keys else "" for key in ("period", "zone", "element")
                ]
                found.append(Difference(table, *cell, column, _known(before), _known(after)))
    return found


def _same(one: Any, other: Any) -> bool:
    one, other = _known(one), _known(other)
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= SAME * max(abs(one), abs(other))
    return one == other


def _known(value: Any) -> Any:
    """None for what is missing, in whatever way a column says so."""
    return None if value is None or value != value else value
