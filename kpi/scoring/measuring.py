"""One indicator by the method chosen for it, among the units or against its own yardstick."""

from dataclasses import replace

import numpy as np

from kpi.scoring import normalising
from kpi.scoring.board import Element
from kpi.scoring.normalising import Scaled, nothing
from kpi.scoring.recipe import Normalisation

# Method → what is missing where it has nothing to measure against.
YARDSTICKS = {
    "achievement": "no_targets",
    "distance_to_target": "no_target",
    "distance_to_reference": "no_reference",
    "goalposts": "no_goalposts",
}
DISTANCES = ("distance_to_maximum", "distance_to_reference", "distance_to_target")


def transformable(element: Element, choice: Normalisation) -> bool:
    """Whether a logarithm leaves the comparison standing: not where a yardstick has the unit of the values."""
    if choice.method == "distance_to_reference":
        return isinstance(element.reference, str)
    return choice.method not in YARDSTICKS


def scaled(
    values: np.ndarray,
    element: Element,
    choice: Normalisation,
    targets: np.ndarray | None,
    reference: np.ndarray | float | None,
) -> Scaled:
    """One indicator's values on the common scale, direction applied; a missing yardstick leaves all missing.

    `targets` are the units' own, `reference` the value to reach, for all or for each of the values.
    """
    if np.isnan(values).all():
        return nothing(values, "all_missing")
    if choice.method in YARDSTICKS:
        found = _against_yardstick(values, element, choice, targets, reference)
    else:
        found = _among_units(values * element.direction, choice)
    return replace(found, values=found.values * choice.full) if choice.method in DISTANCES else found


def _among_units(values: np.ndarray, choice: Normalisation) -> Scaled:
    match choice.method:
        case "min_max":
            return normalising.min_max(values, choice.low, choice.high)
        case "z_score":
            return normalising.z_score(values, choice.mean, choice.deviation)
        case _:
            return getattr(normalising, choice.method)(values)


def _against_yardstick(
    values: np.ndarray,
    element: Element,
    choice: Normalisation,
    targets: np.ndarray | None,
    reference: np.ndarray | float | None,
) -> Scaled:
    sign = element.direction
    match choice.method:
        case "goalposts" if element.goalposts:
            return normalising.goalposts(values, *element.goalposts, choice.high)
        case "achievement" if targets is not None:
            return normalising.achievement(values, targets, sign, choice.capped)
        case "distance_to_target" if element.target is not None:
            return normalising.distance_to_target(values * sign, element.target * sign, choice.capped)
        case "distance_to_reference" if reference is not None:
            return normalising.distance_to_reference(values * sign, reference * sign, choice.capped)
        case _:
            return nothing(values, YARDSTICKS[choice.method])
