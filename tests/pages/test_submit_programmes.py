"""A file of a programme on the submit page: its place, its words and its rules are told like those of a zone's."""

import pytest

from kpi.drafts import ColumnFit, Effect, FailingRow, RowChange
from kpi.submissions import CheckOutcome
from kpi.text import LANGUAGES
from tests.pages.conftest import Look, words
from tests.pages.submit_world import Desk, as_decided, clean, comparison, decided

PLACE, DATASET = "regional_ai", "programme_applications"
HEADINGS = {"사업": "zone", "접수번호": "application", "지원금(만원)": "granted_krw"}
SAID = {
    "ko": (
        "지역 주력산업 AI 융합",
        "한도를 넘은 지원금",
        "공고에 누가 신청하고 누가 선정되어",
        "지원 결정액",
    ),
    "en": (
        "AI for regional key industries",
        "Grant above the limit",
        "Who applied to a call",
        "Grants awarded",
    ),
}
TOO_MUCH = CheckOutcome(
    "grant_above_limit", "warning", DATASET, column_name="granted_krw", rows_checked=10, rows_failed=1,
    observed="80010000 > 80000000",
)  # fmt: skip
ROW = FailingRow(
    check_code="grant_above_limit",
    column="granted_krw",
    heading="지원금(만원)",
    sheet="",
    row=7,
    value="8,001",
)
MOVED = Effect(
    metric="grants_awarded", zone=PLACE, period="2025Q3", basis="in_period", before=0, after=800_000_000
)
ADDED = RowChange(
    kind="added", zone=PLACE, period="2025Q3", key={"application": "R-001"}, after={"granted_krw": 80_000_000}
)


@pytest.fixture
def received(desk: Desk) -> Desk:
    """A call's applications, one of them granted too much."""
    fits = tuple(
        ColumnFit(sheet="", heading=heading, column=column, confidence=1.0, why="synonym", samples=(),
                  choices=(column,))
        for heading, column in HEADINGS.items()
    )  # fmt: skip
    about = {
        "decisions": decided(dataset=DATASET, columns=HEADINGS), "columns": fits, "zones": (PLACE,),
        "periods": ("2025Q3",), "outcomes": (TOO_MUCH,), "failing": (ROW,), "datasets": (), "repairs": (),
        "head": ({"zone": PLACE, "period": "2025Q3", "granted_krw": 80_000_000},),
    }  # fmt: skip
    moved = {
        "effects": (MOVED,),
        "effect_count": 1,
        "changes": (ADDED,),
        "added": 1,
        "changed": 0,
        "removed": 0,
    }
    desk.worker.answers["prepare"] = lambda draft: desk.answer(
        draft, as_decided(desk, draft, clean(draft, **about))
    )
    desk.worker.answers["compare"] = lambda draft: desk.answer(draft, comparison(draft, **moved))
    return desk


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_programmes_file_is_told_in_its_own_words_in_every_step(
    received: Desk, look: Look, language: str
) -> None:
    place, rule, meaning, metric = SAID[language]
    reasons = decided(dataset=DATASET, columns=HEADINGS, reasons={"grant_above_limit": "예외로 인정"})
    draft = received.draft(reasons)
    shown = {}
    for step in ("found", "columns", "checks", "compare", "accept"):
        app = look(draft, step, lang=language)
        assert [error.value for error in app.exception] == []
        shown[step] = words(app)
    assert [said for said in (place, meaning) if said not in shown["found"]] == []
    assert rule in shown["checks"]
    assert [said for said in (place, metric) if said not in shown["compare"]] == []


def test_a_finding_of_two_places_at_once_names_them(received: Desk, look: Look) -> None:
    both = ROW.model_copy(update={"value": f"gunsan / {PLACE}"})
    received.worker.answers["prepare"] = lambda draft: received.answer(
        draft,
        as_decided(
            received,
            draft,
            clean(draft, decisions=decided(dataset=DATASET, columns=HEADINGS), outcomes=(TOO_MUCH,),
                  zones=(PLACE,), periods=("2025Q3",), failing=(both,), datasets=(), repairs=()),
        ),
    )  # fmt: skip
    app = look(received.draft(decided(dataset=DATASET, columns=HEADINGS)), "checks")
    (cells,) = app.data_editor
    assert list(cells.value["written"]) == ["전북 군산 / 지역 주력산업 AI 융합"]
