"""Reminders: what is due, late or missing, whose, and since when; grouped, short, and quiet where nothing is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.catalogue import NATIONAL, load
from kpi.paths import PROJECT, Paths
from kpi.queries.due import Due
from kpi.queries.moments import Moment
from kpi.text import Text
from kpi.ui.setting import SLOT, Setting
from tests.pages.conftest import words

TODAY = date(2026, 5, 20)
SOON, PAST, LONG_PAST = date(2026, 5, 31), date(2026, 4, 30), date(2026, 1, 31)
PLACES = {SOON: "due", PAST: "late", LONG_PAST: "missing"}
Show = Callable[..., AppTest]


def owed(dataset: str, zone: str, period: str, due_on: date) -> Due:
    return Due(dataset, zone, period, due_on, due_on, PLACES[due_on])  # type: ignore[arg-type]


OWED = [
    owed("firm_results", "gunsan", "2026Q1", SOON),
    owed("tenant_firms", "pohang", "2025Q4", PAST),
    owed("tenant_firms", "gunsan", "2025Q4", PAST),
    owed("startups", "gunsan", "2025Q3", LONG_PAST),
    replace(owed("investments", "gunsan", "2025Q3", LONG_PAST), state="received"),
]


def listed() -> None:
    """What a page does."""
    from kpi.ui.due import due_list
    from kpi.ui.navigation import menu
    from kpi.ui.setting import current

    menu(current().text, current().viewer)
    due_list(current())


def noticed() -> None:
    """What the overview does."""
    import streamlit as st

    from kpi.ui.due import due_notice
    from kpi.ui.markup import put
    from kpi.ui.setting import current

    if notice := due_notice(current(), st.session_state["zone"]):
        put(notice)


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> Show:
    """Runs one of the two with what is owed, on a day in May 2026."""
    catalogue = load(PROJECT / "catalogue")

    def run(
        script: Callable[[], None],
        found: list[Due],
        viewer: Viewer = LOCAL_VIEWER,
        kind: str = "latest",
        zone: str = "gunsan",
        language: str = "ko",
    ) -> AppTest:
        st.cache_resource.clear()
        monkeypatch.setattr("kpi.queries.due.due", lambda viewer, moment, today: found)
        monkeypatch.setattr("kpi.ui.due.today", lambda: TODAY)
        paths = Paths()
        moment = Moment("test", kind, paths.warehouse, paths.warehouse)  # type: ignore[arg-type]
        app = AppTest.from_function(script)
        app.session_state[SLOT] = Setting(Text(language), catalogue, viewer, paths, moment)
        app.session_state["kpi_filters_kept"] = {}
        app.session_state["zone"] = zone
        app.run()
        assert [error.value for error in app.exception] == []
        return app

    # `ask` keys by the query's name.
    monkeypatch.setattr("kpi.ui.due.ask", lambda query, *asked: query(None, None, *asked))
    return run


def test_the_most_overdue_stands_first_and_what_came_is_not_named(show: Show) -> None:
    shown = words(show(listed, OWED))
    assert shown.index("미제출") < shown.index("지연") < shown.index("제출 시기")
    assert "2025년 3분기 · 전북 군산" in shown
    assert "창업" in shown
    assert "투자연계" not in shown


def test_zones_that_owe_the_same_file_stand_on_one_line(show: Show) -> None:
    shown = words(show(listed, OWED))
    assert shown.count("2025년 4분기") == 1
    assert "2025년 4분기 · 경북 포항, 전북 군산" in shown


def test_files_that_the_same_zones_owe_for_the_same_quarter_stand_together(show: Show) -> None:
    both = [owed(dataset, "gunsan", "2025Q4", PAST) for dataset in ("startups", "tenant_firms")]
    shown = words(show(listed, both))
    assert shown.count("2025년 4분기") == 1
    assert "입주기업 명부, 창업" in shown or "창업, 입주기업 명부" in shown


def test_how_long_it_has_been_due_is_said(show: Show) -> None:
    shown = words(show(listed, OWED))
    assert "기한 2026. 4. 30., 20일 지남" in shown
    assert "2026. 5. 31.까지" in shown


def test_a_file_that_is_due_today_says_today(show: Show) -> None:
    today = replace(OWED[0], due_on=TODAY)
    assert "오늘(2026. 5. 20.)까지" in words(show(listed, [today]))


def test_a_file_of_all_zones_and_one_that_is_not_by_zone_say_so(show: Show) -> None:
    zones = load(PROJECT / "catalogue").zones
    everywhere = [owed("firm_results", zone, "2026Q1", SOON) for zone in zones]
    assert "모든 특구" in words(show(listed, everywhere))
    assert "전체 공통" in words(show(listed, [owed("published_grades", "", "2025", SOON)]))


def test_many_files_are_folded_below_the_first(show: Show) -> None:
    many = [owed("firm_results", "gunsan", f"{year}Q1", PAST) for year in range(2017, 2026)]
    app = show(listed, many)
    assert app.expander[0].label == "나머지 4건 모두 보기"


def test_the_list_leads_to_the_submit_page(show: Show) -> None:
    assert show(listed, OWED).get("page_link")[0].proto.page == "submit"


def test_nothing_due_says_so(show: Show) -> None:
    assert "지금 제출할 자료가 없습니다" in show(listed, []).caption[0].value


@pytest.mark.parametrize("kind", ["release", "as_known_on"])
def test_the_past_is_never_late(show: Show, kind: str) -> None:
    assert "지금 제출할 자료가 없습니다" in show(listed, OWED, kind=kind).caption[0].value
    assert words(show(noticed, OWED, kind=kind)) == ""


def test_the_notice_names_the_worst_of_this_zone_and_counts_the_rest(show: Show) -> None:
    shown = words(show(noticed, OWED))
    assert "미제출" in shown
    assert "전북 군산의 창업 2025년 3분기 등 자료 2건이" in shown


def test_the_notice_is_silent_where_nothing_is_late(show: Show) -> None:
    assert words(show(noticed, OWED, zone="naju")) == ""
    assert words(show(noticed, [OWED[0]])) == ""


def test_of_all_zones_together_every_late_file_counts(show: Show) -> None:
    assert "전국 14개 특구의 창업 2025년 3분기 등 자료 2건이" in words(show(noticed, OWED, zone=NATIONAL))


def test_who_hands_in_nothing_gets_no_link(show: Show) -> None:
    assert "turn:submit" not in words(show(noticed, OWED, Viewer("v", Role.VIEWER, None)))
    assert 'data-action="turn:submit"' in words(show(noticed, OWED))


def test_reminders_speak_english(show: Show) -> None:
    assert "Startups" in words(show(listed, OWED, language="en"))
    assert "have not come in yet" in words(show(noticed, OWED, language="en"))
