"""A score taken apart: points that add up to it at every level, and the same in sentences."""

import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpi.access import LOCAL_VIEWER
from kpi.paths import Paths
from kpi.queries.evaluated import Choices, evaluate
from kpi.queries.evaluation import published_grades
from kpi.queries.explained import element_names, explained
from kpi.queries.moments import catalogue_of, resolve
from kpi.queries.score_points import DECIMALS, Line, _shared_out, adding_up, breakdown
from kpi.queries.scored_tables import Tree
from kpi.round_outputs import RoundOutputs, outputs_of
from kpi.scoring.recipe import Normalisation
from tests.queries.evaluated_world import EFFORT, EvaluatedWorld

AGGREGATIONS = ("arithmetic", "geometric", "harmonic")
FROM_ONE = Normalisation(method="min_max", low=1)
CENTS = Decimal(10) ** -DECIMALS


def of_2024(built: Paths, **changed: object) -> RoundOutputs:
    """The sample data's evaluation of 2024, with another recipe where one is given."""
    moment = resolve(built)
    choices = Choices(year=2024)
    if changed:
        declared = catalogue_of(moment).evaluations[2024].recipe
        choices = Choices(year=2024, recipe=declared.model_copy(update=changed))
    found = evaluate(LOCAL_VIEWER, moment, choices)
    return outputs_of(found, (), 1, published_grades(LOCAL_VIEWER, moment, 2024))


def of_world(world: EvaluatedWorld, **choices: object) -> RoundOutputs:
    """The small world's evaluation."""
    moment = resolve(world.paths, release=1)
    found = evaluate(LOCAL_VIEWER, moment, Choices.model_validate({"year": 2024, **choices}))
    return outputs_of(found, (), 1, published_grades(LOCAL_VIEWER, moment, 2024))


def told(outputs: RoundOutputs, zone: str, paths: Paths, language: str = "ko") -> list[str]:
    catalogue = catalogue_of(resolve(paths))
    names = element_names(outputs.evaluation, catalogue, language)
    return list(explained(outputs, zone, breakdown(outputs, zone), catalogue, language, names))


def cents(number: float) -> Decimal:
    return Decimal(str(number)).quantize(CENTS)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=12))
@example([0.085])
def test_rounded_parts_add_up_to_the_rounded_whole_and_none_is_off_by_more_than_its_last_digit(
    parts: list[float],
) -> None:
    shown = adding_up(parts, sum(parts))
    assert sum(map(cents, shown)) == cents(round(sum(parts), DECIMALS))
    assert all(abs(one - other) < 0.0100001 for one, other in zip(parts, shown, strict=True))


@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_every_zones_points_of_2024_add_up_at_every_level(built: Paths, aggregation: str) -> None:
    means = ("arithmetic", "arithmetic", aggregation)
    outputs = of_2024(built, aggregation=means, normalisation=FROM_ONE)
    for row in outputs.standing.to_dict("records"):
        lines = {line.element: line for line in breakdown(outputs, row["zone"])}
        assert cents(lines["total"].points) == cents(round(row["score"], DECIMALS))
        for element, below in outputs.tree.children.items():
            known = [lines[each] for each in below if lines[each].points is not None]
            if known:
                together = sum(cents(each.points) for each in known) + cents(lines[element].loss)
                assert together == cents(lines[element].points), (row["zone"], element)


def test_who_lacks_nothing_has_all_points_and_worth_adds_up_to_a_hundred(built: Paths) -> None:
    outputs = of_2024(built)
    for zone in outputs.standing["zone"]:
        lines = breakdown(outputs, zone)
        assert all(
            line.points == line.worth for line in lines if line.score == 100.0 and line.points is not None
        )
        areas = [line for line in lines if line.parent == "total"]
        assert sum(cents(line.worth or 0) for line in areas) == 100


@pytest.mark.parametrize("year", [2023, 2024])
@pytest.mark.parametrize("weights", [{}, {"satisfaction": 2.0}, {"commercialisation": 7.0, "funding": 3.0}])
def test_no_points_are_below_zero_or_above_what_an_element_is_worth(
    built: Paths, year: int, weights: dict[str, float]
) -> None:
    moment = resolve(built)
    found = evaluate(LOCAL_VIEWER, moment, Choices(year=year, weights=weights))
    outputs = outputs_of(found, (), 1, published_grades(LOCAL_VIEWER, moment, year))
    for zone in outputs.standing["zone"]:
        lines = [line for line in breakdown(outputs, zone) if line.points is not None]
        assert all(0 <= (line.points or 0) <= (line.worth or 0) for line in lines), (zone, lines)


@pytest.mark.parametrize("year", [2023, 2024])
@pytest.mark.parametrize("weights", [{}, {"satisfaction": 2.0}, {"commercialisation": 7.0, "funding": 3.0}])
def test_an_element_that_scores_nothing_brings_no_points(
    built: Paths, year: int, weights: dict[str, float]
) -> None:
    moment = resolve(built)
    found = evaluate(LOCAL_VIEWER, moment, Choices(year=year, weights=weights))
    outputs = outputs_of(found, (), 1, published_grades(LOCAL_VIEWER, moment, year))
    lines = [line for zone in outputs.standing["zone"] for line in breakdown(outputs, zone)]
    nothing = [line for line in lines if line.score == 0 and line.points is not None]
    assert nothing and all(line.points == 0 for line in nothing)


@given(
    st.lists(st.sampled_from([0.0, 0.0, 100.0, 33.3, 50.0, 0.01, 66.67]), min_size=2, max_size=9), st.data()
)
def test_points_of_any_tree_add_up_with_none_for_nothing_and_all_for_everything(
    scores: list[float], data: st.DataObject
) -> None:
    half = data.draw(st.integers(1, len(scores) - 1))
    weights = data.draw(st.lists(st.integers(1, 9), min_size=len(scores), max_size=len(scores)))
    groups = {"a": range(half), "b": range(half, len(scores))}
    rows, parents = {}, {"total": "", "a": "total", "b": "total"}
    for group, members in groups.items():
        together = sum(weights[at] for at in members)
        for at in members:
            share = weights[at] / together
            parents[f"leaf{at}"] = group
            rows[f"leaf{at}"] = _row(scores[at], share)
        mean = sum(rows[f"leaf{at}"]["contribution"] for at in members)
        rows[group] = _row(mean, 0.5)
    rows["total"] = _row(rows["a"]["contribution"] + rows["b"]["contribution"], 1.0)
    worth, points = _shared_out(Tree(parents), rows)
    for parent, below in Tree(parents).children.items():
        if below:
            assert sum(cents(points[each]) for each in below) == cents(points[parent])
            assert sum(cents(worth[each]) for each in below) == cents(worth[parent])
    assert all(points[each] == 0 for each, row in rows.items() if row["score"] == 0)
    leaves = [each for each in rows if each.startswith("leaf")]
    assert all(points[each] == worth[each] for each in leaves if rows[each]["score"] == 100)
    assert all(0 <= points[each] <= worth[each] for each in rows)


def _row(score: float, share: float) -> dict[str, float]:
    return {"score": score, "share": share, "contribution": score * share, "imbalance": 0.0}


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 1)), min_size=1, max_size=8))
def test_no_part_is_rounded_beyond_its_most_where_the_whole_allows_it(pairs: list[tuple]) -> None:
    worth = adding_up([most for most, _ in pairs], sum(most for most, _ in pairs))
    parts = [most * share for most, share in pairs]
    total = min(sum(parts), sum(worth))
    shown = adding_up(parts, total, most=worth)
    assert sum(map(cents, shown)) == cents(round(total, DECIMALS))
    assert all(cents(one) <= cents(most) for one, most in zip(shown, worth, strict=True))


def test_a_geometric_mean_takes_something_off_and_says_so(built: Paths) -> None:
    outputs = of_2024(built, aggregation=("arithmetic", "arithmetic", "geometric"), normalisation=FROM_ONE)
    root = breakdown(outputs, "chuncheon")[0]
    assert root.loss < 0
    (sentence,) = [each for each in told(outputs, "chuncheon", built) if "불균형" in each]
    figures = [Decimal(each) for each in re.findall(r"\d+\.\d\d", sentence)]
    assert sum(figures[:-2]) - figures[-2] == figures[-1]


def test_pairwise_ranks_have_no_points_that_add_up(built: Paths) -> None:
    outputs = of_2024(built, aggregation=("arithmetic", "arithmetic", "copeland"))
    lines = breakdown(outputs, "gunsan")
    assert [line.points for line in lines if line.parent == "total"] == [None] * 3
    assert any("코플랜드" in each for each in told(outputs, "gunsan", built))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_zone_of_2024_is_told_with_figures_that_add_up(built: Paths, language: str) -> None:
    outputs = of_2024(built)
    for row in outputs.standing.to_dict("records"):
        sentences = told(outputs, row["zone"], built, language)
        parts = [Decimal(each) for each in re.findall(r"\d+\.\d\d", sentences[1])]
        assert sum(parts[:-1]) == parts[-1] == cents(round(row["score"], DECIMALS))
        assert f"{row['score']:.2f}" in sentences[0]
        assert not [each for each in sentences if "{" in each]


def test_missing_points_are_named_and_their_weight_goes_to_the_siblings(
    evaluated_world: EvaluatedWorld,
) -> None:
    outputs = of_world(evaluated_world)
    lines = {line.element: line for line in breakdown(outputs, "gunsan")}
    assert (lines[EFFORT].points, lines[EFFORT].worth) == (None, None)
    assert lines["results"].worth == 100
    assert any("계획" in each for each in told(outputs, "gunsan", evaluated_world.paths) if "빠진" in each)


def test_a_zone_without_a_score_is_told_so_without_figures(evaluated_world: EvaluatedWorld) -> None:
    values = [("startups", "gunsan", "2024", 8.0), ("startups", "gumi", "2024", 15.0)]
    evaluated_world.release(values=values)
    moment = resolve(evaluated_world.paths, release=2)
    found = evaluate(LOCAL_VIEWER, moment, Choices(year=2024))
    outputs = outputs_of(found, (), 2, published_grades(LOCAL_VIEWER, moment, 2024))
    assert breakdown(outputs, "pohang")[0] == Line("total", "", 0, False, 100.0, None, 0.0, None, None)
    assert "점수·순위·등급이 없습니다" in told(outputs, "pohang", evaluated_world.paths)[0]


def test_grades_that_were_not_published_are_told_apart_and_never_as_low(built: Paths) -> None:
    outputs = of_2024(built)
    assert any("출처를 찾지 못했습니다" in each for each in told(outputs, "pohang", built))
    moment = resolve(built)
    found = evaluate(LOCAL_VIEWER, moment, Choices(year=2023, recipe=None))
    of_2023 = outputs_of(found, (), 1, published_grades(LOCAL_VIEWER, moment, 2023))
    withheld = told(of_2023, "gimhae", built)
    assert any("비공개" in each and "낮은 등급이라는 뜻이 아닙니다" in each for each in withheld)
    assert any("서로 다릅니다" in each for each in told(of_2023, "pohang", built))
