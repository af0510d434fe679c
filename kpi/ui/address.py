"""Filters in the address: a link reproduces the view, in either language.

Streamlit's own `bind="query-params"` writes an option as it is displayed, so that a Korean link would not
open in English. Here the address carries ids. It is the one source of a filter's value: a widget is set from
it before it is drawn, and writes back to it. Defaults are left out. Turning the page keeps the filters.
"""

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

KEPT = "kpi_filters_kept"
PAGE = "kpi_page_shown"
UNKNOWN = "kpi_filters_unknown"
FILTERS = (
    "lang",
    "as_known_on",
    "release",
    "zone",
    "year",
    "metric",
    "basis",
    "by",
    "split",
    "period",
    "severity",
    "kind",
    "view",
    "check",
    "q",
    "zones",
    "metrics",
    "quarter",
    "per",
    "against",
    "side",
    "upward",
    "size",
    "part",
    "scenario",
    "weights",
    "normalisation",
    "combine",
    "yardstick",
    "reference",
    "own_weights",
    "own_normalisation",
    "own_combine",
    "own_imputation",
    "own_outliers",
    "spread",
    "element",
    "beside",
    "programme",
    "cohort",
    "aspect",
    "brief",
    "document",
    "without",
    "letters",
)


def begin() -> None:
    """Call first in a rerun: on a page turned to, put back the filters its address does not name.

    The language stays with the session anyway. All at once and before Streamlit tells the browser of the page: each
    change of the address after that would be one more step of the way back.
    """
    st.session_state[UNKNOWN] = {}
    kept = st.session_state.setdefault(KEPT, {})
    missing = {key: value for key, value in kept.items() if key not in st.query_params}
    if not _is_turned():
        missing = {key: value for key, value in missing.items() if key == "lang"}
    if missing:
        st.query_params.update(missing)


def _is_turned() -> bool:
    """Whether the browser asks for another page than the one shown last."""
    context = get_script_run_ctx()
    return (
        context is not None
        and st.session_state.get(PAGE, context.page_script_hash) != context.page_script_hash
    )


def arrive() -> None:
    """Call once the page is known."""
    context = get_script_run_ctx()
    st.session_state[PAGE] = context.page_script_hash if context is not None else ""
    st.session_state[KEPT] = {key: st.query_params[key] for key in FILTERS if key in st.query_params}


def value_of(key: str, allowed: Sequence[str] | Callable[[str], bool], default: str) -> str:
    """The filter's value as the address has it; the default, and a note, for one that is not allowed."""
    asked = st.query_params.get(key)
    if asked is None:
        return default
    if allowed(asked) if callable(allowed) else asked in allowed:
        return asked
    st.session_state[UNKNOWN][key] = asked
    return default


def filters_shown() -> dict[str, str]:
    """The filters of this rerun that are not at their defaults, as a link carries them."""
    return dict(st.session_state[KEPT])


def unknown() -> dict[str, str]:
    """Filters of this rerun's address that could not be used, with what was asked."""
    return st.session_state.get(UNKNOWN, {})


def write(key: str, value: str | None, default: str) -> None:
    """Put a filter into the address, or take it out if it is the default."""
    if value is None or value == default:
        st.query_params.pop(key, None)
        st.session_state[KEPT].pop(key, None)
    else:
        st.query_params[key] = value
        st.session_state[KEPT][key] = value


def widget_key(key: str, value: object) -> str:
    """The key of the filter's widget, whose state is set from the address."""
    name = f"filter_{key}"
    st.session_state[name] = value
    return name


def from_widget(key: str, default: str) -> None:
    """For on_change: carry the widget's new value into the address."""
    write(key, st.session_state[f"filter_{key}"], default)
