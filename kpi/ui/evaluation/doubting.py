"""What the section on doubt computes: draws, indices, removals and correlations, all from one stated seed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kpi.queries.evaluated import Choices, Evaluated
from kpi.queries.methods_offered import NORMALISATIONS, offered
from kpi.queries.rank_doubts import SEED, SPREAD, below, doubts, draws_of
from kpi.scoring.correlating import Flag, correlations, flags
from kpi.scoring.doubting import Doubt
from kpi.scoring.notes import ScoringRefused
from kpi.scoring.removing import Removal, removal
from kpi.scoring.sensitivity import Sensitivity, sensitivity
from kpi.scoring.uncertainty import Uncertain, uncertainty
from kpi.ui.evaluation.methods import AGGREGATIONS, YARDSTICKS

# The indices take a part of the draws for each factor.
BASE_SHARE, FEWEST_BASE_DRAWS = 5, 500
# Shares of the ranks of thousands of units weigh tens of megabytes.
DOUBTS_KEPT = 4
SPREADS: Mapping[str, Doubt] = {
    "quarter": Doubt(weights="spread", spread=SPREAD),
    "half": Doubt(weights="spread", spread=0.5),
    "any": Doubt(weights="simplex"),
}


@dataclass(frozen=True, eq=False)
class Doubtful:
    """`factors` are the choices that were drawn, `left_out` those that the values do not allow."""

    factors: tuple[str, ...]
    left_out: tuple[str, ...]
    ranks: Uncertain
    sobol: Sensitivity
    removed: Removal
    flags: tuple[Flag, ...]


@lru_cache(maxsize=DOUBTS_KEPT)
def doubtful(found: Evaluated, spread: str) -> Doubtful:
    """All of it for the evaluated year; without the geometric mean where some draw has a value that it does not allow.

    Kept, because it is the same for every zone that is looked at. Raises KpiError as scoring does.
    """
    doubt, with_mean = doubts(found, SPREADS[spread])
    try:
        return _computed(found, with_mean)
    except ScoringRefused:
        return _computed(found, doubt, left_out=("aggregation",))


def _computed(found: Evaluated, doubt: Doubt, left_out: tuple[str, ...] = ()) -> Doubtful:
    board, recipe, period = found.source.board, found.recipe, found.source.board.periods[-1]
    draws = draws_of(len(board.units))
    # First what tries the most mixtures of methods, because it may refuse.
    ranks = uncertainty(board, recipe, doubt, draws, SEED, period)
    sobol = sensitivity(board, recipe, doubt, max(FEWEST_BASE_DRAWS, draws // BASE_SHARE), SEED, period)
    return Doubtful(
        factors=sobol.factors,
        left_out=left_out,
        ranks=ranks,
        sobol=sobol,
        removed=removal(board, recipe, period),
        flags=flags(board, correlations(found.scored.scores[-1])),
    )


def alternatives(found: Evaluated) -> list[tuple[tuple[str, ...], Choices]]:
    """Each assumption changed alone: the words for it (below `evaluation.method`), and the choices."""
    choices, recipe, evaluation = found.choices, found.recipe, found.source.evaluation
    own = evaluation.yardstick if choices.yardstick is None else choices.yardstick
    listed = [
        ((f"yardstick.{each}",), choices.model_copy(update={"yardstick": each}))
        for each in YARDSTICKS
        if each != own
    ]
    for name in offered(found):
        if NORMALISATIONS[name].method != recipe.normalisation.method:
            changed = recipe.model_copy(update={"normalisation": NORMALISATIONS[name]})
            listed.append(((f"normalisation.{name}",), choices.model_copy(update={"recipe": changed})))
    for each in AGGREGATIONS:
        # Means of shares and logarithms need scores above 0.
        changed = recipe.model_copy(
            update={"normalisation": NORMALISATIONS["min_max_1"], "aggregation": (*below(found), each)}
        )
        if each != recipe.aggregation[-1]:
            label = (f"aggregation.{each}", "normalisation.min_max_1")
            listed.append((label, choices.model_copy(update={"recipe": changed})))
    return listed
