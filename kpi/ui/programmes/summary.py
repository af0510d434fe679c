"""The programme at a glance: every figure told of it, what was agreed, and what was planned and done."""

from kpi.ui.cached import kept
from kpi.ui.markup import put
from kpi.ui.overview.story import story
from kpi.ui.programmes.agreement import agreement
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.programmes.figures import figures


def summary(page: Chosen) -> None:
    """The section; what is told of a zone itself stands with the zones' programme."""
    put(kept("programme-figures", page.asked, lambda: figures(page)))
    if page.zone:
        put(kept("programme-story", page.asked, lambda: story(page.here, page.zone)))
    agreement(page)
