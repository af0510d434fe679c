"""The sides a programme can have: each with the tables it is told from. One without data is not offered."""

from collections.abc import Callable
from dataclasses import dataclass

from kpi.ui.programmes.beside import beside
from kpi.ui.programmes.calls import calls
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.programmes.outcomes import outcomes
from kpi.ui.programmes.resources import resources
from kpi.ui.programmes.stages import stages
from kpi.ui.programmes.summary import summary
from kpi.ui.programmes.support import support
from kpi.ui.programmes.training import training


@dataclass(frozen=True)
class Aspect:
    """A side of a programme, which has it with records in one of the `tables` or with something `declared`."""

    show: Callable[[Chosen], None]
    tables: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()

    def is_of(self, page: Chosen) -> bool:
        """Whether the programme has this side."""
        return page.has(*self.tables) or any(getattr(page.programme, name) for name in self.declared)


ASPECTS = {
    "summary": Aspect(summary, declared=("id",)),
    "stages": Aspect(stages, ("programme_funnel",)),
    "calls": Aspect(calls, declared=("calls",)),
    "training": Aspect(training, ("programme_sessions",)),
    "support": Aspect(support, ("programme_support",)),
    "resources": Aspect(resources, ("programme_working_groups",), declared=("funds", "facilities")),
    "outcomes": Aspect(outcomes, declared=("tracks",)),
    "beside": Aspect(beside, ("programme_values",)),
}


def offered(page: Chosen) -> list[str]:
    """The sides that this programme has something to tell of, in their order."""
    return [name for name, aspect in ASPECTS.items() if aspect.is_of(page)]
