"""Scenarios of the evaluation page: saved, opened by their links, side by side, discarded."""

from kpi.ledger import Ledger
from kpi.paths import Paths
from kpi.queries.evaluated import Choices
from tests.pages.conftest import words
from tests.pages.evaluation.evaluated_page import VIEWERS, Evaluate, click, is_well, rank_of, save_scenario


def test_a_saved_scenario_opens_by_its_link_and_never_changes(evaluation: Evaluate, paths: Paths) -> None:
    app = evaluation("whatif", weights="satisfaction:9")
    app.text_input(key="scenario-name").input("만족도 중심")
    app.button(key="scenario-save-button").click().run()
    assert is_well(app)
    token = app.query_params["scenario"]
    assert "weights" not in app.query_params
    assert token in app.code[0].value
    second = evaluation(scenario=token)
    assert "만족도 중심" in words(second)
    assert rank_of(second, "gumi") == rank_of(evaluation(weights="satisfaction:9"), "gumi")
    with Ledger(paths.ledger_url) as ledger:
        assert ledger.scenario(token).choices["weights"] == {"satisfaction": 9.0}


def test_a_scenario_without_a_name_is_refused(evaluation: Evaluate) -> None:
    app = evaluation("whatif", weights="satisfaction:9")
    app.button(key="scenario-save-button").click().run()
    assert app.error and "scenario" not in app.query_params


def test_a_link_to_an_unknown_scenario_says_so_and_shows_the_default(evaluation: Evaluate) -> None:
    app = evaluation(scenario="0123456789")
    assert "0123456789" in app.error[0].value
    assert rank_of(app, "gunsan") == rank_of(evaluation(), "gunsan")


def test_scenarios_stand_beside_each_other_with_their_differences(evaluation: Evaluate, paths: Paths) -> None:
    with Ledger(paths.ledger_url) as ledger:
        for name, weight in (("가", 2.0), ("나", 9.0)):
            choices = Choices(year=2024, weights={"satisfaction": weight})
            ledger.save_scenario(2024, name, 1, choices.model_dump(mode="json"), "local")
        found = {each.name: each.id for each in ledger.scenarios(2024)}
    shown = words(evaluation("scenarios", beside=f"declared,{found['가']},{found['나']}"))
    assert "‘기본 가정’과 ‘나’는 순위가" in shown
    assert "입주기관 만족도 9" in shown and "▼" in shown


def test_a_scenario_is_discarded_once_that_is_confirmed_and_its_link_says_so(
    evaluation: Evaluate, paths: Paths
) -> None:
    kept, gone = save_scenario(paths, "남길 것"), save_scenario(paths, "버릴 것")
    app = evaluation("scenarios", scenario=gone, beside=f"declared,{gone}")
    click(app, "scenario-discard")
    assert "되돌릴 수 없습니다" in words(app)
    click(app, "scenario-discard-cancel")
    with Ledger(paths.ledger_url) as ledger:
        assert ledger.scenario(gone).discarded is None
    click(app, "scenario-discard", "scenario-discard-confirm")
    assert is_well(app) and "‘버릴 것’을 버렸습니다" in app.success[0].value
    assert {"scenario", "beside"}.isdisjoint(app.query_params)
    assert gone not in words(app) and kept in words(app)
    assert app.multiselect(key="filter_beside").options == ["기본 가정", "남길 것"]
    linked = evaluation(scenario=gone)
    said = linked.warning[0].value
    assert "버릴 것" in said and "local" in said and "버렸습니다" in said
    assert rank_of(linked, "gumi") == rank_of(evaluation(), "gumi")


def test_only_who_saved_a_scenario_and_administrators_get_the_button(
    evaluation: Evaluate, paths: Paths
) -> None:
    scenario = save_scenario(paths, "만족도 중심", actor=VIEWERS["evaluator"].name)
    for role, may in (("evaluator", True), ("administrator", True), ("approver", False)):
        app = evaluation("scenarios", role, scenario=scenario)
        assert is_well(app)
        assert bool([each for each in app.button if each.key == "scenario-discard"]) is may
    assert any("평가위원 가" in each.value and "관리자만" in each.value for each in app.caption)
