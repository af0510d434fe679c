"""The yearly evaluation as data: a tree of any depth, its leaves metrics with a yardstick or evaluators' points."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from pydantic import AliasChoices, Field, model_validator

from kpi.declared import Basis, Model, Names
from kpi.scoring.recipe import Aggregation, Normalisation, Recipe

Yardstick = Literal["target", "peers", "goalposts"]
RoleName = Literal["viewer", "manager", "analyst", "evaluator", "approver", "administrator"]
# The root above all branches, which is not written down.
ROOT = "total"
# Peers are compared by the recipe's method.
BY_YARDSTICK: dict[Yardstick, Normalisation | None] = {
    "target": Normalisation(method="achievement", capped=True),
    "goalposts": Normalisation(method="goalposts"),
    "peers": None,
}
Id = Field(pattern=r"^[^.\s]+$")


class Measure(Model):
    """A leaf that is read from the data. In YAML a metric's id alone will do.

    `yardstick` goes before the evaluation's: the zone's own target (or one `target` for all), its peers, or fixed
    `goalposts` (worst, best). `reference`, a zone or a value, is what the distance to a reference runs to. `basis` is
    the metric's main one unless given, `direction` can only repeat the metric's; `denominator` is a metric of the same
    population that the value is divided by.
    """

    metric: str
    weight: float | None = None
    basis: Basis | None = None
    direction: Literal[1, -1] | None = None
    yardstick: Yardstick | None = None
    target: float | None = None
    goalposts: tuple[float, float] | None = None
    reference: str | float | None = None
    denominator: str | None = None
    normalisation: Normalisation | None = None

    @model_validator(mode="before")
    @classmethod
    def _metric_alone(cls, raw: Any) -> Any:
        return {"metric": raw} if isinstance(raw, str) else raw


class Judged(Model):
    """A leaf that evaluators give points for, from `lowest` to `highest`."""

    id: str = Id
    name: Names
    meaning: Names
    weight: float | None = None
    lowest: float = 0.0
    highest: float = 100.0


class EvaluationElement(Model):
    """A branch of the tree (an area, an indicator): further branches, or leaves; without weights all count alike."""

    id: str = Id
    name: Names
    weight: float | None = None
    aggregation: Aggregation | None = None
    elements: tuple["EvaluationElement", ...] = Field(
        (), validation_alias=AliasChoices("elements", "indicators")
    )
    metrics: tuple[Measure, ...] = ()
    judged: tuple[Judged, ...] = ()

    def leaf_id(self, leaf: Measure | Judged) -> str:
        """The id of a leaf below this branch, unlike any other's: `common_programme.startups`."""
        return f"{self.id}.{leaf.metric if isinstance(leaf, Measure) else leaf.id}"

    @property
    def leaves(self) -> tuple[Measure | Judged, ...]:
        return (*self.metrics, *self.judged)

    def walk(self) -> Iterator["EvaluationElement"]:
        """This branch and all below it, from the top."""
        yield self
        for element in self.elements:
            yield from element.walk()


class Evaluation(Model):
    """One evaluation year; `tree`, `weights`, `method` and `grade_rule` say how far each is published.

    `yardstick` holds for metrics that declare none, `recipe` for whatever is compared with peers and for every
    level; distances to a reference run to the zone `reference`. Whoever stands within `boundary_points` of another
    grade is a boundary case. `group`: what zones are ranked within. `scorers` may give points.
    """

    year: int
    tree: Literal["published", "assumed", "unknown"]
    weights: Literal["not_public", "entered"] = "not_public"
    method: Literal["published", "assumed"] = "assumed"
    grade_rule: Literal["published", "assumed"] = "assumed"
    note: Names
    released_on: date
    grades: tuple[str, ...]
    yardstick: Yardstick = "peers"
    reference: str | None = None
    recipe: Recipe = Recipe()
    boundary_points: float = Field(1.0, ge=0)
    group: Literal["wave", "none"] = "wave"
    scorers: tuple[RoleName, ...] = ("evaluator", "administrator")
    elements: tuple[EvaluationElement, ...] = Field((), validation_alias=AliasChoices("elements", "areas"))

    def walk(self) -> Iterator[EvaluationElement]:
        """Every branch from the top, in the order of the file."""
        for element in self.elements:
            yield from element.walk()

    def reference_of(self, measure: Measure) -> str | float | None:
        """What a metric's distance to a reference runs to; None where nothing is declared."""
        return self.reference if measure.reference is None else measure.reference

    @property
    def judged(self) -> dict[str, Judged]:
        """What evaluators give points for, by the leaf's id."""
        return {branch.leaf_id(leaf): leaf for branch in self.walk() for leaf in branch.judged}
