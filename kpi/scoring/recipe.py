"""How a board is scored: frozen values that hash, compare and travel as JSON."""

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kpi.errors import Fault, Place
from kpi.scoring.notes import ScoringRefused

Method = Literal[
    "min_max",
    "z_score",
    "rank",
    "percentile_rank",
    "borda",
    "distance_to_maximum",
    "distance_to_reference",
    "distance_to_target",
    "achievement",
    "fraction_of_maximum",
    "goalposts",
]
Aggregation = Literal["arithmetic", "geometric", "harmonic", "copeland"]
Imputation = Literal["", "mean", "group_mean", "median", "panel_latest", "panel_linear"]
Outliers = Literal["", "winsorise", "log", "box_cox"]
Share = Annotated[float, Field(ge=0, le=1)]


class Value(BaseModel):
    """Frozen, and nothing undeclared in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Normalisation(Value):
    """How one indicator is brought to the common scale.

    `low` and `high` bound min-max; `high` is also what the best goalpost is worth. `mean` and `deviation` belong to
    the z-score. `full` is what whoever reaches the maximum, reference or target gets of a distance. `capped` ends the
    distances there, and achievement at 100. `over` says whose values are compared: the units of one period, or of all
    periods.
    """

    method: Method = "min_max"
    low: float = 0.0
    high: float = 100.0
    mean: float = 0.0
    deviation: Annotated[float, Field(gt=0)] = 1.0
    full: Annotated[float, Field(gt=0)] = 1.0
    capped: bool = False
    over: Literal["period", "all"] = "period"

    @model_validator(mode="after")
    def _bounds_in_order(self) -> "Normalisation":
        if self.low >= self.high:
            raise ScoringRefused(
                Fault("scoring_errors.bounds_reversed", value=f"{self.low:g} … {self.high:g}")
            )
        return self


class Grades(Value):
    """Names of grades, best first, given by `shares` of the units (one a grade, 1 in all) or by falling `cuts`.

    A cut is the lowest score of its grade, so there is one fewer than names.
    """

    names: tuple[str, ...]
    shares: tuple[Share, ...] = ()
    cuts: tuple[float, ...] = ()

    @model_validator(mode="after")
    def _one_rule_that_fits(self) -> "Grades":
        faults = [_fault(code, self.names) for code in self._faults()]
        if faults:
            raise ScoringRefused(*faults)
        return self

    def _faults(self) -> list[str]:
        found = []
        if len(set(self.names)) != len(self.names) or not self.names:
            found.append("grades_named_twice")
        if bool(self.shares) == bool(self.cuts):
            found.append("grades_need_one_rule")
        if self.shares and (len(self.shares) != len(self.names) or abs(sum(self.shares) - 1) > 1e-9):
            found.append("grade_shares_do_not_fit")
        falling = all(upper > lower for upper, lower in pairwise(self.cuts))
        if self.cuts and (len(self.cuts) != len(self.names) - 1 or not falling):
            found.append("grade_cuts_do_not_fit")
        return found


class Recipe(Value):
    """Every choice between raw values and grades, in the order in which they are made.

    `availability`: a unit is left out of a period in which it has a smaller share of its indicators (0 keeps all).
    `outlier_points`: how many points of one indicator winsorising may change. `aggregation`: from the lowest level
    up, the last one repeats. `group_availability`: an element is missing where a smaller share of its children is
    valid.
    """

    availability: Share = 0.0
    imputation: Imputation = ""
    outliers: Outliers = ""
    outlier_points: Annotated[int, Field(ge=1)] = 5
    normalisation: Normalisation = Normalisation()
    aggregation: Annotated[tuple[Aggregation, ...], Field(min_length=1)] = ("arithmetic",)
    group_availability: Share = 2 / 3
    grades: Grades | None = None


def _fault(code: str, names: tuple[str, ...]) -> Fault:
    return Fault(f"scoring_errors.{code}", Place(), ", ".join(names))
