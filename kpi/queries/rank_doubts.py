"""How far the ranks of an evaluated year hold, as the page on doubt draws it: the same doubts, draws and seed."""

from dataclasses import dataclass
from functools import lru_cache

from kpi.queries.evaluated import EVALUATIONS_KEPT, Evaluated
from kpi.queries.methods_offered import NORMALISATIONS, offered, per_level
from kpi.scoring.doubting import Doubt
from kpi.scoring.notes import ScoringRefused
from kpi.scoring.recipe import Aggregation
from kpi.scoring.uncertainty import Uncertain, uncertainty

SEED = 20240731
SPREAD = 0.25
# So often the choices are drawn; less often where more units than these would be scored in all.
DRAWS, FEWEST_DRAWS, UNITS_SCORED = 10_000, 1_000, 2_500_000


@dataclass(frozen=True, eq=False)
class RankDoubts:
    """Ranks over the draws, and the choices that were drawn (`evaluation.doubt.factor` has their words)."""

    ranks: Uncertain
    factors: tuple[str, ...]


@lru_cache(maxsize=EVALUATIONS_KEPT)
def rank_doubts(found: Evaluated) -> RankDoubts:
    """Ranks over draws of weights within a quarter, of the methods that fit, and with one metric left out.

    Without the geometric mean where a draw has a value that it does not allow. Raises KpiError as scoring does.
    """
    doubt, with_mean = doubts(found, Doubt(weights="spread", spread=SPREAD))
    try:
        return RankDoubts(_drawn(found, with_mean), ("weights", "normalisation", "aggregation", "dropped"))
    except ScoringRefused:
        return RankDoubts(_drawn(found, doubt), ("weights", "normalisation", "dropped"))


def _drawn(found: Evaluated, doubt: Doubt) -> Uncertain:
    board = found.source.board
    return uncertainty(board, found.recipe, doubt, draws_of(len(board.units)), SEED, board.periods[-1])


def draws_of(units: int) -> int:
    """How often the choices are drawn for so many units, in hundreds: never less than is enough to report."""
    return max(FEWEST_DRAWS, min(DRAWS, UNITS_SCORED // units // 100 * 100))


def doubts(found: Evaluated, weights: Doubt) -> tuple[Doubt, Doubt]:
    """Weights, normalisation, a metric left out; and the same with another mean of the highest level."""
    recipe = found.recipe
    methods = (NORMALISATIONS[each] for each in offered(found))
    others = tuple(each for each in methods if each.method != recipe.normalisation.method)
    doubt = weights.model_copy(update={"normalisations": others, "dropped": True})
    last: Aggregation = "arithmetic" if recipe.aggregation[-1] == "geometric" else "geometric"
    return doubt, doubt.model_copy(update={"aggregations": ((*below(found), last),)})


def below(found: Evaluated) -> tuple[Aggregation, ...]:
    """The means of all levels but the highest."""
    return per_level(found.recipe.aggregation, found.source.board.root.level - 1)[:-1]
