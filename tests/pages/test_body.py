"""A page's body: what its own filters rerun alone."""

import pytest
from streamlit.testing.v1 import AppTest

from kpi.access import LOCAL_VIEWER
from kpi.catalogue import load
from kpi.errors import Fault, KpiError
from kpi.paths import PROJECT, Paths
from kpi.queries.moments import Moment
from kpi.text import Text
from kpi.ui.setting import SLOT, Setting

PATHS = Paths()
OPENED = Moment("release-1", "latest", PATHS.warehouse, PATHS.warehouse, number=1)
NEWER = Moment("release-2", "latest", PATHS.warehouse, PATHS.warehouse, number=2)


def shown() -> None:
    import streamlit as st

    from kpi.ui.body import body

    def content(here: object) -> None:
        st.session_state["faulty"]()
        st.write("the body")

    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    body(content)


@pytest.fixture
def app() -> AppTest:
    made = AppTest.from_function(shown)
    made.session_state[SLOT] = Setting(Text("ko"), load(PROJECT / "catalogue"), LOCAL_VIEWER, PATHS, OPENED)
    made.session_state["faulty"] = lambda: None
    return made


def test_the_body_is_shown_at_the_moment_of_the_page(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpi.ui.moments.shown", lambda paths, text: OPENED)
    app.run()
    assert [each.value for each in app.markdown] == ["the body"]
    assert app.session_state["runs"] == 1


def test_a_newer_release_shows_the_whole_page_again(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([NEWER, OPENED])
    monkeypatch.setattr("kpi.ui.moments.shown", lambda paths, text: next(moments))
    app.run()
    assert [each.value for each in app.markdown] == ["the body"]
    assert app.session_state["runs"] == 2


def test_a_fault_in_the_body_is_told_in_its_place(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise KpiError(Fault("queries_errors.no_release"))

    monkeypatch.setattr("kpi.ui.moments.shown", lambda paths, text: OPENED)
    app.session_state["faulty"] = fail
    app.run()
    assert len(app.error) == 1
    assert [str(error.value) for error in app.exception] == []
