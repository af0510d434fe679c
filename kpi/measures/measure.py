"""A measure: one metric on one basis over zones and periods, which knows what may be done with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi import periods as calendar
from kpi.catalogue import Basis, MetricType
from kpi.measures.refusals import (
    BasesMixed,
    CumulativesAddedOverTime,
    PeriodsMixed,
    PopulationsMixed,
    RatiosAveraged,
    RatiosSummed,
    ScoresAveragedUnweighted,
    ScoresSummed,
    StocksAddedOverTime,
    TypesMixed,
    UnitsMixed,
)

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

SUM_REFUSED = {"ratio": RatiosSummed, "score": ScoresSummed}
MEAN_REFUSED = {"ratio": RatiosAveraged, "score": ScoresAveragedUnweighted}


@dataclass(frozen=True)
class Kind:
    """What a number is. Two numbers are added only if all of it agrees."""

    metric: str
    type: MetricType
    basis: Basis
    unit: str
    population: str


@dataclass(frozen=True)
class Measure:
    """Values of one kind, zones × periods; NaN = missing.

    `periods` are whole years of quarters, or years. `expected` is False before a zone's designation: nothing is
    missing there. `complete` is False where something that a value rests on is missing. A ratio, a score (points,
    respondents) and a milestone (done, planned) keep their two `sides`, from which every level is recomputed.
    """

    kind: Kind
    zones: tuple[str, ...]
    periods: tuple[str, ...]
    values: Numbers
    expected: Flags
    complete: Flags
    sides: "tuple[Measure, Measure] | None" = None
    multiplier: float = 1

    @classmethod
    def of(
        cls, kind: Kind, frame: pd.DataFrame, first_quarters: Mapping[str, str] | None = None
    ) -> "Measure":
        """A measure from a frame of zones (rows) by quarters or years (columns); missing quarters are filled in.

        `first_quarters` gives each zone's quarter of designation; zones without one always existed.
        """
        labels = whole_years([str(label) for label in frame.columns])
        zones = tuple(str(zone) for zone in frame.index)
        values = frame.reindex(columns=list(labels)).to_numpy(dtype=np.float64)
        return base(kind, zones, labels, values, expected_from(zones, labels, first_quarters or {}))

    @property
    def present(self) -> Flags:
        """Where there is a value."""
        return ~np.isnan(self.values)

    @property
    def by_quarter(self) -> bool:
        """Whether the periods are quarters."""
        return bool(self.periods) and calendar.is_quarter(self.periods[0])

    @property
    def frame(self) -> pd.DataFrame:
        """The values as a frame of zones by periods."""
        return pd.DataFrame(self.values, index=list(self.zones), columns=list(self.periods))

    def __add__(self, other: "Measure") -> "Measure":
        """Value by value (say, two programmes). Raises a Refusal unless both are of one kind."""
        self._refuse_sum()
        must_agree(self, other)
        total = self._with(self.values + other.values, self.complete & other.complete)
        if self.sides is None or other.sides is None:
            return total
        return replace(total, sides=(self.sides[0] + other.sides[0], self.sides[1] + other.sides[1]))

    def __sub__(self, other: "Measure") -> "Measure":
        """Value by value. Raises a Refusal unless both are of one kind; ratios may be compared, in points."""
        must_agree(self, other)
        return replace(self._with(self.values - other.values, self.complete & other.complete), sides=None)

    def sum_over_periods(self) -> Numbers:
        """One sum a zone, NaN where any expected period is missing. Only a flow has one: raises a Refusal."""
        self._refuse_sum()
        if self.kind.type == "stock":
            raise StocksAddedOverTime(self.kind.metric)
        if self.kind.basis != "in_period":
            raise CumulativesAddedOverTime(self.kind.metric)
        whole = (~self.expected | (self.present & self.complete)).all(axis=1)
        return np.where(whole, np.nansum(self.values, axis=1), np.nan)

    def mean_over_periods(self) -> Numbers:
        """One mean a zone over the periods present. Raises a Refusal for ratios and scores."""
        self._refuse_mean()
        return mean_of_present(self.values, 1)

    def mean_over_zones(self) -> Numbers:
        """One mean a period over the zones present. Raises a Refusal for ratios and scores."""
        self._refuse_mean()
        return mean_of_present(self.values, 0)

    def _refuse_sum(self) -> None:
        if self.kind.type in SUM_REFUSED:
            raise SUM_REFUSED[self.kind.type](self.kind.metric)

    def _refuse_mean(self) -> None:
        if self.kind.type in MEAN_REFUSED:
            raise MEAN_REFUSED[self.kind.type](self.kind.metric)

    def _with(self, values: Numbers, complete: Flags) -> "Measure":
        return replace(self, values=values, complete=complete)


def base(
    kind: Kind, zones: tuple[str, ...], labels: tuple[str, ...], values: Numbers, expected: Flags
) -> Measure:
    """A measure of given values; what lies before a zone's designation is left out."""
    kept = np.where(expected, values, np.nan)
    return Measure(kind, zones, labels, kept, expected, ~np.isnan(kept))


def must_agree(one: Measure, other: Measure) -> None:
    """Raises the Refusal that names what differs between the kinds and places of two measures."""
    must_stand_together(one, other)
    for field, refusal in (("type", TypesMixed), ("basis", BasesMixed), ("unit", UnitsMixed)):
        mine, theirs = getattr(one.kind, field), getattr(other.kind, field)
        if mine != theirs:
            raise refusal(one.kind.metric, theirs, mine)
    must_share_population(one, other)


def must_share_population(one: Measure, other: Measure) -> None:
    """Raises PopulationsMixed unless both speak of the same population."""
    if one.kind.population != other.kind.population:
        raise PopulationsMixed(one.kind.metric, other.kind.population, one.kind.population)


def must_stand_together(one: Measure, other: Measure) -> None:
    """Raises PeriodsMixed unless both lie over the same zones and periods."""
    if one.zones != other.zones or one.periods != other.periods:
        raise PeriodsMixed(one.kind.metric, other.kind.metric)


def whole_years(labels: Sequence[str]) -> tuple[str, ...]:
    """All quarters of the years touched, or all years from first to last. Raises PeriodsMixed for a mix."""
    if not labels:
        return ()
    first, last = calendar.year_of(min(labels)), calendar.year_of(max(labels))
    if all(calendar.is_quarter(label) for label in labels):
        return tuple(calendar.quarters(f"{first}Q1", f"{last}Q4"))
    if not all(calendar.is_year(label) for label in labels):
        raise PeriodsMixed(value=", ".join(labels))
    return tuple(str(year) for year in range(first, last + 1))


def expected_from(
    zones: tuple[str, ...], labels: tuple[str, ...], first_quarters: Mapping[str, str]
) -> Flags:
    """Where a zone is designated by the end of the period; a year counts from the year of designation."""
    firsts = np.array([first_quarters.get(zone, "0000Q1") for zone in zones])
    if labels and calendar.is_year(labels[0]):
        firsts = firsts.astype("U4")
    return np.array(labels)[None, :] >= firsts[:, None]


def mean_of_present(values: Numbers, axis: int) -> Numbers:
    """The mean of what is there; NaN where nothing is."""
    present = ~np.isnan(values)
    count = present.sum(axis=axis)
    total = np.where(present, values, 0).sum(axis=axis)
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)


def stack_periods(first: Measure, second: Measure) -> Measure:
    """The periods of one after those of the other, same zones: used to lay quarters and years side by side."""
    return replace(
        first,
        periods=first.periods + second.periods,
        values=np.hstack([first.values, second.values]),
        expected=np.hstack([first.expected, second.expected]),
        complete=np.hstack([first.complete, second.complete]),
        sides=_paired(stack_periods, first, second),
    )


def stack_zones(first: Measure, second: Measure) -> Measure:
    """The zones of one below those of the other, same periods."""
    return replace(
        first,
        zones=first.zones + second.zones,
        values=np.vstack([first.values, second.values]),
        expected=np.vstack([first.expected, second.expected]),
        complete=np.vstack([first.complete, second.complete]),
        sides=_paired(stack_zones, first, second),
    )


def _paired(
    stack: Callable[[Measure, Measure], Measure], first: Measure, second: Measure
) -> tuple[Measure, Measure] | None:
    if first.sides is None or second.sides is None:
        return None
    return stack(first.sides[0], second.sides[0]), stack(first.sides[1], second.sides[1])
