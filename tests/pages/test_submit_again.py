"""The file read again: what is decided while somebody clicks, edits or waits is not lost, and no button runs away."""

from dataclasses import replace
from typing import Any

from streamlit.testing.v1 import AppTest

from kpi.drafts import Correction, Decisions
from kpi.ledger import Draft
from kpi.ui.submit import jobs
from tests.pages.conftest import Look, words
from tests.pages.submit_world import Desk, as_decided, prepared

BUTTONS = ("read-again", "read-again-below", "step-on")
MENDED = (Correction(sheet="", row=9, column="분기", text="2026년 2분기"),)


def decide(desk: Desk, draft: Draft, *corrections: Correction) -> None:
    desk.decide(draft, Decisions(corrections=corrections))


def again(app: AppTest) -> list[tuple[str | None, bool]]:
    """The buttons that have the file read again, in their order, and whether each can be pressed."""
    return [(one.key, not one.disabled) for one in app.button if one.key in BUTTONS[:2]]


def test_the_button_keeps_its_place_before_an_edit_after_it_and_while_the_file_is_read(
    desk: Desk, look: Look
) -> None:
    draft = desk.draft()
    app = look(draft, "checks")
    wanted, unwanted = ([(key, may) for key in BUTTONS[:2]] for may in (True, False))
    assert again(app) == unwanted
    decide(desk, draft, *MENDED)
    assert again(app.run()) == wanted
    desk.worker.held = True
    app.button(key="read-again").click().run()
    assert app.get("progress")
    assert again(app) == unwanted
    desk.worker.finish()
    assert again(app.run()) == unwanted
    assert desk.worker.jobs == ["prepare", "prepare"]
    assert app.button(key="step-on")


def test_the_way_on_stays_while_edits_wait_and_has_them_read(desk: Desk, look: Look) -> None:
    draft = desk.draft()
    app = look(draft, "checks")
    decide(desk, draft, *MENDED)
    app.run()
    app.button(key="step-on").click().run()
    assert desk.worker.jobs == ["prepare", "prepare"]


def test_a_click_on_a_button_drawn_before_the_last_edit_counts_for_that_edit_too(
    desk: Desk, look: Look
) -> None:
    draft = desk.draft()
    app = look(draft, "checks")
    decide(desk, draft, *MENDED)
    app.run()
    decide(desk, draft, *MENDED, Correction(sheet="", row=7, column="금액", text="9억"))
    app.button(key="read-again").click().run()
    assert desk.worker.jobs == ["prepare", "prepare"]
    assert app.button(key="read-again").disabled


def test_what_is_decided_while_the_file_is_read_is_read_after_it(desk: Desk, look: Look) -> None:
    draft = desk.draft()
    app = look(draft, "checks")
    decide(desk, draft, *MENDED)
    app.run()
    desk.worker.held = True
    app.button(key="read-again").click().run()
    decide(desk, draft, *MENDED, Correction(sheet="", row=7, column="금액", text="9억"))
    app.run()
    desk.worker.held = False
    desk.worker.finish()
    app.run()
    assert desk.worker.jobs == ["prepare", "prepare", "prepare"]
    assert again(app) == [(key, False) for key in BUTTONS[:2]]


def test_the_table_stays_as_it_was_drawn_until_an_edit_is_taken_back(desk: Desk, look: Look) -> None:
    draft = desk.draft()
    app = look(draft, "checks")
    first = app.data_editor[0]
    decide(desk, draft, *MENDED)
    app.run()
    assert app.data_editor[0].key == first.key
    assert list(app.data_editor[0].value["text"]) == ["2026년 봄"]
    assert list(look(draft, "checks").data_editor[0].value["text"]) == ["2026년 2분기"]
    app.session_state["edits-so-far"] = True
    app.run()
    app.button(key="correction--9-분기").click().run()
    assert app.data_editor[0].key != first.key
    assert desk.now(draft).decisions.corrections == ()


def test_a_click_is_answered_where_the_session_cannot_be_touched(desk: Desk, look: Look) -> None:
    draft = desk.draft()
    app = look(draft, "checks")
    seen = jobs.works.standing(app.session_state["kpi_setting"], draft.id)
    decide(desk, draft, *MENDED)
    jobs.start(seen, "prepare")
    assert desk.worker.jobs == ["prepare", "prepare"]
    assert jobs.was_asked(replace(seen, decisions=desk.now(draft).decisions), "prepare")


def broken(desk: Desk, **changed: Any) -> None:
    """From now on reading comes to an error of this system."""
    desk.worker.answers["prepare"] = lambda draft: desk.answer(
        draft, as_decided(desk, draft, prepared(draft, reference="0badcafe", columns=(), rows=0, **changed))
    )


def test_an_error_of_this_system_is_told_as_one_and_reading_again_mends_it(desk: Desk, look: Look) -> None:
    healthy = desk.worker.answers["prepare"]
    broken(desk)
    draft = desk.draft()
    app = look(draft)
    assert ["0badcafe" in one.value for one in app.error] == [True]
    app.run()
    assert desk.worker.jobs == ["prepare"]
    desk.worker.answers["prepare"] = healthy
    app.button(key="again-prepare").click().run()
    assert desk.worker.jobs == ["prepare", "prepare"]
    assert "0badcafe" not in "".join(one.value for one in app.error)
    assert "12행" in words(app)


def test_a_draft_left_with_an_error_of_this_system_is_read_again_when_it_is_opened_again(
    desk: Desk, look: Look
) -> None:
    healthy = desk.worker.answers["prepare"]
    broken(desk)
    draft = desk.draft()
    look(draft)
    desk.worker.answers["prepare"] = healthy
    app = look(draft, "checks")
    assert desk.worker.jobs == ["prepare", "prepare"]
    assert not [one for one in app.button if one.key == "again-prepare"]


def test_a_correction_does_not_stay_below_a_heading_that_comes_to_name_somebody(
    desk: Desk, look: Look
) -> None:
    draft = desk.draft(
        Decisions(corrections=(Correction(sheet="", row=3, column="금액", text="1234567891"),))
    )
    app = look(draft, "columns")
    app.selectbox(key="column-investments-2").select("firm").run()
    assert desk.now(draft).decisions.corrections == ()
    assert desk.now(draft).decisions.columns["금액"] == "firm"
    assert "3행" in app.error[0].value
    assert "1234567891" not in app.error[0].value
