"""Words that Streamlit's widgets bring along in English, and no option of theirs changes: written over by a style."""

import json

import streamlit as st

from kpi.text import Text

STYLE = """<style>
[data-testid="stFileUploaderDropzone"] button p,
[data-testid="stFileUploaderDropzoneInstructions"] span { font-size: 0; }
[data-testid="stFileUploaderDropzone"] button p::after { content: %s; font-size: 0.875rem; }
[data-testid="stFileUploaderDropzoneInstructions"] span::after { content: %s; font-size: 0.875rem; }
[data-testid="InputInstructions"] { display: none; }
</style>"""


def reworded(text: Text) -> None:
    """Call once a page: the places to drop a file speak the page's language, and fields do not speak of Enter."""
    st.html(
        STYLE % tuple(json.dumps(text(f"app.drop.{each}"), ensure_ascii=False) for each in ("button", "or"))
    )
