"""What scored tables hold: the rows of some zones in the last period, and the tree, found in the computed outputs."""

import pandas as pd

from kpi.access import LOCAL_VIEWER
from kpi.queries.evaluated import Choices, evaluate, evaluate_once
from kpi.queries.moments import resolve
from kpi.queries.scored_tables import Latest, Tree
from kpi.round_outputs import computed
from tests.queries.evaluated_world import EvaluatedWorld

ROWS = [
    ("2023", "gumi", "score", 1),
    ("2023", "gunsan", "score", 2),
    ("2024", "gumi", "score", 3),
    ("2024", "gumi", "cost", 4),
    ("2024", "gunsan", "score", 5),
    ("2024", "gunsan", "cost", 6),
]
TABLE = pd.DataFrame(ROWS, columns=["period", "zone", "element", "value"])


def test_of_several_periods_only_the_last_is_looked_into() -> None:
    assert Latest.of(TABLE).zone("gumi")["value"].tolist() == [3, 4]


def test_cells_are_those_of_the_zones_asked_for_and_of_no_other() -> None:
    found = Latest.of(TABLE).cells(["gunsan"], ["cost", "nothing"])
    assert found == {("gunsan", "cost"): {"period": "2024", "zone": "gunsan", "element": "cost", "value": 6}}
    assert len(Latest.of(TABLE).cells(["gumi", "gunsan"], ["score", "cost"])) == 4


def test_a_tree_knows_children_and_the_way_down() -> None:
    tree = Tree({"total": "", "area": "total", "leaf": "area"})
    assert (tree.children["total"], tree.children["leaf"]) == (("area",), ())
    assert (tree.above("leaf"), tree.walk()) == (("total", "area", "leaf"), ["total", "area", "leaf"])


def test_the_same_choices_are_computed_once_however_many_zones_are_looked_at(
    evaluated_world: EvaluatedWorld,
) -> None:
    moment = resolve(evaluated_world.paths, release=1)
    first = computed(LOCAL_VIEWER, moment, Choices(year=2024, weights={"effort": 3}))
    assert computed(LOCAL_VIEWER, moment, Choices(year=2024, weights={"effort": 3})) is first
    assert computed(LOCAL_VIEWER, moment, Choices(year=2024, weights={"effort": 4})) is not first
    assert first.release == 1 and first.choices.weights == {"effort": 3}


def test_what_is_looked_at_once_comes_out_the_same_and_is_not_kept(evaluated_world: EvaluatedWorld) -> None:
    moment, choices = resolve(evaluated_world.paths, release=1), Choices(year=2024, weights={"effort": 5})
    once = evaluate_once(LOCAL_VIEWER, moment, choices)
    kept = evaluate(LOCAL_VIEWER, moment, choices)
    assert kept is not once and evaluate(LOCAL_VIEWER, moment, choices) is kept
    pd.testing.assert_frame_equal(once.results, kept.results)
