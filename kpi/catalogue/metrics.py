"""Indicators: what they are counted from, and what they are divided by and planned with."""

from typing import Literal

from pydantic import Field, model_validator

from kpi.declared import Basis, Model, Names

BASES: tuple[Basis, ...] = ("in_period", "cumulative", "period_end")
MetricType = Literal["stock", "flow", "cumulative", "ratio", "score", "milestone"]
BASES_OF_TYPE: dict[str, tuple[Basis, ...]] = {
    "stock": ("period_end",),
    "flow": ("in_period", "cumulative"),
    "cumulative": ("cumulative",),
    "score": ("in_period",),
    "milestone": ("cumulative",),
}


class Counted(Model):
    """How a metric's additive parts come from a dataset.

    `stages` asks for the programmes' first or last ones; loading writes them into `where`.
    """

    dataset: str
    aggregate: Literal["count", "sum", "stays", "weighted_mean", "milestones"]
    column: str | None = None
    weight: str | None = None
    where: dict[str, tuple[str, ...]] = {}
    stages: Literal["first", "last"] | None = None


class Ratio(Model):
    """Numerator ÷ denominator × multiplier, recomputed at every level."""

    numerator: str
    denominator: str
    multiplier: float = 1
    cross_population: bool = False


class Metric(Model):
    """One indicator. Exactly one of `counted` and `ratio` says where its values come from."""

    id: str
    name: Names
    short: Names
    meaning: Names
    formula: Names
    type: MetricType
    unit: str
    direction: Literal[1, -1] = 1
    population: str
    area: str
    headline: int | None = None
    decimals: int = 0
    counted: Counted | None = None
    ratio: Ratio | None = None
    breakdowns: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    disclosure: Literal["open", "firm_money", "firm_count"] = "open"
    plan_profile: str = "linear"
    jump_threshold: float | None = None

    @model_validator(mode="after")
    def _one_source(self) -> "Metric":
        if (self.counted is None) == (self.ratio is None):
            raise ValueError("needs exactly one of `counted` and `ratio`")
        if (self.type == "ratio") != (self.ratio is not None):
            raise ValueError("`ratio` belongs to type ratio, and to no other")
        return self


class PlanProfile(Model):
    """Cumulative share of a yearly target due at the end of each quarter."""

    id: str
    name: Names
    cumulative_shares: tuple[float, float, float, float]


class Denominator(Model):
    """What values are divided by when zones are compared: metrics added up, or something known of the zone itself.

    `name` says one unit of it ("per km²"), which is `scale` of what is stored.
    """

    id: str
    name: Names
    metrics: tuple[str, ...] = ()
    of_zone: Literal["area_km2", "years_designated"] | None = None
    scale: float = Field(default=1, gt=0)

    @model_validator(mode="after")
    def _one_source(self) -> "Denominator":
        if bool(self.metrics) == (self.of_zone is not None):
            raise ValueError("needs exactly one of `metrics` and `of_zone`")
        return self
