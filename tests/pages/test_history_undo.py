"""Taking a submission back: asked first, with what rests on it; done by the worker; told with what changed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kpi.access import LOCAL_VIEWER, Role, Viewer, as_plain
from kpi.errors import Fault
from kpi.ledger import Ledger
from kpi.paths import PROJECT
from kpi.ui import setting
from kpi.worker import JobState
from pipelines.building import build
from pipelines.submitting.publishing import undo
from tests.pages.conftest import MAIN, SECONDS, words
from tests.pipelines.small_world import SmallWorld, small_world

FIRST, SECOND = "first.csv", "second.csv"


class WorkerHere:
    """Does the job at once in this process, or fails as told."""

    def __init__(self, world: SmallWorld, faults: tuple[Fault, ...] = ()) -> None:
        self.world, self.faults = world, faults
        self.orders: list[dict[str, Any]] = []
        self.states: list[JobState] = []

    def start(self, job: str, **arguments: Any) -> str:
        self.orders.append({"job": job, **arguments})
        if self.faults:
            self.states = [JobState(job, state="failed", faults=self.faults)]
        else:
            done = undo(self.world.paths, tuple(arguments["ids"]), arguments["viewer"], lambda _: None)
            self.states = [JobState(job, state="done", result=done.model_dump(mode="json"))]
        return "job-1"

    def warm_up(self) -> None:
        pass

    def state(self, job_id: str) -> JobState:
        return self.states[-1]


@pytest.fixture
def world(tmp_path: Any) -> Iterator[SmallWorld]:
    """Two releases: the second file takes Gunsan's investment from 5 to 8 억원."""
    made = small_world(tmp_path)
    with made.environment():
        made.add_investment(FIRST, 5, "2025-01-01")
        build(made.paths)
        made.add_investment(SECOND, 8, "2025-02-01")
        build(made.paths)
        st.cache_resource.clear()
        yield made
        st.cache_resource.clear()


@pytest.fixture
def worker(world: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> WorkerHere:
    made = WorkerHere(world)
    monkeypatch.setattr("kpi.ui.history.undoing.hired", lambda here: made)
    return made


def open_submission(world: SmallWorld, file_name: str) -> AppTest:
    """The page of one submission."""
    app = AppTest.from_file(str(MAIN), default_timeout=SECONDS).run()
    app.switch_page(str(PROJECT / "pages" / "history.py"))
    app.query_params["submission"] = submission(world, file_name)
    return app.run()


def submission(world: SmallWorld, file_name: str) -> str:
    with Ledger(world.paths.ledger_url) as ledger:
        return next(one.id for one in ledger.submissions(None) if one.file_name == file_name)


def states(world: SmallWorld) -> dict[str, str]:
    with Ledger(world.paths.ledger_url) as ledger:
        return {one.file_name: one.state for one in ledger.submissions(None)}


def test_nothing_is_done_before_it_is_confirmed(world: SmallWorld, worker: WorkerHere) -> None:
    app = open_submission(world, SECOND)
    app.button(key="undo").click().run()
    assert "새 릴리스를 만듭니다" in words(app)
    assert "나중 제출은 없습니다" in words(app)
    assert worker.orders == []
    assert states(world) == {FIRST: "accepted", SECOND: "accepted"}


def test_undone_the_values_are_as_before_and_what_changed_is_shown(
    world: SmallWorld, worker: WorkerHere
) -> None:
    app = open_submission(world, SECOND)
    app.button(key="undo").click().run()
    app.button(key="undo-confirm").click().run()
    shown = words(app)
    assert [error.value for error in app.exception] == []
    assert worker.orders == [
        {"job": "undo", "ids": [submission(world, SECOND)], "viewer": as_plain(LOCAL_VIEWER)}
    ]
    assert world.value() == 5
    assert states(world) == {FIRST: "accepted", SECOND: "undone"}
    assert "달라졌습니다" in shown
    assert "8.0억원" in shown
    assert "5.0억원" in shown
    assert "되돌림" in shown
    assert "릴리스 3호로 되돌림" in shown
    app.button(key="undo-close").click().run()
    assert "달라졌습니다" not in words(app)


def test_a_later_submission_is_listed_and_kept_unless_it_is_ticked(
    world: SmallWorld, worker: WorkerHere
) -> None:
    app = open_submission(world, FIRST)
    app.button(key="undo").click().run()
    (box,) = app.checkbox
    assert SECOND in box.label
    assert box.value is False
    app.button(key="undo-confirm").click().run()
    assert states(world) == {FIRST: "undone", SECOND: "accepted"}
    assert world.value() == 8
    assert "화면의 값은 달라지지 않았습니다" in words(app)


def test_a_ticked_later_submission_goes_with_it(world: SmallWorld, worker: WorkerHere) -> None:
    world.add(
        "other.csv", "특구,분기,투자번호,사업자등록번호,투자금액(원)\n포항,2024Q1,투자-9,1234567891,100\n"
    )
    build(world.paths)
    app = open_submission(world, FIRST)
    app.button(key="undo").click().run()
    (box,) = app.checkbox
    box.check()
    app.button(key="undo-confirm").click().run()
    assert states(world) == {FIRST: "undone", SECOND: "undone", "other.csv": "accepted"}


def test_a_failure_is_told_in_words_and_nothing_has_changed(world: SmallWorld, worker: WorkerHere) -> None:
    worker.faults = (Fault("ledger_errors.moved_on"),)
    app = open_submission(world, SECOND)
    app.button(key="undo").click().run()
    app.button(key="undo-confirm").click().run()
    assert "되돌리지 못했습니다" in app.error[0].value
    assert "원장이 바뀌어" in app.error[1].value
    assert world.value() == 8


def test_what_somebody_else_has_undone_meanwhile_is_said(world: SmallWorld, worker: WorkerHere) -> None:
    app = open_submission(world, SECOND)
    app.button(key="undo").click().run()
    undo(world.paths, [submission(world, SECOND)], as_plain(LOCAL_VIEWER))
    app.button(key="undo-confirm").click().run()
    assert [error.value for error in app.exception] == []
    assert "이미 되돌린 제출" in app.info[0].value
    assert world.value() == 5


def test_while_it_runs_the_page_says_so_and_nothing_else_can_be_undone(
    world: SmallWorld, worker: WorkerHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = JobState("undo", state="running", step="build", done=1, total=4)
    monkeypatch.setattr(worker, "start", lambda job, **arguments: "job-1")
    monkeypatch.setattr(worker, "state", lambda job: running)
    app = open_submission(world, SECOND)
    app.button(key="undo").click().run()
    app.button(key="undo-confirm").click().run()
    (bar,) = app.get("progress")
    assert bar.proto.value == 25
    assert "되돌리는 중" in bar.proto.text
    assert app.button(key="undo").disabled


def test_who_may_not_release_starts_nothing(
    world: SmallWorld, worker: WorkerHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_submission(world, SECOND)
    app.button(key="undo").click().run()
    app.button(key="undo-confirm").click()
    monkeypatch.setattr(setting, "who", lambda: replace(LOCAL_VIEWER, role=Role.VIEWER))
    app.session_state[setting.SLOT] = replace(
        app.session_state[setting.SLOT], viewer=Viewer("local", Role.VIEWER, None)
    )
    app.run()
    assert worker.orders == []
