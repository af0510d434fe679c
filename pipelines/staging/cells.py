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
    """One text's outcome. `fault` and `repair` are names of `staging_errors.*` and `reading.repairs.*`."""

    value: Any = None
    reason: str = ""
    status: str = ""
    fault: str = ""
    allowed: Any = None
    repair: str = ""


Parser = Callable[[str], Cell]


def zone_parser(index: Mapping[str, str], names: Mapping[str, str]) -> Parser:
    """Zone id by alias.

    An unknown name is a fault with the nearest known names (`names` by id), never a guess.
    """
    spelled = {name: zone_id for zone_id, name in names.items()}

    def parse(text: str) -> Cell:
        bare = REFERENCE.sub("", plain(text))
        found = index.get(zone_key(bare))
        if found:
            return Cell(found, repair="" if text in (found, names[found]) else "zone_alias")
        reason = missing_reason(bare)
        if reason:
            return Cell(reason=reason)
        near = get_close_matches(zone_key(bare), index, 3, 0.5)
        suggested = list(dict.fromkeys(names[index[key]] for key in near)) or list(spelled)
        return Cell(fault="unknown_zone", allowed=suggested)

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
        return Cell(fault="ambiguous_month")
    except WrongGrain:
        return Cell(fault=f"not_a_{column_type}")
    except NotAPeriod:
        return Cell(fault="not_a_period")
    return Cell(value, status=marked.status, repair="" if text == str(value) else "period_respelled")


def named_parser(
    index: Mapping[str, str], fault: str, names: Mapping[str, str], keep_unknown: bool = False
) -> Parser:
    """Id by name, for categories, metrics and bases; `names` are what users may write, by id.

    With `keep_unknown` an unknown text stays as it is, for a check that only warns.
    """

    def parse(text: str) -> Cell:
        found = index.get(key_of(text))
        if found:
            return Cell(found)
        reason = missing_reason(text)
        if reason:
            return Cell(reason=reason)
        if keep_unknown:
            return Cell(text)
        near = [names[index[key]] for key in get_close_matches(key_of(text), index, 3, 0.6)]
        return Cell(fault=fault, allowed=list(dict.fromkeys(near or names.values())))

    return parse
