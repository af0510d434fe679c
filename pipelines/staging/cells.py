"""What one distinct text of a column comes to: a canonical value, a reason for having none, or a fault."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from pipelines.reading.marks import missing_reason, without_mark
from pipelines.reading.names import zone_key
from pipelines.reading.periods import (
    AmbiguousMonth,
    NotAPeriod,
    WrongGrain,
    day,
    period_label,
    quarter_label,
    year_label,
)
from pipelines.reading.words import REFERENCE, key_of, plain

LABELS: dict[str, Callable[[str], str]] = {
    "quarter": quarter_label,
    "year": year_label,
    "period": period_label,
}


@dataclass(frozen=True)
class Cell:
    """One text's outcome. `fault` and `repair` are names of `staging_errors.*` and `reading.repairs.*`.

    `unknown`: the text could be given a meaning once for all its rows; `suggestions` are ids it may mean.
    """

    value: Any = None
    reason: str = ""
    status: str = ""
    fault: str = ""
    allowed: Any = None
    repair: str = ""
    unknown: bool = False
    suggestions: tuple[str, ...] = ()


Parser = Callable[[str], Cell]
# Names like an unknown one take milliseconds to find: of a column that holds other things altogether, for the first.
MOST_LIKENED = 500


class Likeness:
    """The known names that an unknown one may be a slip of."""

    def __init__(self, index: Mapping[str, str], least: float) -> None:
        self._index, self._least, self._asked = index, least, 0

    def ids(self, key: str) -> tuple[str, ...]:
        """What the nearest known keys stand for, best first; nothing any more after the first 500 unknown names."""
        self._asked += 1
        if self._asked > MOST_LIKENED:
            return ()
        close = get_close_matches(key, self._index, 3, self._least)
        return tuple(dict.fromkeys(self._index[each] for each in close))


def zone_parser(index: Mapping[str, str], names: Mapping[str, str]) -> Parser:
    """Zone id by alias.

    An unknown name is a fault with the nearest known names (`names` by id), never a guess.
    """
    spelled, likeness = {name: zone_id for zone_id, name in names.items()}, Likeness(index, 0.5)

    def parse(text: str) -> Cell:
        bare = REFERENCE.sub("", plain(text))
        found = index.get(zone_key(bare))
        if found:
            return Cell(found, repair="" if text in (found, names[found]) else "zone_alias")
        reason = missing_reason(bare)
        if reason:
            return Cell(reason=reason)
        near = likeness.ids(zone_key(bare))
        suggested = [names[zone] for zone in near] or list(spelled)
        return Cell(fault="unknown_zone", allowed=suggested, unknown=True, suggestions=near)

    return parse


def period_parser(column_type: str) -> Parser:
    """Label of a quarter, a year, or either."""
    label_of = LABELS[column_type]

    def parse(text: str) -> Cell:
        return _timed(text, label_of, column_type)

    return parse


def parse_day(text: str) -> Cell:
    """A date."""
    return _timed(text, day, "date")


def _timed(text: str, read: Callable[[str], str | date], column_type: str) -> Cell:
    reason = missing_reason(text)
    if reason:
        return Cell(reason=reason)
    marked = without_mark(plain(text))
    try:
        value = read(marked.text)
    except AmbiguousMonth:
        return Cell(fault="ambiguous_month", unknown=True, suggestions=_months(marked.text, read))
    except WrongGrain:
        return Cell(fault=f"not_a_{column_type}", unknown=True)
    except NotAPeriod:
        return Cell(fault="not_a_period", unknown=True)
    return Cell(value, status=marked.status, repair="" if text == str(value) else "period_respelled")


def _months(text: str, read: Callable[[str], str | date]) -> tuple[str, ...]:
    """What `2024.1` becomes as January and as October, where the column can hold that."""
    try:
        return tuple(str(read(f"{text[:4]}-{month}")) for month in ("01", "10"))
    except NotAPeriod:
        return ()


def named_parser(
    index: Mapping[str, str],
    fault: str,
    names: Mapping[str, str],
    keep_unknown: bool = False,
    candidates: Mapping[str, tuple[str, ...]] | None = None,
) -> Parser:
    """Id by name, for categories, metrics and bases; `names` are what users may write, by id, `candidates` what a
    word of several meanings may mean.

    With `keep_unknown` an unknown text stays as it is, for a check that only warns.
    """
    likeness = Likeness(index, 0.6)

    def parse(text: str) -> Cell:
        found = index.get(key_of(text))
        if found:
            return Cell(found)
        reason = missing_reason(text)
        if reason:
            return Cell(reason=reason)
        near = tuple(dict.fromkeys([*(candidates or {}).get(key_of(text), ()), *likeness.ids(key_of(text))]))
        if keep_unknown:
            return Cell(text, unknown=True, suggestions=near)
        allowed = [names[each] for each in near] or list(dict.fromkeys(names.values()))
        return Cell(fault=fault, allowed=allowed, unknown=True, suggestions=near)

    return parse
