"""Small pieces of HTML. Every value passes through `text_of`, so that no cell of a file becomes a tag."""

from collections.abc import Iterable
from html import escape

import streamlit as st


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


def put(body: str) -> None:
    """Show a piece of HTML made here."""
    st.html(f'<div class="kpi">{body}</div>')
