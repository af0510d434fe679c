"""The evaluation page on the shared warehouse, or on one of its own for tests that write."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kpi.paths import PROJECT, Paths
from tests.pages.conftest import MAIN, SECONDS
from tests.pages.evaluation.evaluated_page import VIEWERS, Evaluate
from tests.pages.submit_world import own_world


@pytest.fixture
def paths(built: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Paths]:
    """A warehouse of one's own, for tests that write."""
    own = own_world(built, tmp_path)
    monkeypatch.setenv("KPI_RAW", str(own.raw))
    monkeypatch.setenv("KPI_WAREHOUSE", str(own.warehouse))
    st.cache_resource.clear()
    yield own
    st.cache_resource.clear()


@pytest.fixture(scope="module", autouse=True)
def nothing_kept() -> Iterator[None]:
    """What other tests' warehouses left in the server's memory is not for these."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def evaluation(request: pytest.FixtureRequest, built: Paths, monkeypatch: pytest.MonkeyPatch) -> Evaluate:
    """Opens the page on the shared warehouse, or on one's own: `evaluation("rounds", role="manager", year="2023")`."""
    if "paths" in request.fixturenames:
        request.getfixturevalue("paths")
    else:
        monkeypatch.setenv("KPI_RAW", str(built.raw))
        monkeypatch.setenv("KPI_WAREHOUSE", str(built.warehouse))

    def opened(part: str = "result", role: str = "administrator", **filters: str) -> AppTest:
        monkeypatch.setattr("kpi.ui.setting.who", lambda: VIEWERS[role])
        app = AppTest.from_file(str(MAIN), default_timeout=SECONDS)
        app.run()
        app.switch_page(str(PROJECT / "pages" / "evaluation.py"))
        for name, value in {"part": part, **filters}.items():
            app.query_params[name] = value
        return app.run()

    return opened
