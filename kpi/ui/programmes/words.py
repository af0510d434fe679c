"""What a page of programmes says of its own programme, and what kind of records its tables rest on."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from kpi import format as formats
from kpi.catalogue.programmes import Vocabulary
from kpi.ui.markup import quiet
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.status import origin_words
from kpi.wording import programmes
from kpi.wording.programmes import is_missing

SAMPLE = '<span class="kpi-mark kpi-mark-sample">▨</span>'


def names_of(page: Chosen, kind: Vocabulary) -> dict[str, str]:
    """Id → name of what the programme declares of one kind, in its order."""
    return programmes.names_of(page.here, page.programme, kind)


def category_names(page: Chosen, dataset: str, column: str) -> dict[str, str]:
    """Id → name of the categories of a dataset's column."""
    return programmes.category_names(page.here, dataset, column)


def told_name(page: Chosen, written: str) -> str:
    """One name, or several with commas, that a file writes as text, in the reader's language where that is known."""
    return programmes.told_name(page.here, page.programme, written)


def money(page: Chosen, value: object) -> str:
    """Won in the unit people say, a dash for none."""
    return programmes.money(page.here, value)


def withheld_note(page: Chosen, frame: pd.DataFrame) -> str:
    """Why something in a frame is withheld and whom to ask; '' where nothing is."""
    return quiet(said) if (said := programmes.why_withheld(page.here, frame)) else ""


def money_in(page: Chosen, row: Mapping[str, Any], column: str) -> str:
    """A row's won; that they are withheld; a dash for none."""
    return programmes.money_in(page.here, row, column)


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
