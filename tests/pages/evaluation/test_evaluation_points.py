"""Evaluators' points on the evaluation page."""

from kpi.access import Role, Viewer
from kpi.ledger import Ledger
from kpi.paths import Paths
from kpi.queries.assessing import assess
from kpi.queries.moments import resolve
from tests.pages.conftest import words
from tests.pages.evaluation.evaluated_page import Evaluate, is_well

CASES = "nurturing_cases"


def test_an_evaluator_keeps_a_draft_then_submits_with_a_reason(evaluation: Evaluate, paths: Paths) -> None:
    app = evaluation("points", "evaluator")
    app.number_input[0].set_value(80.0)
    app.button(key="points-draft").click().run()
    assert is_well(app) and "임시 저장" in app.success[0].value
    app.button(key="points-submitted").click().run()
    assert app.error[0].value.startswith("전북 군산 · 육성 우수사례: ") and "사유" in app.error[0].value
    app.number_input[0].set_value(120.0)
    app.button(key="points-submitted").click().run()
    assert any("120" in error.value and "0 … 100" in error.value for error in app.error)
    app.number_input[0].set_value(85.0)
    app.text_area[0].input("사례가 널리 퍼질 수 있음")
    app.button(key="points-submitted").click().run()
    assert is_well(app) and "제출했습니다" in app.success[0].value
    with Ledger(paths.ledger_url) as ledger:
        (kept,) = ledger.assessments(2024)
    assert (kept.points, kept.state, kept.evaluator) == (85.0, "submitted", "평가위원 가")
    assert "28칸 중 1칸" in words(evaluation())


def test_several_evaluators_points_are_shown_with_their_spread_and_reasons(
    evaluation: Evaluate, paths: Paths
) -> None:
    moment, item = resolve(paths), f"tenant_nurturing.{CASES}"
    for name, given in (("나", 60.0), ("다", 90.0)):
        evaluator = Viewer(name, Role.EVALUATOR, None)
        assess(evaluator, paths, moment, 2024, "gunsan", item, given, f"{name}의 사유", "submitted")
    app = evaluation("points", "evaluator")
    assert "75.0" in words(app) and "60.0 ~ 90.0" in words(app)
    assert [text.value for text in app.text] == ["나의 사유", "다의 사유"]
    reader = evaluation("points", "viewer")
    assert "75.0" not in words(reader) and [text.value for text in reader.text] == []


def test_who_may_not_score_is_told_who_may_and_gets_no_form(evaluation: Evaluate) -> None:
    app = evaluation("points", "approver")
    assert "평가위원, 관리자" in app.info[0].value
    assert not app.number_input and not app.text_area
