"""The rows of the yearly evaluation as values: scenarios, evaluators' points, rounds."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

AssessmentState = Literal["draft", "submitted"]
RoundState = Literal["frozen", "published"]


@dataclass(frozen=True)
class Discard:
    """Who put something away, and when."""

    actor: str
    at: datetime


@dataclass(frozen=True)
class Scenario:
    """Choices of weights and methods under a name. Never changed: a later version is another one that `follows` it.

    `id` is short enough for a link. `choices` is whatever makes the result (weights by element, recipe) as JSON.
    `discarded` is None for one that is in use.
    """

    id: str
    year: int
    name: str
    release: int
    choices: dict[str, Any]
    actor: str
    saved_at: datetime
    follows: str = ""
    discarded: Discard | None = None


@dataclass(frozen=True)
class Assessment:
    """What one evaluator gave one zone for one qualitative indicator; `version` counts its changes from 1.

    None points are still open. `saved_at` is when this version was kept.
    """

    year: int
    zone: str
    indicator: str
    evaluator: str
    points: float | None
    reason: str
    state: AssessmentState
    version: int
    saved_at: datetime


@dataclass(frozen=True)
class NewRound:
    """What is kept of a computed evaluation when it is frozen. `outputs_file` is relative to the warehouse.

    `framework` is the evaluation, `weights` the weight of each element, `recipe` the method, `scores` zone → its
    score, rank and grade; all as JSON. `scenario` is the saved one it was made with, '' for the declared one.
    """

    year: int
    number: int
    release: int
    catalogue_sha256: str
    framework: dict[str, Any]
    weights: dict[str, float]
    recipe: dict[str, Any]
    scores: dict[str, Any]
    outputs_file: str
    outputs_sha256: str
    code_version: str
    scenario: str = ""

    @property
    def id(self) -> str:
        """Year and number within it: `2024-1`."""
        return f"{self.year}-{self.number}"


@dataclass(frozen=True)
class RoundStep:
    """A round's change of state: who, when, and what was said with it."""

    round: str
    state: RoundState
    actor: str
    at: datetime
    note: str = ""


@dataclass(frozen=True)
class Round(NewRound):
    """A frozen round with what was done to it, oldest step first; the first step is its freezing."""

    steps: tuple[RoundStep, ...] = field(default=())

    @property
    def state(self) -> RoundState:
        return self.steps[-1].state
