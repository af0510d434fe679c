"""How far the ranks of an evaluated year hold, as the page on doubt draws it: the same doubts, draws and seed."""

from dataclasses import dataclass
from functools import lru_cache

from kpi.catalogue.evaluations import Measure
from kpi.queries.evaluated import EVALUATIONS_KEPT, Evaluated
from kpi.scoring.doubting import Doubt
from kpi.scoring.notes import ScoringRefused
from kpi.scoring.recipe import Aggregation, Normalisation
from kpi.scoring.uncertainty import Uncertain, uncertainty

SEED = 20240731
SPREAD = 0.25
# So often the choices are drawn; less often where more units than these would be scored in all.
DRAWS, FEWEST_DRAWS, UNITS_SCORED = 10_000, 1_000, 2_500_000
TO_A_HUNDRED = (
    Normalisation(method="min_max"),
    Normalisation(method="min_max", low=1),
    Normalisation(method="z_score", mean=50, deviation=20),
    Normalisation(method="distance_to_reference", full=100, capped=True),
)
AMONG_PEERS = (
    *TO_A_HUNDRED,
    Normalisation(method="percentile_rank"),
    Normalisation(method="borda"),
    Normalisation(method="fraction_of_maximum"),
)


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
    doubt, with_mean = _doubts(found)
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


def _doubts(found: Evaluated) -> tuple[Doubt, Doubt]:
    """Weights, normalisation, a metric left out; and the same with another mean of the highest level."""
    recipe = found.recipe
    others = tuple(each for each in _offered(found) if each.method != recipe.normalisation.method)
    doubt = Doubt(weights="spread", spread=SPREAD, normalisations=others, dropped=True)
    last: Aggregation = "arithmetic" if recipe.aggregation[-1] == "geometric" else "geometric"
    levels = found.source.board.root.level - 1
    given = recipe.aggregation
    below = tuple(given[min(level, len(given) - 1)] for level in range(levels))[:-1]
    return doubt, doubt.model_copy(update={"aggregations": ((*below, last),)})


def _offered(found: Evaluated) -> tuple[Normalisation, ...]:
    """The methods whose results can stand beside whatever else is averaged, and have what they need."""
    evaluation, yardstick = found.source.evaluation, found.choices.yardstick
    leaves = [leaf for branch in evaluation.walk() for leaf in branch.leaves]
    is_alike = all(
        isinstance(leaf, Measure)
        and leaf.normalisation is None
        and (yardstick or leaf.yardstick or evaluation.yardstick) == "peers"
        for leaf in leaves
    )
    own = [each for each in found.source.board.indicators if each.normalisation is None]
    has_reference = all(each.reference is not None for each in own)
    return tuple(
        each
        for each in (AMONG_PEERS if is_alike else TO_A_HUNDRED)
        if has_reference or each.method != "distance_to_reference"
    )
