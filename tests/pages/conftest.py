"""The whole app through its one script, on the built warehouse, without a browser."""

from collections.abc import Callable, Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kpi.paths import PROJECT, Paths

MAIN = PROJECT / "kpi" / "ui" / "main.py"
SECONDS = 120
Visit = Callable[..., AppTest]


@pytest.fixture
def visit(built: Paths, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visit]:
    """Opens a page by its link: `visit("metric", zone="pohang", lang="en")`."""
    monkeypatch.setenv("KPI_RAW", str(built.raw))
    monkeypatch.setenv("KPI_WAREHOUSE", str(built.warehouse))
    st.cache_resource.clear()

    def open_page(page: str = "overview", **filters: str) -> AppTest:
        app = AppTest.from_file(str(MAIN), default_timeout=SECONDS)
        for name, value in filters.items():
            app.query_params[name] = value
        app.run()
        if page != "overview":
            app.switch_page(str(PROJECT / "pages" / f"{page}.py")).run()
        return app

    yield open_page
    st.cache_resource.clear()


def words(app: AppTest) -> str:
    """Everything a reader sees: HTML pieces, headings, captions, notices, labels of charts."""
    kinds = ("html", "markdown", "title", "subheader", "caption", "info", "warning", "error", "success")
    bodies = [getattr(element.proto, "body", "") for kind in kinds for element in app.get(kind)]
    return "\n".join([*bodies, *(chart.proto.alt for chart in app.get("plotly_chart"))])
