"""What the session holds of somebody's own tables: the board that was read, or why there is none."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from kpi.errors import KpiError
from kpi.scoring.tables.boards import Tables, tables_of
from kpi.scoring.tables.given import Given
from kpi.ui.address import write

SLOT = "kpi_own_tables"
TURN = "kpi_own_turn"
# What the address has of the methods and weights chosen for the tables.
CHOICES = ("own_weights", "own_normalisation", "own_combine", "own_imputation", "own_outliers")


@dataclass
class Kept:
    """Read from the files of these ids and names: `tables`, or `refused`."""

    ids: tuple[str, str]
    files: tuple[str, str] = ("", "")
    tables: Tables | None = None
    refused: KpiError | None = None


def kept() -> Kept | None:
    """What was read last in this session."""
    return st.session_state.get(SLOT)


def is_linked() -> bool:
    """Whether the address has choices for tables."""
    return any(key in st.query_params for key in CHOICES)


def is_of(values: str, structure: str) -> bool:
    """Whether it was read from these very files."""
    known = kept()
    return known is not None and known.ids == (values, structure)


def keep(ids: tuple[str, str], read: Callable[[], tuple[Given, Given]]) -> None:
    """Read the tables and hold what came of it."""
    made = Kept(ids)
    try:
        values, structure = read()
        made.files = (_told(values), _told(structure))
        made.tables = tables_of(values, structure)
    except KpiError as error:
        made.refused = error
    st.session_state[SLOT] = made


def clear() -> None:
    """For on_click: let go of the tables, of the files, and of what was chosen for them."""
    for key in CHOICES:
        write(key, None, "")
    st.session_state.pop(SLOT, None)
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1


def uploader(kind: str) -> str:
    """The key of a place to drop; after clearing it is another, so that the old file goes."""
    return f"own-{kind}-{st.session_state.get(TURN, 0)}"


def _told(given: Given) -> str:
    return f"{given.file} ({given.sheet})" if given.sheet else given.file
