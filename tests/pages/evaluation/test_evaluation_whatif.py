"""What-ifs of the evaluation page: weights and methods of the address, and what is refused."""

import pytest

from kpi.ledger import Ledger
from kpi.paths import Paths
from tests.pages.conftest import words
from tests.pages.evaluation.evaluated_page import Evaluate, is_well, rank_of

ZONES = ("gunsan", "gumi", "pohang", "ansan")


def test_weights_in_the_address_move_the_ranking_and_are_marked_as_unsaved(evaluation: Evaluate) -> None:
    declared = rank_of(evaluation(), "gumi")
    changed = evaluation(weights="satisfaction:9")
    assert rank_of(changed, "gumi") > declared
    assert "저장하지 않은 변경" in words(changed)
    whatif = words(evaluation("whatif", weights="satisfaction:9"))
    assert "순위가 바뀌고" in whatif and 'value="9"' in whatif


def test_a_mean_that_the_values_do_not_allow_is_named_with_its_element_and_a_remedy(
    evaluation: Evaluate,
) -> None:
    for part in ("result", "whatif", "doubt"):
        app = evaluation(part, combine="arithmetic,arithmetic,geometric")
        assert [error.value for error in app.exception] == []
        assert any("입주기관 만족도" in error.value and "하한을 1로" in error.value for error in app.error)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("satisfaction:-1", "쓸 수 없습니다"),
        ("nothing:2", "지표체계에 없습니다"),
        ("satisfaction:much", "알 수 없어"),
    ],
)
def test_weights_that_cannot_be_are_named(evaluation: Evaluate, written: str, said: str) -> None:
    app = evaluation(weights=written)
    assert [error.value for error in app.exception] == []
    assert any(said in each.value for each in (*app.error, *app.warning))


def test_a_method_that_does_not_fit_beside_achievement_is_not_used_silently(evaluation: Evaluate) -> None:
    app = evaluation(normalisation="percentile_rank")
    assert "percentile_rank" in app.warning[0].value
    assert rank_of(app, "gunsan") == rank_of(evaluation(), "gunsan")


def test_a_reference_zone_chosen_in_the_what_if_is_named_in_the_scenario_and_moves_the_ranking(
    evaluation: Evaluate, paths: Paths
) -> None:
    app = evaluation("whatif", normalisation="distance_to_reference", reference="gunsan")
    assert is_well(app) and 'name="reference"' in words(app)
    app.text_input(key="scenario-name").input("군산 기준")
    app.button(key="scenario-save-button").click().run()
    assert is_well(app)
    with Ledger(paths.ledger_url) as ledger:
        assert ledger.scenario(app.query_params["scenario"]).choices["reference"] == "gunsan"
    assert "기준 특구 전북 군산" in words(evaluation("scenarios"))
    by_gunsan = [
        rank_of(app, zone) for app in [evaluation(scenario=app.query_params["scenario"])] for zone in ZONES
    ]
    assert by_gunsan != [rank_of(app, zone) for app in [evaluation()] for zone in ZONES]


def test_distances_without_a_reference_are_named_and_the_field_to_choose_one_is_there(
    evaluation: Evaluate,
) -> None:
    app = evaluation("whatif", normalisation="distance_to_reference")
    assert not app.exception and any("기준 특구를 고르거나" in error.value for error in app.error)
    assert 'name="reference"' in words(app)
    assert any(
        "기준 특구를 고르거나" in error.value
        for error in evaluation("doubt", normalisation="distance_to_reference").error
    )


@pytest.mark.parametrize("part", ["result", "doubt"])
def test_every_number_of_the_page_can_be_by_distance_to_a_reference_zone(
    evaluation: Evaluate, part: str
) -> None:
    assert is_well(evaluation(part, normalisation="distance_to_reference", reference="gunsan"))


def test_gaps_filled_and_outliers_adjusted_are_in_the_link_the_scenario_and_the_words(
    evaluation: Evaluate, paths: Paths
) -> None:
    asked = {"imputation": "median", "outliers": "winsorise", "yardstick": "peers"}
    app = evaluation("whatif", **asked)
    assert is_well(app) and "저장하지 않은 변경" in words(app)
    for name, chosen in (("imputation", "median"), ("outliers", "winsorise")):
        field = words(app).split(f'name="{name}"')[1].split("</select>")[0]
        assert f'value="{chosen}" selected' in field
        assert "panel_linear" not in field
    assert "평가하는 해가 마지막 해이므로 ‘앞뒤 값 사이의 직선’으로는" in words(app)
    app.text_input(key="scenario-name").input("결측 대체")
    app.button(key="scenario-save-button").click().run()
    assert is_well(app)
    token = app.query_params["scenario"]
    assert not {"imputation", "outliers"} & set(app.query_params)
    with Ledger(paths.ledger_url) as ledger:
        recipe = ledger.scenario(token).choices["recipe"]
    assert (recipe["imputation"], recipe["outliers"]) == ("median", "winsorise")
    assert "결측 대체: 중앙값" in words(evaluation("scenarios"))
    assert is_well(evaluation("doubt", scenario=token))
