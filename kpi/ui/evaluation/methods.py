"""The methods that the page offers, and how an address names them."""

from collections.abc import Iterable, Mapping
from typing import get_args
from urllib.parse import unquote

from kpi.catalogue.evaluations import Evaluation, Measure, Yardstick
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
AGGREGATIONS: tuple[Aggregation, ...] = get_args(Aggregation)
# Tables that somebody brings may hold targets.
AGAINST_TARGETS: Mapping[str, Normalisation] = {
    "achievement": Normalisation(method="achievement", capped=True),
    "distance_to_target": Normalisation(method="distance_to_target"),
}
IMPUTATIONS = ("none", "mean", "median", "panel_latest")
OUTLIERS = ("none", "winsorise", "log", "box_cox")
YARDSTICKS: tuple[Yardstick, ...] = ("target", "peers")


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


def imputations(evaluation: Evaluation) -> tuple[str, ...]:
    """How gaps may be filled. A line between two values never reaches the evaluated year, which is the last."""
    return IMPUTATIONS if evaluation.group == "none" else (*IMPUTATIONS, "group_mean")


def measurable(names: Iterable[str], board: Board) -> tuple[str, ...]:
    """Those of the methods that the board's indicators have what they need for."""
    others = [each for each in board.indicators if each.normalisation is None]
    return tuple(
        name
        for name in names
        if name != "distance_to_reference" or all(each.reference is not None for each in others)
    )


def name_of(normalisation: Normalisation, known: Mapping[str, Normalisation] = NORMALISATIONS) -> str:
    """How an address names a method; '' for one that the page does not offer."""
    return next((name for name, each in known.items() if each == normalisation), "")


def per_level(aggregation: tuple[Aggregation, ...], levels: int) -> tuple[Aggregation, ...]:
    """The method of each level from the lowest up; a recipe's last one repeats."""
    return tuple(aggregation[min(level, len(aggregation) - 1)] for level in range(levels))


def weights_from(written: str) -> dict[str, float]:
    """Weights by element from an address (`a:2,b:0.5`). Raises ValueError for anything else."""
    pairs = [each.rpartition(":") for each in written.split(",") if each]
    if not all(element for element, _, _ in pairs):
        raise ValueError(written)
    return {unquote(element): float(weight) for element, _, weight in pairs}


def weights_written(weights: Mapping[str, float]) -> str:
    """The same as an address writes it."""
    return ",".join(
        f"{element.replace('%', '%25').replace(',', '%2C')}:{weight_written(weight)}"
        for element, weight in weights.items()
    )


def weight_written(weight: float) -> str:
    """As short as it can be and still be read back as it was."""
    short = f"{weight:g}"
    return short if float(short) == weight else repr(weight)


def are_weights(written: str) -> bool:
    """Whether an address's text holds weights."""
    try:
        weights_from(written)
    except ValueError:
        return False
    return True


def are_aggregations(written: str) -> bool:
    """Whether an address's text names a method for each level."""
    return all(each in AGGREGATIONS for each in written.split(","))
