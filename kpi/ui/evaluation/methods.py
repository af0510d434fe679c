"""The methods that the page offers, and how an address names them."""

from collections.abc import Mapping
from typing import get_args
from urllib.parse import unquote

from kpi.catalogue.evaluations import Evaluation, Yardstick
from kpi.queries.methods_offered import NORMALISATIONS
from kpi.scoring.recipe import Aggregation, Normalisation

AGGREGATIONS: tuple[Aggregation, ...] = get_args(Aggregation)
# Tables that somebody brings may hold targets.
AGAINST_TARGETS: Mapping[str, Normalisation] = {
    "achievement": Normalisation(method="achievement", capped=True),
    "distance_to_target": Normalisation(method="distance_to_target"),
}
IMPUTATIONS = ("none", "mean", "median", "panel_latest")
OUTLIERS = ("none", "winsorise", "log", "box_cox")
YARDSTICKS: tuple[Yardstick, ...] = ("target", "peers")


def imputations(evaluation: Evaluation) -> tuple[str, ...]:
    """How gaps may be filled. A line between two values never reaches the evaluated year, which is the last."""
    return IMPUTATIONS if evaluation.group == "none" else (*IMPUTATIONS, "group_mean")


def name_of(normalisation: Normalisation, known: Mapping[str, Normalisation] = NORMALISATIONS) -> str:
    """How an address names a method; '' for one that the page does not offer."""
    return next((name for name, each in known.items() if each == normalisation), "")


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
