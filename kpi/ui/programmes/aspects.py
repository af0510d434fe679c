"""The sides a programme can have: each with the tables it is told from. One without data is not offered."""

from collections.abc import Callable
from dataclasses import dataclass

from kpi.ui.programmes.calls import calls
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.programmes.stages import stages
from kpi.ui.programmes.summary import summary
from kpi.ui.programmes.support import support


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
    "support": Aspect(support, ("programme_support",)),
}


def offered(page: Chosen) -> list[str]:
    """The sides that this programme has something to tell of, in their order."""
    return [name for name, aspect in ASPECTS.items() if aspect.is_of(page)]
