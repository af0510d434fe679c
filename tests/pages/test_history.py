"""이력: what came in, what was released, what differs between two releases, and who may do what with it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kpi import received
from kpi.access import LOCAL_VIEWER, Role, Viewer
from kpi.drafts import Correction, Decisions, Prepared, RowRef
from kpi.ledger import Ledger
from kpi.paths import PROJECT, Paths
from kpi.queries import history as queries
from kpi.ui import setting
from pipelines.building import build
from tests.pages.conftest import MAIN, SECONDS, words
from tests.pipelines.small_world import EOK, SmallWorld, small_world, table

Open = Callable[..., AppTest]
FIRST, SECOND = "first.csv", "second.csv"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> SmallWorld:
    """Two releases: a sample takes Gunsan's investment from the 5 억원 of a real file to 8."""
    made = small_world(tmp_path_factory.mktemp("history"))
    made.add(FIRST, table(f"군산,2024Q1,투자-1,1234567891,{5 * EOK}"), "2025-01-01", synthetic=False)
    build(made.paths)
    made.add_investment(SECOND, 8, "2025-02-01")
    build(made.paths)
    return made


@pytest.fixture
def history(world: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens the page by its link, as the local viewer or another one."""
    st.cache_resource.clear()

    def open_page(viewer: Viewer = LOCAL_VIEWER, **filters: str) -> AppTest:
        monkeypatch.setattr(setting, "who", lambda: viewer)
        with world.environment():
            app = AppTest.from_file(str(MAIN), default_timeout=SECONDS).run()
            app.switch_page(str(PROJECT / "pages" / "history.py"))
            for name, value in filters.items():
                app.query_params[name] = value
            return app.run()

    with world.environment():
        yield open_page
    st.cache_resource.clear()


def submission(world: SmallWorld, file_name: str) -> str:
    """The id of the submission of a file."""
    with Ledger(world.paths.ledger_url) as ledger:
        return next(one.id for one in ledger.submissions(None) if one.file_name == file_name)


def test_submissions_stand_newest_first_with_file_day_rows_and_state(history: Open) -> None:
    app = history()
    shown = words(app)
    assert [error.value for error in app.exception] == []
    assert shown.index(SECOND) < shown.index(FIRST)
    for word in ("2025. 2. 1. 기준", "1행", "반영됨", "교체", "표본(합성)", "이 컴퓨터의 사용자"):
        assert word in shown


def test_filters_stand_in_the_address_and_narrow_the_list(history: Open) -> None:
    app = history(search="FIRST")
    assert FIRST in words(app)
    assert SECOND not in words(app)
    app.text_input(key="filter_search").input("second").run()
    assert app.query_params["search"] == "second"
    assert FIRST not in words(app)
    app.selectbox(key="filter_state").select("undone").run()
    assert app.query_params["state"] == "undone"


def test_a_long_list_has_pages_and_a_filter_begins_at_the_first(
    history: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kpi.ui.history.listing.ON_A_PAGE", 1)
    app = history()
    assert SECOND in words(app)
    assert FIRST not in words(app)
    app.get("pagination")[0].set_value(2).run()
    assert app.query_params["page"] == "2"
    assert FIRST in words(app)
    assert SECOND not in words(app)
    app.selectbox(key="filter_state").select("accepted").run()
    assert "page" not in app.query_params
    assert SECOND in words(app)
    assert FIRST in words(history(page="99"))


def test_an_empty_list_says_why_and_what_to_try(history: Open) -> None:
    app = history(state="undone")
    assert "제출 2건 가운데" in app.info[0].value


@pytest.mark.parametrize(
    "filters", [{"tab": "nowhere"}, {"dataset": "unknown"}, {"page": "x"}, {"state": "y"}]
)
def test_an_unknown_filter_is_named_and_the_default_shown(history: Open, filters: dict[str, str]) -> None:
    app = history(**filters)
    assert [error.value for error in app.exception] == []
    assert next(iter(filters.values())) in app.warning[0].value
    assert FIRST in words(app)


def test_a_submission_opens_by_its_button_and_by_its_link(history: Open, world: SmallWorld) -> None:
    wanted = submission(world, FIRST)
    app = history()
    app.button(key=f"open-{wanted}").click().run()
    assert app.query_params["submission"] == wanted
    by_link = history(submission=wanted)
    for shown in (words(app), words(by_link)):
        assert "시험 자료 first.csv" in shown
        assert "릴리스 1호로 반영" in shown
        assert "전북 군산" in shown
        assert "2024년 1분기" in shown
    by_link.button(key="back-to-list").click().run()
    assert "submission" not in by_link.query_params


def test_an_unknown_submission_is_named(history: Open) -> None:
    app = history(submission="nothing")
    assert [error.value for error in app.exception] == []
    assert "nothing" in app.warning[0].value


def test_the_file_as_received_is_offered_byte_for_byte(history: Open, world: SmallWorld) -> None:
    app = history(submission=submission(world, FIRST))
    (button,) = app.get("download_button")
    assert button.proto.label == "원본 내려받기"
    with Ledger(world.paths.ledger_url) as ledger:
        kept = received.kept(ledger.submissions()[0].raw_sha256, world.paths.received)
    assert kept.content.read_bytes() == (world.inbox / FIRST).read_bytes()


@pytest.mark.parametrize(
    ("viewer", "is_open", "may_undo"),
    [
        (Viewer("a", Role.ADMINISTRATOR, None), True, True),
        (Viewer("b", Role.ANALYST, frozenset({"gunsan"})), True, False),
        (Viewer("c", Role.ANALYST, frozenset({"pohang"})), False, False),
        (Viewer("d", Role.APPROVER, None), False, True),
        (Viewer("e", Role.VIEWER, None), False, False),
    ],
)
def test_only_administrators_and_the_submitting_zone_get_the_file_and_only_releasers_undo(
    history: Open, world: SmallWorld, viewer: Viewer, is_open: bool, may_undo: bool
) -> None:
    app = history(viewer, submission=submission(world, FIRST))
    assert bool(app.get("download_button")) is is_open
    assert ("undo" in [button.key for button in app.button]) is may_undo
    assert ("원본 파일은 관리자와" in words(app)) is not is_open


def test_releases_say_what_came_in_and_link_to_the_pages_as_they_were(history: Open) -> None:
    app = history(tab="releases")
    shown = words(app)
    assert shown.index("릴리스 2호") < shown.index("릴리스 1호")
    assert shown.count("들어온 제출 1건") == 2
    assert [link.proto.query_string for link in app.get("page_link")] == ["", "release=1"]
    app.button(key="compare-2").click().run()
    assert app.query_params["tab"] == "compare"


def test_two_releases_beside_each_other_show_every_number_that_differs(history: Open) -> None:
    app = history(tab="compare")
    shown = words(app)
    assert [error.value for error in app.exception] == []
    assert SECOND in shown
    assert "5.0억원" in shown
    assert "8.0억원" in shown
    assert "+60.0%" in shown
    assert "공개" not in [button.proto.label for button in app.get("download_button")]


def test_comparing_the_other_way_round_turns_the_change_and_the_movement(history: Open) -> None:
    shown = words(history(tab="compare", before="2", after="1"))
    assert "\N{MINUS SIGN}37.5%" in shown
    assert "빠짐" in shown


def test_a_release_with_itself_is_not_compared(history: Open) -> None:
    app = history(tab="compare", before="1", after="1")
    assert "같은 릴리스" in app.info[0].value


def test_numbers_narrow_by_zone_and_an_empty_choice_cannot_be_made(history: Open) -> None:
    app = history(tab="compare", of_zone="gunsan")
    assert app.query_params["of_zone"] == "gunsan"
    assert "전북 군산" in words(app)
    assert "pohang" not in app.selectbox(key="filter_of_zone").options


def test_a_release_whose_file_is_gone_is_told_in_words(history: Open, world: SmallWorld) -> None:
    with Ledger(world.paths.ledger_url) as ledger:
        gone = world.paths.warehouse / ledger.release(1).file
    hidden = gone.with_suffix(".hidden")
    st.cache_resource.clear()
    gone.rename(hidden)
    try:
        app = history(tab="compare")
        assert [error.value for error in app.exception] == []
    finally:
        hidden.rename(gone)


def test_the_page_is_the_same_as_of_an_older_release(history: Open) -> None:
    app = history(release="1")
    assert SECOND in words(app)


@pytest.mark.parametrize("tab", ["submissions", "drafts", "releases", "compare"])
def test_every_part_opens_in_english(history: Open, tab: str) -> None:
    app = history(tab=tab, lang="en")
    assert [error.value for error in app.exception] == []
    assert app.title[0].value == "History"


# Files in work


@pytest.fixture
def draft(world: SmallWorld) -> Iterator[str]:
    """A file in work that waits for approval."""
    kept = received.keep_stream((world.inbox / FIRST).read_bytes(), "draft.csv", world.paths.received)
    with Ledger(world.paths.ledger_url) as ledger:
        made = ledger.new_draft(kept.sha256, "draft.csv", kept.size_bytes, "kim")
        ledger.save_decisions(made.id, Decisions(dataset="investments"), "kim")
        ledger.set_draft_state(made.id, "submitted", "kim")
        yield made.id
        if ledger.draft(made.id).state != "discarded":
            ledger.set_draft_state(made.id, "discarded", "kim")


def test_a_file_in_work_leads_back_into_the_submit_page(history: Open, draft: str) -> None:
    app = history(tab="drafts")
    assert "draft.csv" in words(app)
    assert "승인 대기" in words(app)
    assert f"draft={draft}" in app.get("page_link")[0].proto.query_string


def test_no_file_in_work_says_so(history: Open) -> None:
    assert "작성 중인 파일이 없습니다" in history(tab="drafts").info[0].value


def test_somebody_elses_file_in_work_is_not_shown(history: Open, draft: str) -> None:
    other = Viewer("lee", Role.ANALYST, frozenset({"pohang"}))
    assert "draft.csv" not in words(history(other, tab="drafts"))


def test_an_interrupted_file_says_so_and_can_be_gone_on_with(
    history: Open, world: SmallWorld, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger(world.paths.ledger_url) as ledger:
        ledger.start_job(draft, "prepare")
        monkeypatch.setattr("kpi.ledger.processes.runs", lambda pid, since: False)
        app = history(tab="drafts")
        ledger.end_job(draft)
    assert "중단됨" in words(app)
    assert "draft=" in app.get("page_link")[0].proto.query_string


def test_what_waits_for_approval_is_approved_by_whoever_may(
    history: Open, world: SmallWorld, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = Prepared(
        draft=draft, kind="csv", rows=7, zones=("gunsan",), periods=("2024Q1",),
        decisions=Decisions(dataset="investments", reasons={"period_jump": "새 펀드"}),
    )  # fmt: skip
    folder = world.paths.drafts / draft
    folder.mkdir(parents=True)
    (folder / "prepared.json").write_text(prepared.model_dump_json(), "utf-8")
    with Ledger(world.paths.ledger_url) as ledger:
        ledger.set_draft_state(draft, "open", "kim")
        ledger.save_decisions(draft, prepared.decisions, "kim")
        ledger.set_draft_state(draft, "submitted", "kim")
        app = history(Viewer("park", Role.APPROVER, None), tab="drafts")
        assert "새 펀드" in words(app)
        assert "7행" in words(app)
        app.button(key=f"approve-{draft}").click().run()
        assert ledger.draft(draft).state == "approved"
        assert ledger.draft_steps(draft)[-1].actor == "park"
    assert "승인됨" in words(app)


def test_who_hands_in_cannot_approve(history: Open, draft: str) -> None:
    app = history(Viewer("kim", Role.ANALYST, frozenset({"gunsan"})), tab="drafts")
    assert "draft.csv" in words(app)
    assert [button.key for button in app.button if str(button.key).startswith("approve")] == []


def test_an_approval_that_comes_too_late_is_refused_in_words(
    history: Open, world: SmallWorld, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = world.paths.drafts / draft
    folder.mkdir(parents=True)
    (folder / "prepared.json").write_text(
        Prepared(draft=draft, kind="csv", decisions=Decisions(dataset="investments")).model_dump_json(),
        "utf-8",
    )
    app = history(tab="drafts")
    with Ledger(world.paths.ledger_url) as ledger:
        ledger.set_draft_state(draft, "discarded", "kim")
    app.button(key=f"approve-{draft}").click().run()
    assert [error.value for error in app.exception] == []
    assert "draft.csv" in app.error[0].value


# Decisions

DECIDED = Decisions(
    columns={"특구명": "zone", "사업자번호": "firm", "비고": ""},
    values={"zone": {"군산강소": "gunsan"}},
    units={"투자금액": "백만원"},
    corrections=(
        Correction(sheet="표", row=14, column="투자금액", text="1200"),
        Correction(sheet="표", row=15, column="사업자번호", text="1234567891"),
    ),
    left_out=(RowRef(sheet="표", row=40),),
    refused=("filled_down@특구:12",),
    reasons={"period_jump": "새 펀드 결성"},
)


@pytest.fixture
def decided(world: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> str:
    """The first submission, as if it had been decided about."""
    given = queries.submissions

    def with_decisions(viewer: Viewer, paths: Paths) -> list[queries.SubmissionEntry]:
        kept = DECIDED.model_dump(mode="json", exclude_defaults=True)
        return [
            replace(one, submission=replace(one.submission, decisions=kept)) for one in given(viewer, paths)
        ]

    monkeypatch.setattr(queries, "submissions", with_decisions)
    return submission(world, FIRST)


def test_decisions_and_reasons_are_told_in_words(history: Open, decided: str) -> None:
    shown = words(history(submission=decided))
    for word in (
        "새 펀드 결성",
        "군산강소",
        "전북 군산",
        "쓰지 않음",
        "백만원",
        "표 14행",
        "1200",
        "제외",
        "병합된 칸 채움",
    ):
        assert word in shown


def test_a_corrected_registration_number_is_never_shown(history: Open, decided: str) -> None:
    shown = words(history(submission=decided))
    assert "1234567891" not in shown
    assert "●●●" in shown


def test_cells_are_hidden_from_who_may_not_open_the_file(history: Open, decided: str) -> None:
    shown = words(history(Viewer("e", Role.VIEWER, None), submission=decided))
    assert "새 펀드 결성" in shown
    assert "1200" not in shown
    assert "군산강소" not in shown
    assert "원본을 볼 수 있는 사람" in shown


def test_decisions_of_a_newer_program_do_not_break_the_page(
    history: Open, world: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = queries.submissions
    unknown = {"decisions": {"from_the_future": 1}}
    monkeypatch.setattr(
        queries,
        "submissions",
        lambda viewer, paths: [
            replace(one, submission=replace(one.submission, **unknown)) for one in given(viewer, paths)
        ],
    )
    app = history(submission=submission(world, FIRST))
    assert [error.value for error in app.exception] == []
    assert "따로 정한 것이 없습니다" in words(app)
