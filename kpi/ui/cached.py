"""Answers and drawings kept by the server for all its users, by (moment, viewer's scope, what was asked).

Kept objects are shared between sessions and never changed. The key never holds a frame, and always holds the scope:
two viewers who may not see the same never share an answer.
"""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from kpi.access import Viewer
from kpi.charts.drawing import Drawing
from kpi.queries.moments import Moment
from kpi.ui.setting import Setting, current

ANSWERS_KEPT = 2048
DRAWINGS_KEPT = 512

P = ParamSpec("P")
R = TypeVar("R")


def ask(query: Callable[Concatenate[Viewer, Moment, P], R], *arguments: P.args, **options: P.kwargs) -> R:
    """What a named query answers this viewer at this moment, from the cache if it has been asked before."""
    setting = current()
    name = f"{query.__module__}.{query.__qualname__}"
    asked = repr((arguments, sorted(options.items())))
    return _answer(name, setting.moment.key, setting.viewer.scope, asked, query, setting, arguments, options)


@st.cache_resource(max_entries=ANSWERS_KEPT, show_spinner=False)
def _answer(
    name: str,
    moment_key: str,
    scope: str,
    asked: str,
    _query: Callable[..., Any],
    _setting: Setting,
    _arguments: tuple[Any, ...],
    _options: dict[str, Any],
) -> Any:
    return _query(_setting.viewer, _setting.moment, *_arguments, **_options)


def drawing(name: str, asked: tuple[Any, ...], make: Callable[[], Drawing]) -> Drawing:
    """The drawing of this name for these filters, drawn once a moment, scope and language."""
    setting = current()
    return _drawing(name, setting.moment.key, setting.viewer.scope, setting.language, repr(asked), make)


@st.cache_resource(max_entries=DRAWINGS_KEPT, show_spinner=False)
def _drawing(
    name: str, moment_key: str, scope: str, language: str, asked: str, _make: Callable[[], Drawing]
) -> Drawing:
    return _make()
