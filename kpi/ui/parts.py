"""Elements of our own on a page: Streamlit components of the second kind, each with its script in `assets`."""

from typing import Any

import streamlit as st

from kpi.paths import PROJECT

ASSETS = PROJECT / "kpi" / "ui" / "assets"


def part(name: str) -> Any:
    """What mounts the element of this name: `assets/<name>.js` draws into a `div` of the class `kpi-<name>`."""
    return st.components.v2.component(
        f"kpi_{name}",
        html=f'<div class="kpi kpi-{name}">\n</div>',
        js=(ASSETS / f"{name}.js").read_text("utf-8"),
        isolate_styles=False,
    )
