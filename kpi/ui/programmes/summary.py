"""The programme at a glance: every figure told of it, what was agreed, planned and done, and what is counted."""

from kpi.ui.address import filters_shown
from kpi.ui.cached import kept
from kpi.ui.markup import put
from kpi.ui.overview.story import story
from kpi.ui.programmes.agreement import agreement
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.programmes.counted import counted
from kpi.ui.programmes.figures import figures


def summary(page: Chosen) -> None:
    """The section; what is told of a zone itself stands with the zones' programme."""
    put(kept("programme-figures", page.asked, lambda: figures(page)))
    if page.zone:
        put(kept("programme-story", page.asked, lambda: story(page.here, page.zone)))
    agreement(page)
    if not page.zone:
        # Its links carry the address that they are followed from.
        put(
            kept(
                "programme-counted",
                (page.programme.id, tuple(filters_shown().items())),
                lambda: counted(page),
            )
        )
