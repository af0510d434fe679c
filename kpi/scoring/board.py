"""What is scored: a hierarchy of elements, the units it is about, and their values over periods."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from kpi.scoring.board_rules import refuse_faulty
from kpi.scoring.recipe import Normalisation


@dataclass(frozen=True)
class Element:
    """A node of the hierarchy. Indicators have level 1 and no children; the one root has no parent.

    `weight` counts among the siblings of the same parent. What follows it is for indicators: goalposts (worst,
    best), target and reference value stand in the unit of the values after denomination; a reference may be a unit
    of the board instead. `normalisation` and `aggregation` (of the children) go before the recipe's. What is not
    `estimable`, as points that people give, is neither estimated where it is missing nor treated as an outlier.
    """

    id: str
    parent: str | None
    level: int
    direction: int = 1
    weight: float = 1.0
    goalposts: tuple[float, float] | None = None
    target: float | None = None
    reference: str | float | None = None
    denominator: str | None = None
    normalisation: Normalisation | None = None
    aggregation: str | None = None
    estimable: bool = True


@dataclass(frozen=True, eq=False)
class Board:
    """A hierarchy with its values: (periods, units, indicators), NaN = missing, indicators in the elements' order.

    `groups` holds one group a unit ('' = none), `targets` each unit's own target in the shape of `values`,
    `denominators` arrays (periods, units). Raises ScoringRefused with every fault of structure and shape. The arrays
    are copied and cannot be written.
    """

    elements: tuple[Element, ...]
    units: tuple[str, ...]
    groups: tuple[str, ...]
    periods: tuple[str, ...]
    values: np.ndarray
    targets: np.ndarray | None = None
    denominators: Mapping[str, np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", _kept(self.values))
        if self.targets is not None:
            object.__setattr__(self, "targets", _kept(self.targets))
        own = {name: _kept(values) for name, values in self.denominators.items()}
        object.__setattr__(self, "denominators", own)
        refuse_faulty(self)

    @cached_property
    def indicators(self) -> tuple[Element, ...]:
        """The elements of level 1, in the order of the last axis of `values`."""
        return tuple(each for each in self.elements if each.level == 1)

    @cached_property
    def root(self) -> Element:
        """The one element without a parent."""
        return next(each for each in self.elements if each.parent is None)

    @cached_property
    def children(self) -> Mapping[str, tuple[Element, ...]]:
        """Id of every element above level 1 → its children in their order."""
        found: dict[str, list[Element]] = {each.id: [] for each in self.elements if each.level > 1}
        for each in self.elements:
            if each.parent is not None:
                found[each.parent].append(each)
        return {parent: tuple(members) for parent, members in found.items()}

    @cached_property
    def unit_numbers(self) -> Mapping[str, int]:
        """Unit → its place on the second axis."""
        return {unit: number for number, unit in enumerate(self.units)}


def _kept(values: np.ndarray) -> np.ndarray:
    """A copy that nobody can write."""
    copy = np.array(values, np.float64)
    copy.setflags(write=False)
    return copy
