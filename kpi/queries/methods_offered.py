"""The methods of normalisation that are offered of an evaluation, for its page and for how far its ranks hold."""

from collections.abc import Iterable, Mapping

from kpi.catalogue.evaluations import Evaluation, Measure, Yardstick
from kpi.queries.evaluated import Evaluated
from kpi.scoring.board import Board
from kpi.scoring.recipe import Aggregation, Normalisation

NORMALISATIONS: Mapping[str, Normalisation] = {
    "min_max": Normalisation(method="min_max"),
    "min_max_1": Normalisation(method="min_max", low=1),
    "z_score": Normalisation(method="z_score", mean=50, deviation=20),
    "distance_to_reference": Normalisation(method="distance_to_reference", full=100, capped=True),
    "percentile_rank": Normalisation(method="percentile_rank"),
    "borda": Normalisation(method="borda"),
    "fraction_of_maximum": Normalisation(method="fraction_of_maximum"),
}
# These alone can be averaged with achievement and evaluators' points, which run to 100.
TO_A_HUNDRED = ("min_max", "min_max_1", "z_score", "distance_to_reference")


def offered(found: Evaluated) -> tuple[str, ...]:
    """The methods whose results can stand beside whatever else is averaged, and have what they need."""
    source = found.source
    return measurable(normalisations(source.evaluation, found.choices.yardstick), source.board)


def normalisations(evaluation: Evaluation, yardstick: Yardstick | None) -> tuple[str, ...]:
    """The methods whose results can stand beside whatever else the evaluation averages."""
    leaves = [leaf for branch in evaluation.walk() for leaf in branch.leaves]
    is_alike = all(
        isinstance(leaf, Measure)
        and leaf.normalisation is None
        and (yardstick or leaf.yardstick or evaluation.yardstick) == "peers"
        for leaf in leaves
    )
    return tuple(NORMALISATIONS) if is_alike else TO_A_HUNDRED


def measurable(names: Iterable[str], board: Board) -> tuple[str, ...]:
    """Those of the methods that the board's indicators have what they need for."""
    others = [each for each in board.indicators if each.normalisation is None]
    return tuple(
        name
        for name in names
        if name != "distance_to_reference" or all(each.reference is not None for each in others)
    )


def per_level(aggregation: tuple[Aggregation, ...], levels: int) -> tuple[Aggregation, ...]:
    """The method of each level from the lowest up; a recipe's last one repeats."""
    return tuple(aggregation[min(level, len(aggregation) - 1)] for level in range(levels))
