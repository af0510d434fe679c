"""What the overview page asks, in one place."""

from kpi.queries.cards import Card, cards, cumulative_cards, lagging
from kpi.queries.progress import grade_history, milestones, national, pace
from kpi.queries.reading import reading
from kpi.queries.sentences import Sentence

__all__ = [
    "Card",
    "Sentence",
    "cards",
    "cumulative_cards",
    "grade_history",
    "lagging",
    "milestones",
    "national",
    "pace",
    "reading",
]
