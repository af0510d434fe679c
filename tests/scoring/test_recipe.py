"""A recipe is a value: it compares, hashes, travels as JSON, and refuses what does not fit."""

import pytest
from pydantic import ValidationError

from kpi.scoring.notes import ScoringRefused
from kpi.scoring.recipe import Grades, Normalisation, Recipe
from kpi.text import LANGUAGES, messages


def test_a_recipe_comes_back_from_json_the_same() -> None:
    recipe = Recipe(
        imputation="group_mean",
        outliers="winsorise",
        normalisation=Normalisation(method="goalposts", high=1.0),
        aggregation=("arithmetic", "geometric"),
        grades=Grades(names=("top", "rest"), cuts=(80.0,)),
    )
    assert Recipe.model_validate_json(recipe.model_dump_json()) == recipe
    assert hash(Recipe.model_validate(recipe.model_dump())) == hash(recipe)


@pytest.mark.parametrize(
    "content",
    [
        {"availability": 1.1},
        {"outlier_points": 0},
        {"aggregation": ()},
        {"aggregation": ("median",)},
        {"normalisation": {"method": "logistic"}},
        {"normalisation": {"deviation": 0}},
        {"normalisation": {"low": float("nan")}},
        {"colour": "red"},
    ],
)
def test_what_a_recipe_does_not_know_is_refused(content: dict) -> None:
    with pytest.raises(ValidationError):
        Recipe.model_validate(content)


def test_bounds_that_do_not_rise_are_refused_by_name() -> None:
    with pytest.raises(ScoringRefused, match="bounds_reversed"):
        Normalisation(low=100, high=100)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"names": (), "shares": (1.0,)}, "grades_named_twice"),
        ({"names": ("a", "a"), "shares": (0.5, 0.5)}, "grades_named_twice"),
        ({"names": ("a", "b")}, "grades_need_one_rule"),
        ({"names": ("a", "b"), "shares": (0.5, 0.5), "cuts": (1.0,)}, "grades_need_one_rule"),
        ({"names": ("a", "b"), "shares": (1.0,)}, "grade_shares_do_not_fit"),
        ({"names": ("a", "b"), "shares": (0.5, 0.4)}, "grade_shares_do_not_fit"),
        ({"names": ("a", "b"), "cuts": (2.0, 1.0)}, "grade_cuts_do_not_fit"),
        ({"names": ("a", "b", "c"), "cuts": (1.0, 2.0)}, "grade_cuts_do_not_fit"),
    ],
)
def test_grades_without_a_rule_that_fits_are_refused_by_name(options: dict, code: str) -> None:
    with pytest.raises(ScoringRefused, match=code) as refused:
        Grades(**options)
    assert all(len(messages(refused.value, language)) for language in LANGUAGES)


def test_shares_may_be_off_one_by_rounding() -> None:
    assert Grades(names=("a", "b", "c"), shares=(0.1, 0.2, 0.7)).shares == (0.1, 0.2, 0.7)
