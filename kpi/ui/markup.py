"""Small pieces of HTML. Every value passes through `text_of`, so that no cell of a file becomes a tag."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from kpi.ui.exporting.shown import shown


def text_of(value: object) -> str:
    """The value as harmless text."""
    return escape(str(value), quote=True)


def badge(label: str, kind: str = "plain", title: str = "") -> str:
    """A small label; `kind` gives its sign and shade (published, sample, good, attention, problem, plain)."""
    return f'<span class="kpi-badge kpi-{kind}" title="{text_of(title or label)}">{text_of(label)}</span>'


def definitions(pairs: Iterable[tuple[str, str]]) -> str:
    """Name and value pairs as a definition list."""
    rows = "".join(f"<div><dt>{text_of(name)}</dt><dd>{text_of(value)}</dd></div>" for name, value in pairs)
    return f'<dl class="kpi-facts">{rows}</dl>'


def title(words: str) -> str:
    """The title of a page whose filters stand beside it."""
    return f'<h1 class="kpi-title">{text_of(words)}</h1>'


def heading(words: str, about: str = "") -> str:
    """The heading of a part of a page; `about` unfolds beside it."""
    sign = f'<summary aria-label="{text_of(words)} ?">?</summary>'
    unfolds = f'<details class="kpi-about">{sign}<p>{text_of(about)}</p></details>' if about else ""
    return f'<div class="kpi-heading"><h3>{text_of(words)}</h3>{unfolds}</div>'


def section(words: str, body: str, about: str = "") -> str:
    """A part of a page under its heading."""
    return f"<section>{heading(words, about)}{body}</section>"


def beside(left: str, right: str) -> str:
    """Two parts next to each other where there is room, the left one wider."""
    return f'<div class="kpi-beside"><div>{left}</div><div>{right}</div></div>'


def quiet(words: str) -> str:
    """A line in small print."""
    return f'<p class="kpi-quiet">{text_of(words)}</p>'


def put(body: str) -> None:
    """Show a piece of HTML made here."""
    shown().bodies.append(body)
    st.html(f'<div class="kpi">{body}</div>')
