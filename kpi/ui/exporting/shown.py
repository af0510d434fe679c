"""What a page has shown in this rerun: noted as it is shown, looked through only once somebody asks for one of it."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import streamlit as st

from kpi.charts.drawing import Drawing

SLOT = "kpi_shown"
# A part of a page that runs again by itself shows again what it has shown: the last ones count.
MOST = 300
Rows: TypeAlias = Callable[[], tuple[Sequence[object], Sequence[Sequence[object]]]]


@dataclass
class Shown:
    """Drawings with the key they were shown under, HTML in which tables stand, and what makes the rows behind a key."""

    drawings: deque[tuple[str, Drawing]] = field(default_factory=lambda: deque(maxlen=MOST))
    bodies: deque[str] = field(default_factory=lambda: deque(maxlen=MOST))
    rows: dict[str, Rows] = field(default_factory=dict)
    has_menu: bool = False


def begin() -> None:
    """A rerun begins: nothing has been shown yet."""
    st.session_state[SLOT] = Shown()


def shown() -> Shown:
    """What has been shown since `begin`."""
    return st.session_state.setdefault(SLOT, Shown())
