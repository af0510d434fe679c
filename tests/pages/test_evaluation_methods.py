"""Weights and methods of a what-if: how an address writes them, and which may stand beside each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.catalogue import load
from kpi.paths import PROJECT
from kpi.queries.methods_offered import NORMALISATIONS, normalisations, per_level
from kpi.ui.evaluation.methods import are_aggregations, are_weights, name_of, weights_from, weights_written


@given(st.dictionaries(st.text(min_size=1), st.one_of(st.integers(0, 999), st.floats(0, 1e9))))
def test_weights_come_back_from_the_address_as_they_were(weights: dict[str, float]) -> None:
    assert weights_from(weights_written(weights)) == weights


@pytest.mark.parametrize("written", ["a", "a:b", ":2", "a:2,b"])
def test_what_are_no_weights_is_known(written: str) -> None:
    assert not are_weights(written)


def test_methods_of_levels_are_known_by_name() -> None:
    assert are_aggregations("arithmetic,geometric") and not are_aggregations("arithmetic,median")
    assert per_level(("arithmetic", "geometric"), 3) == ("arithmetic", "geometric", "geometric")


def test_every_method_is_found_again_by_its_name() -> None:
    assert {name: name_of(each) for name, each in NORMALISATIONS.items()} == {
        name: name for name in NORMALISATIONS
    }


def test_ranks_are_not_averaged_with_achievement_or_evaluators_points() -> None:
    evaluation = load(PROJECT / "catalogue").evaluations[2024]
    assert "percentile_rank" not in normalisations(evaluation, None)
    assert "percentile_rank" not in normalisations(evaluation, "peers")
    bare = tuple(
        branch.model_copy(
            update={
                "elements": tuple(
                    each.model_copy(
                        update={
                            "judged": (),
                            "metrics": tuple(
                                leaf.model_copy(update={"yardstick": None}) for leaf in each.metrics
                            ),
                        }
                    )
                    for each in branch.elements
                )
            }
        )
        for branch in evaluation.elements
    )
    without = evaluation.model_copy(update={"elements": bare})
    assert "percentile_rank" in normalisations(without, "peers")
    assert "percentile_rank" not in normalisations(without, None)
