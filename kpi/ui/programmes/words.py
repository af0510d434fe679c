"""Ids of a programme as its catalogue names them, and numbers that may be missing as people read them."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.catalogue.programmes import Vocabulary
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.status import origin_words

SAMPLE = '<span class="kpi-mark kpi-mark-sample">▨</span>'


def names_of(page: Chosen, kind: Vocabulary) -> dict[str, str]:
    """Id → name of what the programme declares of one kind, in its order."""
    return {entry.id: entry.name[page.here.language] for entry in page.programme.vocabulary(kind)}


def category_names(page: Chosen, dataset: str, column: str) -> dict[str, str]:
    """Id → name of the categories of a dataset's column."""
    found = page.here.catalogue.datasets.get(dataset)
    columns = found.columns if found else ()
    return {
        category.id: category.name[page.here.language]
        for each in columns
        if each.id == column
        for category in each.categories
    }


def named(names: dict[str, str], key: object, without: str) -> str:
    """The name of an id, the id itself where nobody has named it, `without` where there is none."""
    return without if is_missing(key) else names.get(str(key), str(key))


def told_name(page: Chosen, written: str) -> str:
    """One name, or several with commas, that a file writes as text, in the reader's language where that is known."""
    names = {name.ko: name[page.here.language] for name in page.programme.known_names}
    return names.get(written) or ", ".join(names.get(part, part) for part in written.split(", "))


def in_order(found: Iterable[Any], names: dict[str, str]) -> list[Any]:
    """What was found, in the order of its names; unnamed ones last."""
    order = list(names)
    return sorted(dict.fromkeys(found), key=lambda each: order.index(each) if each in order else len(order))


def is_missing(value: object) -> bool:
    return value is None or bool(pd.isna(value))  # type: ignore[call-overload]


def number(value: object, decimals: int = 0) -> str:
    """A number, a dash for none."""
    return formats.plain(None if is_missing(value) else float(value), decimals)  # type: ignore[arg-type]


def money(page: Chosen, value: object) -> str:
    """Won in the unit people say, a dash for none."""
    return formats.money(None if is_missing(value) else float(value), page.here.language)  # type: ignore[arg-type]


def share(part: object, whole: object) -> str:
    """A part of a whole in percent; a dash where there is nothing to divide by."""
    if is_missing(part) or is_missing(whole) or not whole:
        return formats.MISSING
    return formats.percent(float(part) / float(whole))  # type: ignore[arg-type]


def day(page: Chosen, value: object) -> str:
    """A day, a dash for none."""
    return (
        formats.MISSING
        if is_missing(value)
        else formats.day(pd.Timestamp(str(value)).date(), page.here.language)
    )


def origin(page: Chosen, synthetic: object) -> str:
    """Submitted or sample records, in words."""
    return origin_words(page.here, "records", bool(synthetic))


def basis_line(page: Chosen, synthetic: object, unit: str) -> str:
    """What a table's numbers are in, and what kind of records they rest on."""
    return page.here.text("programme.basis_line", unit=unit, origin=origin(page, synthetic))
