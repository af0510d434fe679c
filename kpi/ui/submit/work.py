"""The draft that is worked on, as one rerun sees it: what was decided, and what the pipeline made of it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st
from pydantic import ValidationError

from kpi import deciding
from kpi.catalogue import Column, Dataset
from kpi.drafts import Comparison, Decisions, Prepared, Value
from kpi.errors import Fault, FileError, KpiError, Place
from kpi.ledger import Draft, Ledger
from kpi.ui.setting import Setting
from kpi.ui.submit.place import TROUBLE

FILLED_IN = (
    "dataset",
    "series",
    "known_on",
    "title",
    "publisher",
    "licence",
    "mode",
)
MAPPINGS = ("columns", "values", "units")
AS_SAID = ("refused", "corrections", "left_out", "covers_zones", "covers_periods")
SENSITIVE = ("firm", "personal")
KEPT = 64
ASKED = "kpi_asked_of_worker"
V = TypeVar("V", bound=Value)


@dataclass(frozen=True)
class Work:
    """A draft with its decisions; `prepared` and `comparison` are None until the pipeline has answered.

    `stamp` is another one whenever the file has been read anew. `asked` is what this session has asked of the worker,
    by job: a click may be answered where the session itself must not be touched.
    """

    here: Setting
    draft: Draft
    decisions: Decisions
    prepared: Prepared | None
    comparison: Comparison | None
    stamp: int = 0
    asked: dict[str, str] = field(default_factory=dict, compare=False)

    @cached_property
    def said(self) -> Decisions:
        """What stands: what was decided, and for the rest what the pipeline suggests."""
        return overlaid(self.prepared.decisions, self.decisions) if self.prepared else self.decisions

    @cached_property
    def dataset(self) -> Dataset | None:
        """What kind of file it is taken for, if it is known."""
        return self.here.catalogue.datasets.get(self.said.dataset)

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The dataset's columns by id."""
        return {column.id: column for column in self.dataset.columns} if self.dataset else {}

    def column_name(self, column_id: str) -> str:
        """A column's name in the reader's language; what is no column stays as it is."""
        column = self.columns.get(column_id)
        return column.name[self.here.language] if column else column_id

    def is_sensitive(self, column_id: str) -> bool:
        """Whether what stands in this column may not be shown or written down."""
        column = self.columns.get(column_id)
        return column is not None and column.type in SENSITIVE

    def is_sensitive_heading(self, heading: str) -> bool:
        """The same for what stands below a heading of the file, or below several."""
        fits = self.prepared.columns if self.prepared else ()
        meant = {fit.heading: self.decisions.columns.get(fit.heading, fit.column) for fit in fits}
        return any(self.is_sensitive(meant.get(part, part)) for part in (heading, *heading.split(", ")))

    @property
    def is_prepared(self) -> bool:
        """Whether the pipeline's answer is one to the present decisions, and no error of this system."""
        if self.prepared is None or self.prepared.reference:
            return False
        return answers(self.prepared.decisions, self.decisions)

    @property
    def is_open(self) -> bool:
        """Whether decisions may still change."""
        return self.draft.state == "open"


def answers(given: Decisions, asked: Decisions) -> bool:
    """Whether an answer that rests on the decisions `given` is one to those `asked`.

    What was left open has been filled in there. Reasons change nothing in what is read.
    """
    said = {name: getattr(asked, name) for name in FILLED_IN}
    is_filled = all(value in ("", None) or value == getattr(given, name) for name, value in said.items())
    is_mapped = all(_within(getattr(asked, name), getattr(given, name)) for name in MAPPINGS)
    return is_filled and is_mapped and all(getattr(asked, name) == getattr(given, name) for name in AS_SAID)


def overlaid(given: Decisions, asked: Decisions) -> Decisions:
    """The decisions `asked`, with `given` where nothing was asked for."""
    said = {name: getattr(asked, name) for name in FILLED_IN}
    changed = {name: value for name, value in said.items() if value not in ("", None)}
    for name in MAPPINGS:
        changed[name] = {**getattr(given, name), **getattr(asked, name)}
    changed |= {name: getattr(asked, name) for name in (*AS_SAID, "reasons")}
    return given.model_copy(update=changed)


def _within(part: Mapping[str, object], whole: Mapping[str, object]) -> bool:
    for key, value in part.items():
        other = whole.get(key)
        if isinstance(value, Mapping) and isinstance(other, Mapping):
            if not _within(value, other):
                return False
        elif value != other:
            return False
    return True


def of(here: Setting, draft_id: str) -> Work | None:
    """The draft of this id with the answers on disk; None, and the reason kept, where it cannot be had."""
    try:
        found = standing(here, draft_id)
    except KpiError as error:
        st.session_state[TROUBLE] = error
        return None
    asked = st.session_state.setdefault(ASKED, {}).setdefault(draft_id, {})
    return replace(found, asked=asked)


def standing(here: Setting, draft_id: str) -> Work:
    """The draft as the ledger has it, with the answers on disk, for whoever asks. Raises LedgerError."""
    draft = ledger(here.paths.ledger_url).draft(draft_id)
    folder = here.paths.drafts / draft.id
    prepared = _stored(folder / "prepared.json", Prepared)
    if prepared is not None:
        # A reason needs no new reading: it counts from the moment it is given.
        complete = prepared.decisions.model_copy(update={"reasons": draft.decisions.reasons})
        prepared = prepared.model_copy(update={"decisions": complete})
    compared = _comparison(folder, draft.decisions, prepared)
    return Work(here, draft, draft.decisions, prepared, compared, _written_at(folder / "prepared.json"))


def _comparison(folder: Path, decided: Decisions, prepared: Prepared | None) -> Comparison | None:
    """The comparison, unless the file has been read anew or the mode been changed since."""
    found = _stored(folder / "comparison.json", Comparison)
    if found is None or prepared is None:
        return None
    is_older = _written_at(folder / "comparison.json") < _written_at(folder / "prepared.json")
    wanted = decided.mode or prepared.decisions.mode or prepared.suggested_mode
    return None if is_older or found.mode != wanted else found


def decide(work: Work, change: Callable[[Decisions], dict[str, Any]]) -> None:
    """Keep changed decisions in the ledger at once. `change` gets what the ledger holds now and says what is new."""
    book = ledger(work.here.paths.ledger_url)
    with keeping_trouble():
        now = book.draft(work.draft.id).decisions
        kept, refused = without_secrets(work, now.model_copy(update=change(now)))
        deciding.decide(work.here.viewer, work.here.paths, work.draft.id, kept)
        if refused:
            raise FileError(*refused)


def without_secrets(work: Work, said: Decisions) -> tuple[Decisions, list[Fault]]:
    """The decisions without corrections below headings that name firms or people, and a fault for each of those.

    The ledger would keep them in clear. A heading may have come to name somebody after it was corrected.
    """
    asked = replace(work, decisions=said)
    secret = [one for one in said.corrections if one.text.strip() and asked.is_sensitive_heading(one.column)]
    kept = tuple(one for one in said.corrections if one not in secret)
    places = [Place("", one.sheet, one.row, one.column) for one in secret]
    return (
        said.model_copy(update={"corrections": kept}),
        [Fault("submitting_errors.sensitive_decision", place) for place in places],
    )


@contextmanager
def keeping_trouble() -> Iterator[None]:
    """A refusal inside a callback is kept until something else is decided or looked at."""
    try:
        yield
    except KpiError as error:
        st.session_state[TROUBLE] = error
    else:
        st.session_state.pop(TROUBLE, None)


def trouble() -> KpiError | None:
    """What was refused when something was last decided: the page may be drawn several times before it is read."""
    return st.session_state.get(TROUBLE)


@st.cache_resource(max_entries=4, show_spinner=False)
def ledger(url: str) -> Ledger:
    """The ledger of this address, opened once."""
    return Ledger(url)


def _written_at(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


def _stored(path: Path, model: type[V]) -> V | None:
    try:
        return _read(str(path), _written_at(path), model)
    except (FileNotFoundError, ValidationError):
        # Not there yet, or written by another version: it is made again.
        return None


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _read(path: str, stamp: int, _model: type[V]) -> V:
    return _model.model_validate_json(Path(path).read_bytes())
