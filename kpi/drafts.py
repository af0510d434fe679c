"""A file on its way in: what a person decides about it, and what the pipeline answers. Values only, as JSON.

A draft is a received file with its decisions. The answers of the pipeline (`Prepared`, `Comparison`) lie in the
draft's folder and can be made again at any time; only the decisions cannot, so the ledger keeps them.
"""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from kpi.catalogue import Names
from kpi.errors import Fault, Place
from kpi.submissions import CheckOutcome, Mode, Repair

DraftState = Literal["open", "submitted", "approved", "released", "discarded"]
Certainty = Literal["chosen", "remembered", "synonym", "content", "none"]
ChangeKind = Literal["added", "changed", "removed"]
Warned = Literal["removes_much", "changes_everything"]


class Value(BaseModel):
    """Frozen, and nothing undeclared in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Correction(Value):
    """One cell written anew: `column` is its heading in the file, `row` its row as a spreadsheet shows it."""

    sheet: str
    row: int
    column: str
    text: str


class RowRef(Value):
    """One row of a file."""

    sheet: str
    row: int


class Decisions(Value):
    """What a person has said about a received file; what is empty is left to the pipeline's suggestion.

    `columns`: heading → column of the dataset, '' = not used. `values`: column → written text → what it means.
    `units`: column → written unit. `refused`: repairs not wanted, by kind (`filled_down`) or kind and place
    (`zone_alias@특구:12`). `reasons`: check code → why a warning is accepted.
    """

    dataset: str = ""
    series: str = ""
    mode: Mode | None = None
    known_on: date | None = None
    title: Names | None = None
    publisher: Names | None = None
    licence: str = ""
    covers_zones: tuple[str, ...] | None = None
    covers_periods: tuple[str, ...] | None = None
    columns: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    units: dict[str, str] = {}
    refused: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    left_out: tuple[RowRef, ...] = ()
    reasons: dict[str, str] = {}


class DatasetFit(Value):
    """How well a file fits a dataset: 0 to 1, with the columns that were found and the required ones that were not."""

    dataset: str
    confidence: float
    found: tuple[str, ...]
    missing: tuple[str, ...]


class ColumnFit(Value):
    """One heading of the file: the column it is taken for ('' = none), how sure that is (0 to 1), and why.

    `choices` are the columns it could be, best first; `samples` the first distinct texts below it.
    """

    sheet: str
    heading: str
    column: str
    confidence: float
    why: Certainty
    unit: str = ""
    samples: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


class UnknownValue(Value):
    """A text that a column cannot place, as often as it stands there; `suggestions` are ids of what it may mean."""

    column: str
    heading: str
    written: str
    count: int
    first_row: int
    suggestions: tuple[str, ...] = ()


class FaultGroup(Value):
    """Faults that one and the same step would repair: how many, and the first of them."""

    code: str
    column: str
    count: int
    faults: tuple[dict[str, Any], ...]


class FailingRow(Value):
    """A row that a check named, with the text of the cell in question as the file has it."""

    check_code: str
    column: str
    heading: str
    sheet: str
    row: int
    value: str


class Prepared(Value):
    """What the pipeline made of a draft: everything the page shows before anything is accepted.

    `decisions` are complete: what was left open has been filled in. `errors` keep the file out; of `outcomes`
    the critical ones do too, and a warning needs a reason. `already` is the submission that holds this very file
    with these very decisions; `submission` is the id that the draft's facts carry and that it gets when accepted.
    `signature` is that of the file's shape, under which its mapping is remembered. `reference` names an error of this
    system in the log: then the file may be right, and reading it again may come to something else.
    """

    draft: str
    decisions: Decisions
    kind: str
    encoding: str = ""
    delimiter: str = ""
    sheets: tuple[str, ...] = ()
    datasets: tuple[DatasetFit, ...] = ()
    columns: tuple[ColumnFit, ...] = ()
    missing_columns: tuple[str, ...] = ()
    unknown_values: tuple[UnknownValue, ...] = ()
    repairs: tuple[Repair, ...] = ()
    notes: tuple[str, ...] = ()
    errors: tuple[FaultGroup, ...] = ()
    error_count: int = 0
    outcomes: tuple[CheckOutcome, ...] = ()
    failing: tuple[FailingRow, ...] = ()
    rows: int = 0
    head: tuple[dict[str, Any], ...] = ()
    zones: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    suggested_mode: Mode = "replace"
    already: str = ""
    submission: str = ""
    signature: str = ""
    reference: str = ""
    seconds: float = 0.0

    @property
    def blocking(self) -> tuple[CheckOutcome, ...]:
        """Critical checks that failed or could not run."""
        return tuple(each for each in self.outcomes if each.severity == "critical" and _failed(each))

    @property
    def warnings(self) -> tuple[CheckOutcome, ...]:
        """Failed checks that a reason lets pass."""
        return tuple(each for each in self.outcomes if each.severity == "warning" and _failed(each))

    @property
    def unexplained(self) -> tuple[str, ...]:
        """Codes of warnings without a reason yet."""
        codes = dict.fromkeys(each.check_code for each in self.warnings)
        return tuple(code for code in codes if not self.decisions.reasons.get(code, "").strip())

    @property
    def ready(self) -> bool:
        """Whether nothing but the comparison stands between this file and a release."""
        return not (self.error_count or self.blocking or self.unexplained) and self.rows > 0


class RowChange(Value):
    """One fact that would be added, changed or removed: its key as shown, and each changed column old → new."""

    kind: ChangeKind
    zone: str
    period: str
    key: dict[str, str]
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    source_row: int | None = None


class Effect(Value):
    """What one number of the pages becomes; None = no value."""

    metric: str
    zone: str
    period: str
    basis: str
    before: float | None
    after: float | None


class TargetEffect(Value):
    """What a year's target becomes, and what of it is reached (percent); None = no target, or nothing to compare."""

    metric: str
    zone: str
    period: str
    basis: str
    before: float | None
    after: float | None
    reached_before: float | None = None
    reached_after: float | None = None


class Comparison(Value):
    """A draft beside the live state: rows by what happens to them, and every number that moves.

    `changes` are the first ones; the first 5,000 are in `changes.parquet` of the draft's folder. `base` names the
    state it was compared with: where that has moved since, it has to be compared again. `slices` are those the file
    speaks for; in the `silent` ones it changes nothing today, since something known later or another series speaks
    there.
    """

    draft: str
    mode: Mode
    base: str
    added: int
    changed: int
    removed: int
    unchanged: int
    changes: tuple[RowChange, ...] = ()
    effects: tuple[Effect, ...] = ()
    effect_count: int = 0
    targets: tuple[TargetEffect, ...] = ()
    warned: tuple[Warned, ...] = ()
    slices: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def changes_nothing(self) -> bool:
        return not (self.added or self.changed or self.removed)


class Released(Value):
    """What accepting or undoing came to. `release` is the newest; `new` is False where nothing had to change."""

    release: int
    submissions: tuple[str, ...]
    new: bool = True
    seconds: float = 0.0


def fault_as_json(fault: Fault) -> dict[str, Any]:
    """A fault as plain values, for a file or a pipe; `fault_from_json` reads it back."""
    where = fault.where
    place = {
        "file": where.file,
        "sheet": where.sheet,
        "row": where.row,
        "column": where.column,
        "entry": where.entry,
    }
    return {
        "code": fault.code,
        "where": place,
        "value": _plain(fault.value),
        "allowed": _plain(fault.allowed),
        "extra": {key: _plain(value) for key, value in fault.extra.items()},
    }


def fault_from_json(content: dict[str, Any]) -> Fault:
    """The fault that `fault_as_json` wrote."""
    return Fault(
        content["code"], Place(**content["where"]), content["value"], content["allowed"], content["extra"]
    )


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    return str(value)


def _failed(outcome: CheckOutcome) -> bool:
    return bool(outcome.rows_failed) or outcome.broken
