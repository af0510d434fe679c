"""The submit page, step by step, with a worker that answers at once."""

from typing import Any

import pytest

from kpi import received
from kpi.access import LOCAL_VIEWER, Role, Viewer, as_plain
from kpi.drafts import Correction, Decisions, RowRef
from kpi.errors import Fault
from kpi.ledger import Ledger
from kpi.text import LANGUAGES, Text
from kpi.ui.submit.editing import Cell, changed
from tests.pages.conftest import Look, words
from tests.pages.submit_world import (
    CONTENT,
    FILE,
    Desk,
    as_decided,
    clear_the_way,
    comparison,
    decided,
    prepared,
)

STEPS = ("found", "columns", "repairs", "checks", "compare", "accept")


def test_a_dropped_file_is_kept_as_received_and_becomes_a_draft_in_the_address(
    desk: Desk, look: Look
) -> None:
    app = look()
    app.file_uploader[0].upload(FILE, CONTENT).run()
    assert [error.value for error in app.exception] == []
    draft = desk.now_of(app.query_params["draft"])
    assert (draft.file_name, draft.size_bytes, draft.state) == (FILE, len(CONTENT), "open")
    assert received.kept(draft.raw_sha256, desk.paths.received).content.read_bytes() == CONTENT
    assert not app.file_uploader
    assert FILE in words(app)


def test_the_same_file_dropped_again_goes_on_where_it_was(desk: Desk, look: Look) -> None:
    first = look()
    first.file_uploader[0].upload(FILE, CONTENT).run()
    second = look()
    second.file_uploader[0].upload(FILE, CONTENT).run()
    assert second.query_params["draft"] == first.query_params["draft"]


def test_drafts_are_there_in_another_browser(desk: Desk, look: Look) -> None:
    draft = desk.draft()
    app = look()
    app.button(key=f"go-on-{draft.id}").click().run()
    assert app.query_params["draft"] == draft.id
    assert desk.worker.jobs == ["prepare"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", STEPS)
def test_every_step_opens_in_every_language(desk: Desk, look: Look, step: str, language: str) -> None:
    app = look(desk.draft(), step, lang=language)
    assert [error.value for error in app.exception] == []
    assert app.title[0].value == Text(language)("submit.title")


def test_a_draft_that_nobody_knows_is_named(look: Look, desk: Desk) -> None:
    app = look()
    app.query_params["draft"] = "0123456789abcdef"
    app.run()
    assert [error.value for error in app.exception] == []
    assert "0123456789abcdef" in app.error[0].value


def test_what_was_found_is_said_with_how_sure_it_is(desk: Desk, look: Look) -> None:
    app = look(desk.draft())
    shown = words(app)
    for said in ("CP949", "쉼표로 구분", "12행", "전북 군산", "2026년 2분기", "잠정치"):
        assert said in shown, said
    assert app.selectbox(key="said-dataset").value == "investments"
    assert "97%" in str(app.selectbox(key="said-dataset").options[0])


def test_a_number_of_a_firm_is_never_shown(desk: Desk, look: Look) -> None:
    draft = desk.draft()
    for step in STEPS:
        app = look(draft, step)
        assert "123-45-67890" not in words(app)
        assert all("secret" not in str(frame.value.to_dict()) for frame in app.dataframe)


def test_a_statement_is_kept_at_once(desk: Desk, look: Look) -> None:
    draft = desk.draft()
    app = look(draft)
    app.text_input(key="said-title-ko").set_value("군산 투자").run()
    assert desk.now(draft).decisions.title.ko == "군산 투자"
    assert app.text_input(key="said-title-ko").value == "군산 투자"


def test_another_kind_of_data_lets_the_old_columns_go(desk: Desk, look: Look) -> None:
    draft = desk.draft(Decisions(columns={"구분": "kind"}))
    app = look(draft)
    app.selectbox(key="said-dataset").select("startups").run()
    assert desk.now(draft).decisions.dataset == "startups"
    assert desk.now(draft).decisions.columns == {}


def test_a_doubtful_heading_is_asked_about_and_the_answer_is_kept(desk: Desk, look: Look) -> None:
    draft = desk.draft()
    app = look(draft, "columns")
    (question,) = [one for one in app.get("segmented_control") if "구분" in one.label]
    question.set_value("zone").run()
    assert desk.now(draft).decisions.columns == {"구분": "zone"}
    assert desk.worker.jobs == ["prepare", "prepare"]
    assert not [one for one in app.get("segmented_control") if "구분" in one.label]


def test_two_headings_never_stand_for_one_column(desk: Desk, look: Look) -> None:
    draft = desk.draft()
    app = look(draft, "columns")
    app.selectbox(key="column-investments-2").select("period").run()
    assert desk.now(draft).decisions.columns == {"금액": "period", "분기": ""}


def test_a_unit_is_chosen_where_money_has_none(desk: Desk, look: Look) -> None:
    draft = desk.draft()
    app = look(draft, "columns")
    assert app.selectbox(key="unit-investments-2").value == "백만원"
    app.selectbox(key="unit-investments-2").select("억원").run()
    assert desk.now(draft).decisions.units == {"amount_krw": "억원"}


def test_an_unknown_value_is_told_once(desk: Desk, look: Look) -> None:
    draft = desk.draft()
    app = look(draft, "columns")
    app.selectbox(key="value-zone-0-군산시").select("gunsan").run()
    assert desk.now(draft).decisions.values == {"zone": {"군산시": "gunsan"}}


def test_a_repair_is_refused_and_taken_back(desk: Desk, look: Look) -> None:
    draft = desk.draft()
    app = look(draft, "repairs")
    assert "강소(군산)" in words(app)
    app.toggle(key="use-zone_alias").set_value(False).run()
    assert desk.now(draft).decisions.refused == ("zone_alias",)
    app.button(key="take-back-zone_alias").click().run()
    assert desk.now(draft).decisions.refused == ()


def test_errors_stand_apart_from_warnings_with_what_to_do(desk: Desk, look: Look) -> None:
    app = look(desk.draft(), "checks")
    shown = words(app)
    assert shown.index("반드시 고쳐야 하는 오류") < shown.index("사유를 적으면 넘어갈 수 있는 주의")
    assert "분기가 아닌 값" in shown
    assert "2026년 봄" in shown
    assert "단위" in shown


def test_cells_that_are_wrong_stand_in_tables_to_be_written_anew(desk: Desk, look: Look) -> None:
    fault, warning = (editor.value for editor in look(desk.draft(), "checks").data_editor)
    assert fault.to_dict("records") == [
        {"row": 9, "heading": "분기", "written": "2026년 봄", "text": "2026년 봄", "leave_out": False}
    ]
    assert list(warning["written"]) == ["9조"]


def test_an_edited_cell_becomes_a_correction_and_a_ticked_row_is_left_out() -> None:
    cell, other = Cell("", 9, "분기", "2026년 봄"), Cell("", 7, "금액", "9조")
    now = Decisions.model_validate(
        changed(Decisions(), [(cell, {"text": "2026년 2분기"}), (other, {"leave_out": True})])
    )
    assert now.corrections == (Correction(sheet="", row=9, column="분기", text="2026년 2분기"),)
    assert now.left_out == (RowRef(sheet="", row=7),)
    back = changed(now, [(cell, {"text": "2026년 봄"}), (other, {"leave_out": False})])
    assert back == {"corrections": (), "left_out": ()}


def test_edits_are_gathered_until_the_user_asks_for_another_check(desk: Desk, look: Look) -> None:
    draft = desk.draft()
    look(draft, "checks")
    with Ledger(desk.paths.ledger_url) as ledger:
        mended = Decisions(corrections=(Correction(sheet="", row=9, column="분기", text="2026년 2분기"),))
        ledger.save_decisions(draft.id, mended, "local")
    app = look(draft, "checks")
    assert desk.worker.jobs == ["prepare"]
    assert "지금까지 고친 칸 1개" in app.get("expander")[-1].label
    app.button(key="read-again").click().run()
    assert desk.worker.jobs == ["prepare", "prepare"]


def test_a_warning_wants_a_reason_which_is_kept(desk: Desk, look: Look) -> None:
    draft = desk.draft()
    app = look(draft, "checks")
    assert "사유를 적어야 제출할 수 있습니다." in words(app)
    app.text_area(key="reason-within_range").set_value("대형 투자").run()
    assert desk.now(draft).decisions.reasons == {"within_range": "대형 투자"}
    assert "사유를 적어야 제출할 수 있습니다." not in words(app)


def test_nothing_is_compared_while_errors_stand(desk: Desk, look: Look) -> None:
    app = look(desk.draft(), "compare")
    assert desk.worker.jobs == ["prepare"]
    assert "오류가 남아" in app.info[0].value


def test_the_way_on_leads_to_what_is_wanted_and_a_doubtful_heading_does_not_stand_in_it(
    desk: Desk, look: Look
) -> None:
    draft = desk.draft()
    assert look(draft).button(key="step-on").label == "열 연결 (1건 처리 필요)"
    assert look(draft, "columns").button(key="step-on").label == "점검 (1건 처리 필요)"
    assert look(draft, "checks").button(key="step-on").label == "열 연결 (1건 처리 필요)"
    doubtful = prepared(draft.id).columns
    clear_the_way(desk, columns=doubtful)
    other = desk.draft()
    assert look(other).button(key="step-on").label == "열 연결 (1건 처리 필요)"
    assert look(other, "compare").button(key="step-on").label == "다음: 제출·공개"


def test_the_difference_and_its_effect_are_shown_before_anything_is_accepted(desk: Desk, look: Look) -> None:
    clear_the_way(desk)
    app = look(desk.draft(), "compare")
    shown = words(app)
    assert desk.worker.jobs == ["prepare", "compare"]
    assert "50.0억원" in shown
    assert "79.9억원" in shown
    assert "+59.8%" in shown
    assert "투자금액: 500,000,000 원 → 700,000,000 원" in shown
    assert "릴리스" not in "".join(one.value for one in app.success)


def test_another_mode_is_compared_anew(desk: Desk, look: Look) -> None:
    clear_the_way(desk)
    draft = desk.draft()
    app = look(draft, "compare")
    desk.worker.answers["compare"] = lambda draft: desk.answer(
        draft, comparison(draft, mode="amend", removed=0)
    )
    (mode,) = [one for one in app.get("segmented_control") if one.label == "반영 방식"]
    mode.set_value("amend").run()
    assert desk.now(draft).decisions.mode == "amend"
    assert desk.worker.jobs[-1] == "compare"


def test_a_file_that_changes_everything_is_published_only_after_a_word(desk: Desk, look: Look) -> None:
    clear_the_way(desk)
    desk.worker.answers["compare"] = lambda draft: desk.answer(
        draft, comparison(draft, warned=("changes_everything",))
    )
    app = look(desk.draft(), "accept")
    assert app.button(key="do-release").disabled
    app.checkbox[0].check().run()
    assert not app.button(key="do-release").disabled


def test_publishing_leads_to_the_overview_and_to_undoing(desk: Desk, look: Look) -> None:
    clear_the_way(desk)
    draft = desk.draft()

    def released(draft_id: str) -> dict[str, Any]:
        with Ledger(desk.paths.ledger_url) as ledger:
            ledger.set_draft_state(draft_id, "released", "local", "abc")
        return {"release": 2, "submissions": ["abc"], "new": True, "seconds": 0.1}

    desk.worker.answers["release"] = released
    app = look(draft, "accept")
    app.button(key="do-release").click().run()
    assert desk.worker.started[-1] == ("release", {"draft_id": draft.id, "viewer": as_plain(LOCAL_VIEWER)})
    assert "릴리스 2호" in app.success[0].value
    assert [link.label for link in app.get("page_link")][-2:] == ["현황에서 보기", "이력에서 보기·되돌리기"]


def test_a_refused_release_says_why_and_can_be_tried_again(desk: Desk, look: Look) -> None:
    clear_the_way(desk)
    desk.worker.answers["release"] = lambda draft: Fault("ledger_errors.moved_on")
    app = look(desk.draft(), "accept")
    app.button(key="do-release").click().run()
    assert Text("ko")("ledger_errors.moved_on.what") in app.error[0].value
    assert app.button(key="do-release")


def test_an_analyst_asks_for_approval_and_an_approver_gives_it(
    desk: Desk, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    clear_the_way(desk)
    draft = desk.draft()
    monkeypatch.setattr("kpi.ui.setting.who", lambda: Viewer("local", Role.ANALYST, frozenset({"gunsan"})))
    app = look(draft, "accept")
    assert [one.key for one in app.button if (one.key or "").startswith("do-")] == ["do-submit"]
    app.button(key="do-submit").click().run()
    assert desk.now(draft).state == "submitted"
    assert [one.key for one in app.button if (one.key or "").startswith("do-")] == ["do-reopen"]

    monkeypatch.setattr("kpi.ui.setting.who", lambda: Viewer("chief", Role.APPROVER, None))
    app = look(draft, "accept")
    app.button(key="do-approve").click().run()
    assert desk.now(draft).state == "approved"


def test_whoever_may_do_nothing_is_told_who_may(
    desk: Desk, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    clear_the_way(desk)
    monkeypatch.setattr("kpi.ui.setting.who", lambda: Viewer("local", Role.ANALYST, frozenset({"pohang"})))
    app = look(desk.draft(), "accept")
    assert [one.key for one in app.button if (one.key or "").startswith("do-")] == []
    assert "권한이 없습니다" in words(app)


def test_a_strangers_draft_stays_closed(desk: Desk, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpi.ui.setting.who", lambda: Viewer("other", Role.ANALYST, frozenset({"gunsan"})))
    app = look(desk.draft())
    assert FILE not in words(app)
    assert app.file_uploader


def test_the_page_stays_usable_while_a_job_runs(desk: Desk, look: Look) -> None:
    desk.worker.held = True
    app = look(desk.draft())
    assert app.get("progress")
    assert app.button(key="other-file")
    desk.worker.finish()
    app.run()
    assert not app.get("progress")
    assert "12행" in words(app)


def test_a_file_that_cannot_be_read_says_why_and_nothing_is_asked_for_again(desk: Desk, look: Look) -> None:
    desk.worker.answers["prepare"] = lambda draft: Fault("reading_errors.encrypted")
    app = look(desk.draft())
    assert "암호" in app.error[0].value
    app.run()
    assert desk.worker.jobs == ["prepare"]
    app.button(key="again-prepare").click().run()
    assert desk.worker.jobs == ["prepare", "prepare"]


def test_a_slow_file_is_read_again_when_the_user_says_so(desk: Desk, look: Look) -> None:
    desk.worker.answers["prepare"] = lambda draft: desk.answer(
        draft, as_decided(desk, draft, prepared(draft, seconds=20.0))
    )
    app = look(desk.draft(), "columns")
    app.selectbox(key="value-zone-0-군산시").select("gunsan").run()
    assert desk.worker.jobs == ["prepare"]
    app.button(key="read-again").click().run()
    assert desk.worker.jobs == ["prepare", "prepare"]


def test_a_draft_is_discarded_and_its_file_kept(desk: Desk, look: Look) -> None:
    app = look()
    app.file_uploader[0].upload(FILE, CONTENT).run()
    draft = desk.now_of(app.query_params["draft"])
    app.button(key="discard-now").click().run()
    assert desk.now(draft).state == "discarded"
    assert received.kept(draft.raw_sha256, desk.paths.received).content.exists()
    assert "draft" not in app.query_params


def test_a_discarded_draft_can_be_opened_again(desk: Desk, look: Look) -> None:
    draft = desk.draft()
    look(draft)
    with Ledger(desk.paths.ledger_url) as ledger:
        ledger.set_draft_state(draft.id, "discarded", "local")
    look(draft).button(key="reopen").click().run()
    assert desk.now(draft).state == "open"


def test_files_with_firms_numbers_are_only_for_who_may_open_them(
    desk: Desk, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = desk.draft()
    assert len(look(draft, "checks").get("download_button")) == 2
    with Ledger(desk.paths.ledger_url) as ledger:
        ledger.set_draft_state(draft.id, "submitted", "local")
    monkeypatch.setattr("kpi.ui.setting.who", lambda: Viewer("chief", Role.APPROVER, None))
    app = look(draft, "checks")
    assert FILE in words(app)
    assert not app.get("download_button")


def test_what_was_already_accepted_is_recognised(desk: Desk, look: Look) -> None:
    clear_the_way(desk, already="abc")
    nothing = {"added": 0, "changed": 0, "removed": 0, "changes": (), "effects": (), "effect_count": 0}
    desk.worker.answers["compare"] = lambda draft: desk.answer(draft, comparison(draft, **nothing))
    app = look(desk.draft(), "accept")
    assert "이미 반영되어" in "".join(one.value for one in app.info)
    assert [one.key for one in app.button if (one.key or "").startswith("do-")] == []


def test_decisions_made_elsewhere_are_not_lost(desk: Desk, look: Look) -> None:
    draft = desk.draft()
    app = look(draft, "columns")
    with Ledger(desk.paths.ledger_url) as ledger:
        ledger.save_decisions(draft.id, decided(reasons={"within_range": "확인함"}), "local")
    app.selectbox(key="value-zone-0-군산시").select("gunsan").run()
    assert desk.now(draft).decisions.reasons == {"within_range": "확인함"}
