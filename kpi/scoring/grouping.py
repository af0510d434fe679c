"""Performance groups: how a score stands to the average of all units, or to one unit."""

import numpy as np

from kpi.errors import Fault
from kpi.scoring.notes import ScoringRefused

Numbers = np.ndarray

# In percent of what is compared with, as the European Innovation Scoreboard draws them.
LEADING, STRONG, MODERATE = 125.0, 100.0, 70.0
UNGROUPED = -1


def relative(scores: Numbers, unit: int | None = None) -> Numbers:
    """Scores (…, units) in percent of one unit's, or of the mean of all that have one.

    Missing where the score is or the unit has none. Raises ScoringRefused when what is compared with is ≤ 0.
    """
    reference = _mean(scores) if unit is None else scores[..., [unit]]
    if (reference <= 0).any():
        raise ScoringRefused(Fault("scoring_errors.compared_with_nothing", value=float(np.nanmin(reference))))
    return 100.0 * scores / reference


def performance_groups(percent: Numbers) -> Numbers:
    """The group of each unit: 0 above 125 %, 1 from 100 to 125 %, 2 from 70 to below 100 %, 3 below 70 %, −1 missing.

    Who stands exactly on 100 or 70 belongs to the group above; exactly 125 is still within 100–125.
    """
    group = 3 - (percent >= MODERATE) * 1 - (percent >= STRONG) * 1 - (percent > LEADING) * 1
    return np.where(np.isnan(percent), UNGROUPED, group)


def _mean(scores: Numbers) -> Numbers:
    """Of what is there; missing if nothing is."""
    known = ~np.isnan(scores)
    with np.errstate(invalid="ignore"):
        return np.where(known, scores, 0.0).sum(-1, keepdims=True) / known.sum(-1, keepdims=True)
