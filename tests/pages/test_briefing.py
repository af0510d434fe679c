"""The briefing page: each kind as its builder composes it, what is left out, links, one's own pieces, and files."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kpi.access import LOCAL_VIEWER, as_plain
from kpi.briefs import pieces
from kpi.briefs.builders import BUILDERS
from kpi.briefs.pieces import Piece
from kpi.drafts import fault_as_json
from kpi.errors import AccessRefused, Fault
from kpi.paths import PROJECT, Paths
from kpi.queries.moments import ledger_of
from kpi.text import LANGUAGES, Text, message
from kpi.ui.briefing import making
from kpi.worker import JobState
from tests.briefs.built_briefs import MADE_ON, brief_of, table_in
from tests.built import copied
from tests.pages.conftest import MAIN, SECONDS, Visit, charts, words
from tests.pages.submit_world import FakeWorker

Gather = Callable[[], AppTest]


@pytest.fixture
def open_brief(visit: Visit, monkeypatch: pytest.MonkeyPatch, built: Paths) -> Iterator[Visit]:
    """Opens the page by its link; files are made by nobody until a test says what comes of it."""
    helper = FakeWorker(built)
    monkeypatch.setattr(making, "hired", lambda _: helper)
    monkeypatch.setattr(making.files, "warm_up", lambda _: None)

    def briefing(**filters: str) -> AppTest:
        app = AppTest.from_file(str(MAIN), default_timeout=SECONDS)
        app.run()
        app.switch_page(str(PROJECT / "pages" / "briefing.py"))
        for name, value in filters.items():
            app.query_params[name] = value
        app.run()
        app.session_state["helper"] = helper
        return app

    yield briefing


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", BUILDERS)
def test_each_kind_stands_on_the_page_with_all_its_sections(
    open_brief: Visit, kind: str, language: str
) -> None:
    app = open_brief(brief=kind, lang=language, year="2023")
    assert [error.value for error in app.exception] == []
    assert [error.value for error in app.error] == []
    shown, text = unescape(words(app)), Text(language)
    for section in BUILDERS[kind].sections:
        wanted = f"□ {text(f'brief_building.section.{section}')}<" in shown
        assert wanted is (section != "commentary"), section
    assert text("briefs.stamp.release", number=1) in shown
    assert [button.label for button in app.button if (button.key or "").startswith("brief-make-")] == [
        text(f"briefing.make.form.{form}") for form in ("hwpx", "pptx", "xlsx", "pdf", "csv", "all")
    ]


def test_the_document_may_be_in_another_language_than_the_page(open_brief: Visit) -> None:
    shown = words(open_brief(brief="board", document="en", year="2023"))
    assert "Gunsan innovation zone: 2023 on one page" in shown
    assert "□ The zone<" in shown


def test_a_section_pressed_is_left_out_and_the_link_says_so(open_brief: Visit) -> None:
    app = open_brief(brief="zone_year", year="2023")
    assert charts(app)
    (sections,) = [each for each in app.button_group if each.key == "filter_sections"]
    sections.set_value(
        [each for each in sections.value or () if each not in ("trends", "pace", "cumulative")]
    )
    app.run()
    assert app.query_params["without"] == "trends,pace,cumulative"
    again = open_brief(brief="zone_year", year="2023", without="trends,pace,cumulative")
    for shown in (words(app), words(again)):
        assert "□ 지표 종합<" in shown
        assert "□ 지표별 추이<" not in shown


def test_without_any_section_the_page_says_so_and_makes_nothing(open_brief: Visit) -> None:
    app = open_brief(brief="board", without=",".join(BUILDERS["board"].sections))
    assert "하나 이상 골라 주십시오" in app.warning[0].value
    assert not [button for button in app.button if (button.key or "").startswith("brief-make-")]


def test_ones_own_words_stand_in_the_brief_of_what_they_were_written_about(open_brief: Visit) -> None:
    app = open_brief(brief="board", year="2023")
    app.text_area[0].set_value("현장 점검 <완료>\n\n후속 조치 중").run()
    app.text_input(key="brief-organisation").set_value("가나 기관").run()
    shown = words(app)
    assert "○ 현장 점검 &lt;완료&gt;" in shown and "○ 후속 조치 중" in shown
    assert "가나 기관" in shown
    app.query_params["zone"] = "pohang"
    app.run()
    assert "후속 조치 중" not in words(app)


def test_a_refusal_stands_in_words_instead_of_a_document(
    open_brief: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise AccessRefused(Fault("access_errors.firms_zone", value="pohang", allowed=["gunsan"]))

    monkeypatch.setattr("kpi.briefs.orders.brief", refused)
    app = open_brief(brief="programme")
    assert len(app.error) == 1 and "경북 포항" in app.error[0].value
    assert not [button for button in app.button if (button.key or "").startswith("brief-make-")]


def test_a_link_with_an_unknown_kind_or_section_is_told_of_and_opens_the_usual(open_brief: Visit) -> None:
    app = open_brief(brief="poem", without="rhyme")
    assert len(app.warning) == 2
    assert "강소특구 2024년 실적 보고" in words(app)


def test_an_order_carries_who_asks_what_is_looked_at_and_what_is_chosen(open_brief: Visit) -> None:
    app = open_brief(brief="board", year="2023", zone="pohang", letters="cp949", without="grade")
    helper = app.session_state["helper"]
    helper.held = True
    app.button(key="brief-make-all").click().run()
    ((job, order),) = helper.started
    assert (job, order["kind"], order["form"], order["encoding"]) == ("brief", "board", "all", "cp949")
    assert order["desk"]["viewer"] == as_plain(LOCAL_VIEWER)
    assert order["desk"]["moment"] == {"kind": "latest", "day": None, "number": 1}
    assert (order["choices"]["zones"], order["choices"]["year"]) == (("pohang",), 2023)
    assert "grade" not in order["choices"]["sections"]
    assert all(button.disabled for button in app.button if (button.key or "").startswith("brief-make-"))


def test_a_finished_file_is_offered_with_what_is_wrong_in_it_and_what_was_replaced(
    open_brief: Visit, tmp_path: Path
) -> None:
    file = tmp_path / "현황판.csv"
    file.write_bytes(b"1")
    app = open_brief(brief="board", year="2023")
    app.session_state["helper"].answers["brief"] = lambda _: {
        "path": str(file), "name": file.name, "bytes": 4000, "replaced": ["– (U+2013) → -"],
        "faults": [fault_as_json(Fault("briefs_errors.browser_missing"))],
    }  # fmt: skip
    app.button(key="brief-make-csv").click().run()
    (offer,) = app.get("download_button")
    assert offer.proto.label == "내려받기: 현황판.csv (4 KB)"
    assert app.warning[0].value == message(Fault("briefs_errors.browser_missing"), "ko")
    assert any("U+2013" in caption.value for caption in app.caption)


def test_buttons_are_open_again_after_a_job_that_ends_while_the_page_is_drawn(
    open_brief: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_brief(brief="board", year="2023")
    helper = app.session_state["helper"]
    helper.held = True

    def ends_after_this(job: str) -> JobState:
        state = next(each for each in helper.states if each.id == job)
        helper.finish()
        return state

    helper.answers["brief"] = lambda _: Fault("worker_errors.memory")
    monkeypatch.setattr(helper, "state", ends_after_this)
    app.button(key="brief-make-csv").click().run()
    assert not any(button.disabled for button in app.button if (button.key or "").startswith("brief-make-"))


def test_a_job_that_fails_says_why(open_brief: Visit) -> None:
    app = open_brief(brief="board", year="2023")
    app.session_state["helper"].answers["brief"] = lambda _: Fault("worker_errors.memory")
    app.button(key="brief-make-pdf").click().run()
    assert [error.value for error in app.error] == [message(Fault("worker_errors.memory"), "ko")]


@pytest.fixture
def gathered(open_brief: Visit, built: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gather:
    """The page with three pieces in the tray of Gunsan's 2023, on a ledger of one's own."""
    own = replace(built, raw=tmp_path / "raw", warehouse=tmp_path / "warehouse")
    shutil.copytree(built.raw, own.raw)
    copied(built.warehouse, own.warehouse)
    monkeypatch.setenv("KPI_RAW", str(own.raw))
    monkeypatch.setenv("KPI_WAREHOUSE", str(own.warehouse))
    table = table_in(brief_of(built, "board", "ko"), "kpi")
    tray = [
        pieces.as_json(
            Piece(replace(table, title=name), "현황", "/overview?zone=gunsan", MADE_ON, 1, f"{name}의 말")
        )
        for name in ("가 표", "나 표", "다 표")
    ]
    ledger_of(own).save_tray("local", "gunsan", 2023, tray, 0)
    return lambda: open_brief(brief="gathered", zone="gunsan", year="2023")


def order_shown(app: AppTest) -> list[str]:
    """The tray's titles as the preview has them."""
    shown = words(app)
    found = {name: shown.index(f"□ {name}<") for name in ("가 표", "나 표", "다 표") if f"□ {name}<" in shown}
    return sorted(found, key=found.__getitem__)


def test_pieces_are_moved_worded_removed_and_cleared_and_the_brief_follows(gathered: Gather) -> None:
    app = gathered()
    assert order_shown(app) == ["가 표", "나 표", "다 표"]
    assert "○ 나 표의 말" in words(app)
    app.button(key="piece-0-down").click().run()
    assert order_shown(app) == ["나 표", "가 표", "다 표"]
    app.button(key="piece-2-up").click().run()
    assert order_shown(app) == ["나 표", "다 표", "가 표"]
    app.button(key="piece-0-remove").click().run()
    assert order_shown(app) == ["다 표", "가 표"]
    app.button(key="tray-clear").click().run()
    assert order_shown(app) == []
    assert "담은 차트나 표가 없습니다" in app.info[0].value


def test_a_tray_changed_in_another_window_is_told_of_and_kept(gathered: Gather) -> None:
    app = gathered()
    ledger = ledger_of(Paths.from_environment())
    held = ledger.tray("local", "gunsan", 2023)
    ledger.save_tray("local", "gunsan", 2023, held.pieces[1:], held.version)
    app.button(key="piece-0-down").click().run()
    assert len(app.error) == 1
    assert order_shown(app) == ["나 표", "다 표"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_tray_says_how_pieces_come_into_it(open_brief: Visit, language: str) -> None:
    app = open_brief(brief="gathered", zone="pohang", year="2023", lang=language)
    assert Text(language)("export.tray.add") in app.info[0].value
    assert not [button for button in app.button if (button.key or "").startswith("brief-make-")]


def test_a_damaged_piece_is_named_left_out_and_removed_while_the_others_stay(gathered: Gather) -> None:
    ledger = ledger_of(Paths.from_environment())
    held = ledger.tray("local", "gunsan", 2023)
    broken = {**held.pieces[1], "table": {"title": 3}}
    ledger.save_tray("local", "gunsan", 2023, [held.pieces[0], broken, held.pieces[2]], held.version)
    app = gathered()
    assert order_shown(app) == ["가 표", "다 표"]
    assert "2번째" in app.warning[0].value
    assert "1건은 손상되어 싣지 못함" in words(app)
    app.button(key="piece-1-remove").click().run()
    assert not app.warning
    assert order_shown(app) == ["가 표", "다 표"]


def test_a_tray_of_damaged_pieces_alone_says_so_instead_of_a_document(gathered: Gather) -> None:
    ledger = ledger_of(Paths.from_environment())
    held = ledger.tray("local", "gunsan", 2023)
    ledger.save_tray("local", "gunsan", 2023, [{"kind": "table"}], held.version)
    app = gathered()
    assert any("모두 손상되어" in each.value for each in app.error)


def test_words_of_a_piece_are_edited_and_stand_in_the_brief(gathered: Gather) -> None:
    app = gathered()
    app.session_state["piece-1-word"] = True
    app.run()
    app.text_area(key="piece-1-words-1").set_value("고친 말").run()
    app.button(key="piece-1-save").click().run()
    assert "○ 고친 말" in words(app)
    assert "○ 나 표의 말" not in words(app)


def test_trays_of_other_zones_and_years_are_listed_with_their_links(
    gathered: Gather, open_brief: Visit
) -> None:
    app = open_brief(brief="gathered", zone="pohang", year="2023")
    assert "다른 곳에 담은 것" in words(app)
    assert "zone=gunsan&amp;year=2023" in words(app) or "year=2023&amp;zone=gunsan" in words(app)
    assert "다른 곳에 담은 것" not in words(gathered())


def test_links_of_pieces_begin_with_the_dashboards_address(
    gathered: Gather, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPI_BASE_URL", "https://kpi.example/")
    assert "https://kpi.example/overview?zone=gunsan" in words(gathered())
