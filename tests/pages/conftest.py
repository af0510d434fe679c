"""The whole app through its one script, on the built warehouse, without a browser."""

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kpi.access import LOCAL_VIEWER, Viewer
from kpi.ledger import Draft
from kpi.paths import PROJECT, Paths
from kpi.ui import setting
from kpi.ui.submit import jobs
from tests.pages.submit_world import Desk, FakeWorker, as_decided, comparison, own_world, prepared

MAIN = PROJECT / "kpi" / "ui" / "main.py"
SECONDS = 120
Visit = Callable[..., AppTest]
Look = Callable[..., AppTest]
# Whoever looked at the last page looks at the next one.
AS_BEFORE = object()


@pytest.fixture
def as_viewer(monkeypatch: pytest.MonkeyPatch) -> Callable[[Viewer | None], None]:
    """Says who looks at the pages from now on; None = nobody has signed in. There is no server before these pages."""

    def looks(viewer: Viewer | None) -> None:
        monkeypatch.setattr(setting, "who", lambda: viewer)

    return looks


@pytest.fixture(autouse=True)
def local_viewer(as_viewer: Callable[[Viewer | None], None]) -> None:
    """An administrator looks, unless a test says otherwise."""
    as_viewer(LOCAL_VIEWER)


@pytest.fixture
def visit(
    built: Paths, monkeypatch: pytest.MonkeyPatch, as_viewer: Callable[[Viewer | None], None]
) -> Iterator[Visit]:
    """Opens a page by its link: `visit("metric", zone="pohang", lang="en", viewer=...)`."""
    monkeypatch.setenv("KPI_RAW", str(built.raw))
    monkeypatch.setenv("KPI_WAREHOUSE", str(built.warehouse))
    st.cache_resource.clear()

    def open_page(page: str = "overview", viewer: Any = AS_BEFORE, **filters: str) -> AppTest:
        if viewer is not AS_BEFORE:
            as_viewer(viewer)
        app = AppTest.from_file(str(MAIN), default_timeout=SECONDS)
        for name, value in filters.items():
            app.query_params[name] = value
        app.run()
        if page != "overview":
            app.switch_page(str(PROJECT / "pages" / f"{page}.py")).run()
        return app

    yield open_page
    st.cache_resource.clear()


@pytest.fixture
def desk(built: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A warehouse of one's own, its worker answering with a file that wants something in every step."""
    paths = own_world(built, tmp_path)
    monkeypatch.setenv("KPI_RAW", str(paths.raw))
    monkeypatch.setenv("KPI_WAREHOUSE", str(paths.warehouse))
    made = Desk(paths, FakeWorker(paths))
    monkeypatch.setattr(jobs, "worker", lambda _: made.worker)
    made.worker.answers = {
        "prepare": lambda draft: made.answer(draft, as_decided(made, draft, prepared(draft))),
        "compare": lambda draft: made.answer(draft, comparison(draft)),
    }
    st.cache_resource.clear()
    return made


@pytest.fixture
def look(desk: Desk) -> Look:
    """Opens the page: `look(draft, "checks", lang="en")`."""

    def opened(draft: Draft | None = None, step: str = "found", **filters: str) -> AppTest:
        app = AppTest.from_file(str(MAIN), default_timeout=SECONDS)
        asked = {"draft": draft.id, "step": step} if draft else {}
        for name, value in {**asked, **filters}.items():
            app.query_params[name] = value
        app.run()
        app.switch_page(str(PROJECT / "pages" / "submit.py"))
        for name, value in {**asked, **filters}.items():
            app.query_params[name] = value
        return app.run()

    return opened


def charts(app: AppTest) -> list[dict[str, Any]]:
    """Every chart of the page: its title, its words for who cannot see it, and its figure as JSON."""
    return [chart for data in _parts(app) for chart in data.get("charts", [])]


def pieces(app: AppTest) -> list[str]:
    """The pieces of HTML that the page is made of, those that can be clicked too."""
    return [
        *(element.proto.body for element in app.get("html")),
        *(data["body"] for data in _parts(app) if "body" in data),
    ]


def _parts(app: AppTest) -> list[dict[str, Any]]:
    """What our own elements were given."""
    return [json.loads(element.proto.json) for element in app.get("bidi_component")]


def title(app: AppTest) -> str:
    """The page's title, Streamlit's own or the one in a piece of HTML."""
    return (
        unescape(next(iter(re.findall("<h1[^>]*>(.*?)</h1>", "".join(pieces(app)))), ""))
        or app.title[0].value
    )


def words(app: AppTest) -> str:
    """Everything a reader sees: HTML pieces, headings, captions, notices, labels of charts."""
    kinds = ("markdown", "title", "subheader", "caption", "info", "warning", "error", "success")
    bodies = [getattr(element.proto, "body", "") for kind in kinds for element in app.get(kind)]
    return "\n".join([*pieces(app), *bodies, *(chart["alt"] for chart in charts(app))])
