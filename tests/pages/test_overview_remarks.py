"""Remarks on the overview: written, changed and withdrawn by who may, harmless, told apart from what is published."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.ledger import Ledger, Remark
from kpi.paths import Paths
from kpi.text import LANGUAGES, Text
from kpi.ui import clickable
from tests.pages.conftest import Visit, pieces, words
from tests.pages.submit_world import own_world

ROLES = {
    "administrator": LOCAL_VIEWER,
    "manager": Viewer("군산 담당자", Role.MANAGER, frozenset({"gunsan"})),
    "reader": Viewer("reader", Role.VIEWER),
    "evaluator": Viewer("evaluator", Role.EVALUATOR, None),
}
MAY = date(2024, 5, 3)
Open = Callable[..., AppTest]
NASTY = "<script>alert(1)</script><b>\"&'</b> =1+1"


@pytest.fixture
def world(built: Paths, tmp_path: Path) -> Iterator[Paths]:
    """A warehouse of one's own."""
    yield own_world(built, tmp_path)
    st.cache_resource.clear()


@pytest.fixture
def opened(visit: Visit, world: Paths, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens the overview of Gunsan's 2024: `opened("manager", click="remark:new", lang="en")`."""
    monkeypatch.setenv("KPI_RAW", str(world.raw))
    monkeypatch.setenv("KPI_WAREHOUSE", str(world.warehouse))
    st.cache_resource.clear()
    mounted, held = clickable.clickable, {"click": ""}

    def clicked(body: str, key: str, *arguments: Callable[[], None]) -> str:
        return mounted(body, key, *arguments) or (held["click"] if key == "above" else "")

    # No click in our own element can be made without a browser; this one lasts as its dialog would.
    monkeypatch.setattr(clickable, "clickable", clicked)

    def open_page(role: str = "manager", click: str = "", **filters: str) -> AppTest:
        monkeypatch.setattr("kpi.ui.setting.who", lambda: ROLES[role])
        held["click"] = click
        return visit("overview", **{"zone": "gunsan", "year": "2024", **filters})

    return open_page


def written(paths: Paths, zone: str = "gunsan") -> list[Remark]:
    with Ledger(paths.ledger_url) as ledger:
        return ledger.remarks(zone, 2024)


def put_down(paths: Paths, kind: str, text: str, day: date | None = None, follows: str = "") -> Remark:
    with Ledger(paths.ledger_url) as ledger:
        return ledger.write_remark("gunsan", 2024, kind, text, "군산 담당자", day, follows)  # type: ignore[arg-type]


def is_well(app: AppTest) -> bool:
    return not app.exception and not app.error


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_manager_writes_commentary_and_everybody_reads_it_with_its_author(
    opened: Open, world: Paths, language: str
) -> None:
    app = opened("manager", click="remark:new", lang=language)
    app.text_area(key="remark-text-commentary").input("투자 협의가 이어졌다.\n하반기에 맺는다.")
    app.button(key="remark-save").click().run()
    assert is_well(app)
    (found,) = written(world)
    assert (found.kind, found.actor) == ("commentary", "군산 담당자")
    shown = words(opened("reader", lang=language))
    assert "투자 협의가 이어졌다.\n하반기에 맺는다." in shown
    assert Text(language)("remarks.signed", author="군산 담당자", when="").rstrip(" ,") in shown
    assert 'data-action="remark:' not in shown


def test_an_event_stands_in_the_story_by_its_day_and_is_marked_as_the_zones_own(
    opened: Open, world: Paths
) -> None:
    put_down(world, "event", "시험동 준공", MAY)
    (story,) = [piece for piece in pieces(opened("reader")) if "시험동 준공" in piece]
    lines = story[story.index('<ol class="kpi-story"') :].split("<li")[1:]
    own = next(at for at, line in enumerate(lines) if "시험동 준공" in line)
    assert "2024. 5. 3." in lines[own] and "특구 기록" in lines[own] and "출처" not in lines[own]
    assert "2020. 7. 27." in lines[own - 1] and "2024. 6. 28." in lines[own + 1]


def test_an_event_is_written_with_its_day_and_refused_without(opened: Open, world: Paths) -> None:
    for day in (None, MAY):
        app = opened("manager", click="remark:new")
        app.segmented_control(key="remark-kind").set_value("event").run()
        app.text_area(key="remark-text-event").input("시험동 준공")
        app.date_input(key="remark-day-event").set_value(day)
        app.button(key="remark-save").click().run()
        assert [each.day for each in written(world)] == ([day] if day else [])
        assert bool(app.error) is (day is None)
        assert not app.exception


def test_an_event_whose_day_lies_ahead_is_a_plan(opened: Open, world: Paths) -> None:
    put_down(world, "event", "설명회", date(2099, 5, 3))
    assert "2099. 5. 3. 예정" in words(opened("reader"))


def test_a_remark_is_changed_and_its_earlier_versions_stand_in_a_fold(opened: Open, world: Paths) -> None:
    first = put_down(world, "commentary", "초안이다.")
    app = opened("administrator", click=f"remark:{first.id}")
    assert app.text_area(key=f"remark-text-{first.id}").value == "초안이다."
    app.text_area(key=f"remark-text-{first.id}").input("고친 글이다.")
    app.button(key="remark-save").click().run()
    assert is_well(app)
    shown = words(opened("reader"))
    assert shown.index("고친 글이다.") < shown.index("<summary>1번 고침</summary>") < shown.index("초안이다.")


def test_emptying_a_text_is_refused_in_words_and_keeps_it(opened: Open, world: Paths) -> None:
    first = put_down(world, "commentary", "의견이다.")
    app = opened("manager", click=f"remark:{first.id}")
    app.text_area(key=f"remark-text-{first.id}").input(" ")
    app.button(key="remark-save").click().run()
    assert "빈 글은 남길 수 없습니다." in app.error[0].value
    assert written(world) == [first]


def test_a_remark_is_withdrawn_once_that_is_said_to_be_meant(opened: Open, world: Paths) -> None:
    first = put_down(world, "commentary", "의견이다.")
    app = opened("manager", click=f"remark:{first.id}")
    assert app.button(key="remark-withdraw").disabled
    app.checkbox(key=f"remark-sure-{first.id}").check().run()
    app.button(key="remark-withdraw").click().run()
    assert is_well(app)
    assert written(world) == []
    assert "의견이다." not in words(opened("reader"))


@pytest.mark.parametrize(
    ("role", "zone", "may"),
    [
        ("manager", "gunsan", True),
        ("manager", "pohang", False),
        ("manager", "national", False),
        ("administrator", "national", True),
        ("reader", "gunsan", False),
        ("evaluator", "gunsan", False),
    ],
)
def test_only_who_may_is_offered_to_write_and_a_click_opens_nothing_for_others(
    opened: Open, role: str, zone: str, may: bool
) -> None:
    app = opened(role, click="remark:new", zone=zone)
    assert is_well(app)
    assert ('data-action="remark:new"' in words(app)) is may
    assert bool([each for each in app.button if each.key == "remark-save"]) is may


def test_nobody_writes_into_a_past_day(opened: Open, world: Paths) -> None:
    put_down(world, "commentary", "오늘 남긴 의견")
    shown = words(opened("administrator", as_known_on="2025-08-01"))
    assert "remark:" not in shown and "오늘 남긴 의견" not in shown


@pytest.mark.parametrize("kind", ["commentary", "event"])
def test_what_looks_like_html_is_shown_as_it_was_typed(opened: Open, world: Paths, kind: str) -> None:
    put_down(world, kind, NASTY, MAY if kind == "event" else None)
    app = opened("reader")
    assert is_well(app)
    shown = "".join(pieces(app))
    assert "<script" not in shown and "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_of_all_zones_together_events_stand_below_the_commentary(opened: Open, world: Paths) -> None:
    with Ledger(world.ledger_url) as ledger:
        ledger.write_remark("national", 2024, "commentary", "전국 의견", "local")
        ledger.write_remark("national", 2024, "event", "전국 설명회", "local", MAY)
    shown = words(opened("reader", zone="national"))
    assert shown.index("전국 의견") < shown.index("전국 설명회")
    assert "이 컴퓨터의 사용자" in shown
