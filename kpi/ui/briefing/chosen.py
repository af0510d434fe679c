"""The brief that somebody has chosen, and how it reads: composed by the builder that the document is made by."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from kpi.briefs import gathered, orders
from kpi.briefs.asked import Choices, Desk
from kpi.briefs.parts import Brief
from kpi.queries.assessing import points
from kpi.queries.moments import ledger_of
from kpi.ui.setting import Setting

# A brief holds all its figures: as many are kept as people look at, not as many as were ever asked for.
BRIEFS_KEPT = 64


@dataclass(frozen=True, eq=False)
class Chosen:
    """A kind of brief with all that was chosen for it. `put_by` are the pieces of a gathered one, as the ledger has
    them; `letters` is how its CSV is written.
    """

    here: Setting
    desk: Desk
    kind: str
    choices: Choices
    letters: str
    put_by: tuple[dict[str, Any], ...] = ()

    @property
    def is_gathered(self) -> bool:
        return self.kind == gathered.KIND

    @property
    def signature(self) -> str:
        """Equal for two exactly if they ask for the same document."""
        told = (self.kind, orders.plain_desk(self.desk), self.choices, self.letters, self._of_ledger())
        return repr(told)

    def brief(self) -> Brief:
        """The brief itself, from the cache if it has been composed before. Raises KpiError as its builder does."""
        return _composed(
            repr((self.signature, self.desk.moment.key, self.desk.moment.newest)),
            lambda: orders.brief(self.kind, self.desk, self.choices, self.put_by),
        )

    def _of_ledger(self) -> tuple[Any, ...]:
        """What a brief holds beside the moment's values: it may change while the moment stays."""
        ledger, choices = ledger_of(self.here.paths), self.choices
        if self.is_gathered:
            return tuple(repr(each) for each in self.put_by)
        if self.kind == "evaluation":
            return points(self.here.viewer, self.here.paths, choices.year)
        return tuple(each.id for zone in choices.zones for each in ledger.remarks(zone, choices.year))


@st.cache_resource(max_entries=BRIEFS_KEPT, show_spinner=False)
def _composed(key: str, _make: Callable[[], Brief]) -> Brief:
    return _make()
