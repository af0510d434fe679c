"""What a frozen round shows, as one JSON text: every input, choice and result, readable without this program."""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from platform import python_version
from typing import Any

import numpy as np
import pandas as pd
import scipy

from kpi import measures, scoring
from kpi.access import Viewer
from kpi.catalogue.evaluations import Evaluation
from kpi.queries import evaluated, evaluation, evaluation_cells, evaluation_changes
from kpi.queries.evaluated import EVALUATIONS_KEPT, Choices, Evaluated, evaluate
from kpi.queries.evaluation import published_grades
from kpi.queries.evaluation_cells import Points
from kpi.queries.moments import Moment
from kpi.queries.scored_tables import Latest, Tree, lacking
from kpi.scoring.notes import Note
from kpi.scoring.recipe import Recipe

TABLES = ("cells", "results", "standing", "published_grades")
NUMBERS = frozenset(
    {
        "value", "used", "target", "achievement", "score", "rank", "group_rank", "share", "contribution",
        "imbalance", "effective_weight", "to_better", "above_worse",
    }
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class RoundOutputs:
    """What was computed, read back. The tables have the columns of `Evaluated.cells`, `Evaluated.results`,
    `Evaluated.standing` and `published_grades`; days are texts.

    `weights` holds the weight of every element among its siblings, `made_with` the versions of what computed it.
    """

    release: int
    evaluation: Evaluation
    choices: Choices
    recipe: Recipe
    weights: dict[str, float]
    points: tuple[Points, ...]
    cells: pd.DataFrame
    results: pd.DataFrame
    standing: pd.DataFrame
    published_grades: pd.DataFrame
    notes: tuple[Note, ...]
    made_with: dict[str, str]

    @cached_property
    def tree(self) -> Tree:
        """The elements of `results`."""
        return Tree.of(self.results)

    @cached_property
    def latest_results(self) -> Latest:
        """`results` of the last period by zone."""
        return Latest.of(self.results)

    @cached_property
    def latest_cells(self) -> Latest:
        """`cells` of the last period by zone."""
        return Latest.of(self.cells)

    @property
    def is_masked(self) -> bool:
        """Whether values are left out of a frozen round that was computed with them; see `round_masking`."""
        told = self.standing
        return bool((told["rank"].notna() & told["score"].isna()).any())

    @cached_property
    def protected(self) -> frozenset[tuple[str, str]]:
        """Zone and element of the last period's scores that are not there because a value is withheld."""
        cells, rows = self.latest_cells.rows, self.latest_results.rows
        leaves = cells.loc[cells["gap"] == "protected", ["zone", "element"]].itertuples(index=False)
        on_the_way = {(zone, each) for zone, leaf in leaves for each in self.tree.above(leaf)}
        gone = rows.loc[rows["score"].isna(), ["zone", "element"]].itertuples(index=False, name=None)
        return frozenset(on_the_way.intersection(gone))

    @cached_property
    def lacking(self) -> dict[str, tuple[str, ...]]:
        """Zones scored without leaves that most others have, with these."""
        return lacking(self.latest_results, self.tree)


def computed(
    viewer: Viewer, moment: Moment, choices: Choices, points: tuple[Points, ...] = ()
) -> RoundOutputs:
    """The evaluation as chosen, as a round would keep it. Raises KpiError as `evaluate` does."""
    return _computed(viewer.sight, moment, evaluate(viewer, moment, choices, points), points)


@lru_cache(maxsize=EVALUATIONS_KEPT)
def _computed(viewer: Viewer, moment: Moment, found: Evaluated, points: tuple[Points, ...]) -> RoundOutputs:
    """Kept with what it is made of, because the page of every zone looks things up in it."""
    return outputs_of(found, points, moment.number or 0, published_grades(viewer, moment, found.choices.year))


def outputs_of(
    found: Evaluated, points: tuple[Points, ...], release: int, published_grades: pd.DataFrame
) -> RoundOutputs:
    """A computed evaluation as a round keeps it."""
    elements = found.source.board.elements
    return RoundOutputs(
        release=release,
        evaluation=found.source.evaluation,
        choices=found.choices,
        recipe=found.recipe,
        weights={each.id: float(found.choices.weights.get(each.id, each.weight)) for each in elements},
        points=points,
        cells=found.cells,
        results=found.results,
        standing=found.standing,
        published_grades=published_grades,
        notes=found.notes,
        made_with={
            "code": code_version(),
            "python": python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "pandas": pd.__version__,
        },
    )


def to_json(outputs: RoundOutputs) -> bytes:
    """The same bytes for the same outputs; numbers are written so that they read back exactly."""
    content = {
        "release": outputs.release,
        "evaluation": outputs.evaluation.model_dump(mode="json"),
        "choices": outputs.choices.model_dump(mode="json"),
        "recipe": outputs.recipe.model_dump(mode="json"),
        "weights": outputs.weights,
        "points": [each._asdict() for each in outputs.points],
        "notes": [asdict(each) for each in outputs.notes],
        "made_with": outputs.made_with,
        **{name: _columns(getattr(outputs, name)) for name in TABLES},
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, allow_nan=False).encode()


def from_json(content: bytes) -> RoundOutputs:
    """The outputs of a text that `to_json` wrote."""
    raw = json.loads(content)
    return RoundOutputs(
        release=raw["release"],
        evaluation=Evaluation.model_validate(raw["evaluation"]),
        choices=Choices.model_validate(raw["choices"]),
        recipe=Recipe.model_validate(raw["recipe"]),
        weights=raw["weights"],
        points=tuple(Points(**each) for each in raw["points"]),
        notes=tuple(Note(**{**each, "units": tuple(each["units"])}) for each in raw["notes"]),
        made_with=raw["made_with"],
        **{name: _table(raw[name]) for name in TABLES},
    )


@cache
def code_version() -> str:
    """A hash of the code that makes scores of values: another code, perhaps another result."""
    modules = [evaluated, evaluation, evaluation_cells, evaluation_changes]
    sources = [
        *(Path(module.__file__) for module in modules),
        *sorted(Path(scoring.__file__).parent.glob("*.py")),
        *sorted(Path(measures.__file__).parent.glob("*.py")),
    ]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()[:16]


def _columns(frame: pd.DataFrame) -> list[list[Any]]:
    """Name and values of each column, in their order; None for what is missing."""
    return [[name, [_plain(value) for value in frame[name].tolist()]] for name in frame.columns]


def _table(columns: list[list[Any]]) -> pd.DataFrame:
    """The table of `_columns`; what is missing is NaN among numbers and None elsewhere."""
    return pd.DataFrame({name: pd.Series(values, dtype=_kind(name, values)) for name, values in columns})


def _kind(name: str, values: list[Any]) -> type | None:
    if name in NUMBERS:
        return float
    return object if None in values else None


def _plain(value: Any) -> Any:
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return None
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else value
