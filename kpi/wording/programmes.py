"""Ids of a programme as its catalogue names them, its numbers as people read them, and what its calls say."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.catalogue import Unit
from kpi.catalogue.programmes import Call, Programme, Vocabulary
from kpi.wording import Speaker


def names_of(here: Speaker, programme: Programme, kind: Vocabulary) -> dict[str, str]:
    """Id → name of what a programme declares of one kind, in its order."""
    return {entry.id: entry.name[here.language] for entry in programme.vocabulary(kind)}


def category_names(here: Speaker, dataset: str, column: str) -> dict[str, str]:
    """Id → name of the categories of a dataset's column."""
    found = here.catalogue.datasets.get(dataset)
    return {
        category.id: category.name[here.language]
        for each in (found.columns if found else ())
        if each.id == column
        for category in each.categories
    }


def named(names: Mapping[str, str], key: object, without: str) -> str:
    """The name of an id, the id itself where nobody has named it, `without` where there is none."""
    return without if is_missing(key) else names.get(str(key), str(key))


def told_name(here: Speaker, programme: Programme, written: str) -> str:
    """One name, or several with commas, that a file writes as text, in the reader's language where that is known."""
    names = {name.ko: name[here.language] for name in programme.known_names}
    return names.get(written) or ", ".join(names.get(part, part) for part in written.split(", "))


def in_order(found: Iterable[Any], names: Mapping[str, str]) -> list[Any]:
    """What was found, in the order of its names; unnamed ones last."""
    order = list(names)
    return sorted(dict.fromkeys(found), key=lambda each: order.index(each) if each in order else len(order))


def is_missing(value: object) -> bool:
    return value is None or bool(pd.isna(value))  # type: ignore[call-overload]


def number(value: object, decimals: int = 0) -> str:
    """A number, a dash for none."""
    return formats.plain(None if is_missing(value) else float(value), decimals)  # type: ignore[arg-type]


def money(here: Speaker, value: object) -> str:
    """Won in the unit people say, a dash for none."""
    return formats.money(None if is_missing(value) else float(value), here.language)  # type: ignore[arg-type]


def is_withheld(row: Mapping[str, Any], column: str) -> bool:
    """Whether a sum over firms is withheld from who asks, as the queries of programmes tell."""
    return bool(row.get(f"{column}_withheld", False))


def money_in(here: Speaker, row: Mapping[str, Any], column: str) -> str:
    """A row's won; that they are withheld; a dash for none."""
    return here.text("app.status.withheld") if is_withheld(row, column) else money(here, row[column])


def number_in(here: Speaker, row: Mapping[str, Any], column: str) -> str:
    """A row's number; that it is withheld; a dash for none."""
    return here.text("app.status.withheld") if is_withheld(row, column) else number(row[column])


def total(frame: pd.DataFrame, *columns: str) -> dict[str, Any]:
    """What all rows come to: missing where none is known, withheld where one of them is."""
    gone = {name: f"{name}_withheld" in frame and bool(frame[f"{name}_withheld"].any()) for name in columns}
    sums = {name: None if gone[name] else frame[name].sum(min_count=1) for name in columns}
    return {**sums, **{f"{name}_withheld": is_gone for name, is_gone in gone.items()}}


def left_of(whole: object, row: Mapping[str, Any], column: str) -> dict[str, Any]:
    """The row with what is left of a whole after its sum, in the sum's place: withheld where the sum is, which would
    follow from it; missing where the whole is.
    """
    used = 0.0 if is_missing(row[column]) else float(row[column])
    return {**row, column: None if is_missing(whole) else float(whole) - used}  # type: ignore[arg-type]


def why_withheld(here: Speaker, frame: pd.DataFrame) -> str:
    """Why something in a frame is withheld and whom to ask; '' where nothing is."""
    gone = any(frame[name].any() for name in frame.columns if name.endswith("_withheld"))
    return here.text("programme.withheld") if gone else ""


def published(here: Speaker, krw: int | None) -> str:
    """Won, or that nobody has published them."""
    return money(here, krw) if krw else here.text("programme.not_published")


def share(part: object, whole: object) -> str:
    """A part of a whole in percent; a dash where there is nothing to divide by."""
    if is_missing(part) or is_missing(whole) or not whole:
        return formats.MISSING
    return formats.percent(float(part) / float(whole))  # type: ignore[arg-type]


def terms(here: Speaker, call: Call) -> list[tuple[str, str]]:
    """What a call says: its days, seats, money, and who may apply."""
    text, language, unknown = here.text, here.language, here.text("programme.not_published")
    years = call.founded_within_years
    said = {
        "announced": formats.day(call.announced_on, language),
        "opens": formats.day(call.opens_on, language),
        "closes": _minute(call.closes_at, language),
        "seats": text("programme.calls.seats_value", count=call.seats) if call.seats else unknown,
        "limit": published(here, call.grant_limit_krw),
        "budget": published(here, call.budget_krw),
        "eligible": text("programme.calls.eligible_value", years=years) if years else unknown,
    }
    return [(text(f"programme.calls.{name}"), told) for name, told in said.items()]


def unit_of(here: Speaker, figure: Mapping[str, Any]) -> Unit | None:
    """That of the figure's metric, else the one whose own name was written; None for a mere count of things."""
    units, metrics = here.catalogue.units, here.catalogue.metrics
    measure, written = figure["measure"], str(figure["unit"])
    if not is_missing(measure) and measure in metrics and written in units[metrics[measure].unit].written:
        return units[metrics[measure].unit]
    return next((each for each in units.values() if each.name["ko"] == written), None)


def figure_name(here: Speaker, figure: Mapping[str, Any]) -> str:
    """A published value's metric by its name; a target says that it is one."""
    name = here.metric_name(figure["metric"])
    return here.text("programme.figures.target", metric=name) if figure["is_target"] else name


def basis_of(here: Speaker, figure: Mapping[str, Any]) -> str:
    """The year that a figure is of, and whether it is of that year or of all until then."""
    period = here.text("programme.figures.no_year")
    if not is_missing(figure["period"]):
        period = formats.period(str(figure["period"]), here.language)
    basis = figure["basis"]
    return period if is_missing(basis) else f"{period} · {here.text(f'app.basis.{basis}')}"


def _minute(moment: datetime, language: str) -> str:
    return f"{formats.day(moment.date(), language)} {moment:%H:%M}"
