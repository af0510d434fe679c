"""Rounds of the evaluation page: frozen, reopened, computed again, published."""

from kpi import rounds
from kpi.access import LOCAL_VIEWER
from kpi.ledger import Ledger
from kpi.paths import Paths
from kpi.queries.evaluated import Choices
from tests.pages.conftest import charts, words
from tests.pages.evaluation.evaluated_page import Evaluate, click, is_well, save_scenario


def test_the_ranking_shows_score_ranks_and_the_computed_grade_beside_the_published_one(
    evaluation: Evaluate,
) -> None:
    shown = words(evaluation(year="2023"))
    for said in ("산출 등급", "공표 등급", "차수 내 순위", "★", "비공개", "배점: 비공개(가정)"):
        assert said in shown, said
    assert "산출 등급이 공표 등급과 다를 수 있는 까닭" in shown
    assert "?</span> 자료 미확보" in words(evaluation(year="2024"))


def test_a_round_names_the_scenario_it_was_frozen_with_after_that_is_discarded(
    evaluation: Evaluate, paths: Paths
) -> None:
    scenario = save_scenario(paths, "만족도 중심")
    choices = Choices(year=2024, weights={"satisfaction": 9.0})
    found = rounds.freeze(LOCAL_VIEWER, paths, choices, 1, scenario)
    with Ledger(paths.ledger_url) as ledger:
        ledger.discard_scenario(scenario, "local")
    assert "만족도 중심(버림)" in words(evaluation("rounds"))
    assert "만족도 중심(버림)" in words(evaluation("rounds", round=found.id))


def test_a_round_is_frozen_reopened_computed_again_and_published(evaluation: Evaluate, paths: Paths) -> None:
    app = evaluation("rounds")
    app.text_input(key="round-note").input("정기 평가")
    click(app, "freeze", "freeze-confirm")
    assert is_well(app) and app.query_params["round"] == "2024-1"
    kept = rounds.rounds(LOCAL_VIEWER, paths, 2024)[0]
    assert kept.outputs_sha256 in words(app) and "정기 평가" in words(app)
    app.button(key="recompute").click().run()
    assert "모든 값이 같습니다" in app.success[0].value
    hidden = evaluation("rounds", "manager", round="2024-1")
    assert "2024-1" in hidden.error[0].value
    app = evaluation("rounds", round="2024-1")
    click(app, "publish-round", "publish-round-confirm")
    assert is_well(app) and not [each for each in app.button if each.key == "publish-round"]
    opened = evaluation("rounds", "manager", round="2024-1")
    assert is_well(opened) and kept.outputs_sha256 in words(opened)


def test_freezing_asks_again_and_says_what_will_be_frozen(evaluation: Evaluate, paths: Paths) -> None:
    app = evaluation("rounds")
    click(app, "freeze")
    asked = words(app)
    for said in ("2024년", "1호", "기본 가정", "<dt>특구 수</dt><dd>14</dd>", "고치거나 지울 수 없고"):
        assert said in asked, said
    assert rounds.rounds(LOCAL_VIEWER, paths, 2024) == []
    click(app, "freeze-cancel")
    assert "고치거나 지울 수 없고" not in words(app)
    assert rounds.rounds(LOCAL_VIEWER, paths, 2024) == []


def test_publishing_asks_again_and_says_that_it_is_for_good(evaluation: Evaluate, paths: Paths) -> None:
    found = rounds.freeze(LOCAL_VIEWER, paths, Choices(year=2024), 1)
    app = evaluation("rounds", round=found.id)
    click(app, "publish-round")
    asked = words(app)
    assert "2024년 실적 1회차" in asked and "공표는 되돌릴 수 없습니다" in asked
    click(app, "publish-round-cancel")
    assert [each.state for each in rounds.rounds(LOCAL_VIEWER, paths, 2024)] == ["frozen"]


def test_a_round_is_frozen_with_the_scenario_and_not_with_unsaved_changes(
    evaluation: Evaluate, paths: Paths
) -> None:
    unsaved = evaluation("rounds", weights="satisfaction:9")
    assert not [each for each in unsaved.button if each.key == "freeze"]
    assert "저장하지 않은 변경" in unsaved.warning[0].value
    with Ledger(paths.ledger_url) as ledger:
        choices = Choices(year=2024, weights={"satisfaction": 9.0}).model_dump(mode="json")
        saved = ledger.save_scenario(2024, "만족도 중심", 1, choices, "local")
    app = evaluation("rounds", scenario=saved.id)
    click(app, "freeze", "freeze-confirm")
    found = rounds.rounds(LOCAL_VIEWER, paths, 2024)[0]
    assert (found.scenario, found.weights["satisfaction"]) == (saved.id, 9.0)
    assert "만족도 중심" in words(app)


def test_outputs_that_were_changed_on_disk_are_named_and_not_shown(
    evaluation: Evaluate, paths: Paths
) -> None:
    found = rounds.freeze(LOCAL_VIEWER, paths, Choices(year=2024), 1)
    (paths.warehouse / found.outputs_file).write_text("{}")
    app = evaluation("rounds", round=found.id)
    assert "확정 당시와 다릅니다" in app.error[0].value and charts(app) == []


def test_who_may_not_freeze_gets_no_button(evaluation: Evaluate) -> None:
    app = evaluation("rounds", "manager")
    assert not [each for each in app.button if each.key == "freeze"]
    assert "확정하고 공표할 수 있습니다" in app.info[0].value


def test_a_past_day_can_be_looked_at_but_not_frozen(evaluation: Evaluate) -> None:
    app = evaluation("rounds", as_known_on="2023-06-01")
    assert "릴리스가 아니어서" in app.error[0].value
    assert not [each for each in app.button if each.key == "freeze"]
