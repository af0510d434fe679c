"""Answers, drawings and pieces of HTML that the server keeps for all its users: by moment, viewer's scope,
what is asked and, where words are in them, language.

Kept objects are shared between sessions and never changed. The key never holds a frame, and always holds the
scope: two viewers who may not see the same never share an answer. It is one text, because Streamlit inspects
the function's signature once for every argument of a cached call.
"""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from kpi.access import Viewer
from kpi.audit import observed
from kpi.queries.moments import Moment
from kpi.ui.setting import Setting, current

KEPT = 4096
P = ParamSpec("P")
R = TypeVar("R")


def ask(query: Callable[Concatenate[Viewer, Moment, P], R], *arguments: P.args, **options: P.kwargs) -> R:
    """What a named query answers this viewer at this moment, from the cache if it has been asked before.

    What it declares to read of single firms is recorded either way.
    """
    setting = current()
    name = f"{query.__module__}.{query.__qualname__}"
    key = (name, *_seen(setting), arguments, sorted(options.items()))
    with observed(setting.viewer, setting.paths, query, arguments):
        return _kept(repr(key), lambda: query(setting.viewer, setting.moment, *arguments, **options))


def kept(name: str, asked: tuple[Any, ...], make: Callable[[], R]) -> R:
    """What `make` makes of this moment's answers in this language, once for these filters."""
    setting = current()
    return _kept(repr((name, *_seen(setting), setting.language, asked)), make)


def _seen(setting: Setting) -> tuple[object, ...]:
    """What answers hang on beside what is asked: at an older moment also what is withheld for what came after it."""
    return setting.moment.key, setting.moment.newest, setting.viewer.scope


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _kept(key: str, _make: Callable[[], Any]) -> Any:
    return _make()
