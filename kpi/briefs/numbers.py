"""Typed cells: a number as the brief writes it, and the same for a spreadsheet. A decrease is △ here, and only here."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.briefs.parts import Cell, Number
from kpi.catalogue import Unit
from kpi.measures import change
from kpi.wording import Speaker
from kpi.wording.programmes import is_withheld

QUOTED = re.compile(r'"([^"]*)"')
POINTS = "%p"


def amount(here: Speaker, unit: Unit, value: object, decimals: int = 0) -> Number:
    """A value with its unit; a dash for a missing one."""
    known = _known(value)
    if known is None:
        return Number(None, formats.MISSING)
    said = formats.said(known, unit, here.language, decimals)
    return Number(said.number, _cell(formats.value(known, unit, here.language, decimals)), said.pattern)


def of_metric(here: Speaker, metric: str, value: object) -> Number:
    """A metric's value with its unit and decimals."""
    return amount(here, here.unit(metric), value, here.metric(metric).decimals)


def money(here: Speaker, value: object) -> Number:
    """Won in the unit people say."""
    return amount(here, next(unit for unit in here.catalogue.units.values() if unit.kind == "money"), value)


def in_row(here: Speaker, row: Mapping[str, Any], column: str, written: Callable[[object], Number]) -> Number:
    """A sum over firms in a row of a programme's records as `written`, or that it is withheld."""
    return (
        Number(None, here.text("app.status.withheld")) if is_withheld(row, column) else written(row[column])
    )


def money_in(here: Speaker, row: Mapping[str, Any], column: str) -> Number:
    """A row's won, or that they are withheld."""
    return in_row(here, row, column, partial(money, here))


def plain(value: object, decimals: int = 0, after: str = "") -> Number:
    """A number, with what stands behind it."""
    known = _known(value)
    if known is None:
        return Number(None, formats.MISSING)
    said = formats.Said(float(f"{known:.{decimals}f}"), decimals, after=after)
    return Number(said.number, _cell(f"{formats.plain(known, decimals)}{after}"), said.pattern)


def percent(value: object, decimals: int = 1) -> Number:
    """A percentage as such: 382.4%."""
    return plain(value, decimals, "%")


def share(part: object, whole: object) -> Number:
    """A part of a whole in percent; a dash where there is nothing to divide by."""
    known, divisor = _known(part), _known(whole)
    return percent(None if known is None or not divisor else known / divisor * 100)


def changed(here: Speaker, metric: str, before: object, after: object) -> tuple[Number, Number]:
    """What changed from one value of a metric to the next, in its unit and in percent; a ratio's in %p alone."""
    moved = change(_known(before), _known(after), unit=here.metric(metric).unit)
    decimals = here.metric(metric).decimals
    return differing(here, here.unit(metric), moved.absolute, moved.share, decimals)


def differing(
    here: Speaker, unit: Unit, difference: object, share: object, decimals: int = 0
) -> tuple[Number, Number]:
    """A difference with its sign in its unit, and as a share in percent; of percentages in %p alone."""
    known, of_it = _known(difference), _known(share)
    if known is None:
        return plain(None), plain(None)
    if unit.kind == "percent":
        return _signed(formats.Said(float(f"{known:.1f}"), 1, after=POINTS)), plain(None)
    size = _signed(formats.said(known, unit, here.language, decimals))
    if of_it is None:
        return size, plain(None)
    return size, _signed(formats.Said(float(f"{of_it * 100:.1f}"), 1, after="%"))


def grown(before: object, after: object) -> Number:
    """What changed from one amount to the next in percent, with its sign."""
    was, now = _known(before), _known(after)
    if was is None or now is None or not was:
        return plain(None)
    return _signed(formats.Said(float(f"{(now / was - 1) * 100:.1f}"), 1, after="%"))


def units_in(rows: Iterable[Sequence[Cell]]) -> tuple[str, ...]:
    """The units that the cells are written in, in the order in which they come."""
    found = ("".join(QUOTED.findall(cell.pattern.split(";")[0])).replace("+", "").strip()
             for row in rows for cell in row if isinstance(cell, Number) and cell.value is not None)  # fmt: skip
    return tuple(dict.fromkeys(unit for unit in found if unit))


def _signed(said: formats.Said) -> Number:
    """+12건, △12건 and 0건, in the text and in the spreadsheet alike."""
    sign = formats.DECREASE if said.number < 0 else "+" if said.number else ""
    shown = f"{sign}{said.before}{abs(said.number):,.{said.decimals}f}{said.after}"
    return Number(said.number, shown, f'"+"{said.pattern};"{formats.DECREASE}"{said.pattern};{said.pattern}')


def _cell(written: str) -> str:
    return written.replace(formats.MINUS, formats.DECREASE)


def _known(value: object) -> float | None:
    return None if value is None or bool(pd.isna(value)) else float(value)  # type: ignore[call-overload, arg-type]
