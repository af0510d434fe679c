"""From quarters to years, from zones to all of them, from flows to running sums, and quotients at every level."""

from dataclasses import replace

import numpy as np

from kpi.catalogue import NATIONAL
from kpi.measures.measure import (
    Flags,
    Kind,
    Measure,
    Numbers,
    must_share_population,
    must_stand_together,
)
from kpi.measures.refusals import (
    BasesMixed,
    CumulativesAddedOverTime,
    PeriodsMixed,
    RatiosSummed,
    ScoresSummed,
    StocksAddedOverTime,
    TypesMixed,
)

RUNNING_REFUSED = {
    "stock": StocksAddedOverTime,
    "cumulative": CumulativesAddedOverTime,
    "ratio": RatiosSummed,
    "score": ScoresSummed,
}


def to_years(measure: Measure) -> Measure:
    """Years from quarters: a flow's quarters add up, a stock's or running sum's last quarter stands, and what has
    sides is recomputed. A year with missing quarters keeps what is known and is not `complete`.
    """
    if measure.sides is not None:
        return recombined(measure, to_years(measure.sides[0]), to_years(measure.sides[1]))
    if not measure.by_quarter:
        raise PeriodsMixed(measure.kind.metric, measure.periods[:1])
    return _summed_years(measure) if measure.kind.basis == "in_period" else _closing_years(measure)


def over_zones(measure: Measure, name: str = NATIONAL) -> Measure:
    """All zones as one: additive kinds are summed over those designated, the others recomputed from their sides."""
    if measure.sides is not None:
        return recombined(measure, over_zones(measure.sides[0], name), over_zones(measure.sides[1], name))
    if measure.kind.type in ("ratio", "score"):
        raise RUNNING_REFUSED[measure.kind.type](measure.kind.metric)
    total = _sum_of_present(measure.values, axis=0)
    whole = np.all(~measure.expected | (measure.present & measure.complete), axis=0) & ~np.isnan(total)
    return replace(
        measure,
        zones=(name,),
        values=total.reshape(1, -1),
        expected=np.any(measure.expected, axis=0, keepdims=True),
        complete=whole.reshape(1, -1),
    )


def running(measure: Measure) -> Measure:
    """The running sum of a flow since each zone's designation. Raises a Refusal for anything but a flow.

    A period without a value has none here either; later ones are summed on and are not `complete`.
    """
    if measure.kind.type in RUNNING_REFUSED:
        raise RUNNING_REFUSED[measure.kind.type](measure.kind.metric)
    if measure.kind.basis != "in_period":
        raise CumulativesAddedOverTime(measure.kind.metric)
    return replace(
        measure,
        kind=replace(measure.kind, basis="cumulative"),
        values=np.where(measure.present, np.nancumsum(measure.values, axis=1), np.nan),
        complete=measure.present & _whole_so_far(measure),
    )


def ratio(
    numerator: Measure,
    denominator: Measure,
    *,
    kind: Kind | None = None,
    multiplier: float = 1,
    cross_population: bool = False,
) -> Measure:
    """Numerator ÷ denominator × multiplier, missing where the denominator is missing or zero.

    A stock at period end serves any basis of the other side. Raises TypesMixed for a ratio of ratios, BasesMixed,
    PeriodsMixed, and PopulationsMixed unless `cross_population` declares it.
    """
    for side in (numerator, denominator):
        if side.kind.type in ("ratio", "score"):
            raise TypesMixed(side.kind.metric, side.kind.type, "stock, flow, cumulative, milestone")
    must_stand_together(numerator, denominator)
    if not cross_population:
        must_share_population(numerator, denominator)
    derived = _ratio_kind(numerator, denominator)
    return recombined(_empty_ratio(kind or derived, multiplier), numerator, denominator)


def with_sides(kind: Kind, numerator: Measure, denominator: Measure) -> Measure:
    """A score from Σ points × respondents and Σ respondents, or a milestone from done and planned."""
    return recombined(_empty_ratio(kind, 1), numerator, denominator)


def recombined(measure: Measure, numerator: Measure, denominator: Measure) -> Measure:
    """The same measure over other sides: a milestone is its count done, the others a quotient."""
    done = measure.kind.type == "milestone"
    values = numerator.values if done else quotient(numerator.values, denominator.values) * measure.multiplier
    return replace(
        measure,
        zones=numerator.zones,
        periods=numerator.periods,
        values=values,
        expected=numerator.expected | denominator.expected,
        complete=numerator.complete & denominator.complete,
        sides=(numerator, denominator),
    )


def quotient(numerator: Numbers, denominator: Numbers) -> Numbers:
    """Numerator ÷ denominator, NaN for a zero or missing denominator."""
    possible = ~np.isnan(denominator) & (denominator != 0)
    out = np.full(np.shape(numerator), np.nan)
    return np.divide(numerator, denominator, out=out, where=possible)


def last_present(values: Numbers) -> np.ndarray:
    """For years × 4 quarters, the number of the last quarter present (0 where there is none)."""
    present = ~np.isnan(values)
    return np.where(present.any(axis=-1), values.shape[-1] - 1 - present[..., ::-1].argmax(axis=-1), 0)


def four_quarters(matrix: np.ndarray) -> np.ndarray:
    """Zones × quarters as zones × years × 4."""
    return matrix.reshape(matrix.shape[0], -1, 4)


def at_quarter(matrix: np.ndarray, quarter: np.ndarray) -> np.ndarray:
    """Of zones × years × 4, the quarter chosen for each year."""
    return np.take_along_axis(matrix, quarter[..., None], axis=-1)[..., 0]


def years_of(labels: tuple[str, ...]) -> tuple[str, ...]:
    """The year labels of whole years of quarters."""
    return tuple(label[:4] for label in labels[::4])


def _summed_years(measure: Measure) -> Measure:
    expected = four_quarters(measure.expected)
    whole = ~expected | (four_quarters(measure.present) & four_quarters(measure.complete))
    total = _sum_of_present(four_quarters(measure.values), axis=-1)
    return _yearly(measure, total, whole.all(axis=-1) & ~np.isnan(total))


def _closing_years(measure: Measure) -> Measure:
    """The last quarter's value; while it is missing the latest one stands in and the year is not complete."""
    values = four_quarters(measure.values)
    closing = at_quarter(values, last_present(values))
    complete = four_quarters(measure.present)[..., 3] & four_quarters(measure.complete)[..., 3]
    return _yearly(measure, closing, complete)


def _yearly(measure: Measure, values: Numbers, complete: Flags) -> Measure:
    expected = four_quarters(measure.expected).any(axis=-1)
    return replace(
        measure, periods=years_of(measure.periods), values=values, expected=expected, complete=complete
    )


def _whole_so_far(measure: Measure) -> Flags:
    """Where nothing expected is missing from the start up to the period."""
    return np.logical_and.accumulate(~measure.expected | (measure.present & measure.complete), axis=1)


def _sum_of_present(values: Numbers, axis: int) -> Numbers:
    present = ~np.isnan(values)
    return np.where(present.any(axis=axis), np.where(present, values, 0).sum(axis=axis), np.nan)


def _ratio_kind(numerator: Measure, denominator: Measure) -> Kind:
    one, other = numerator.kind, denominator.kind
    if one.basis != other.basis and "period_end" not in (one.basis, other.basis):
        raise BasesMixed(one.metric, other.basis, one.basis)
    basis = other.basis if one.basis == "period_end" else one.basis
    return Kind(f"{one.metric}/{other.metric}", "ratio", basis, f"{one.unit}/{other.unit}", one.population)


def _empty_ratio(kind: Kind, multiplier: float) -> Measure:
    nothing = np.empty((0, 0))
    flags = nothing.astype(bool)
    return Measure(kind, (), (), nothing, flags, flags, multiplier=multiplier)
