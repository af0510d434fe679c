"""The sides a programme can have: each with the tables it is told from. One without data is not offered."""

from collections.abc import Callable
from dataclasses import dataclass

from kpi.ui.programmes.choosing import Chosen
from kpi.ui.programmes.stages import stages
from kpi.ui.programmes.summary import summary


@dataclass(frozen=True)
class Aspect:
    """A side of a programme; without `tables` every programme has it."""

    show: Callable[[Chosen], None]
    tables: tuple[str, ...] = ()


ASPECTS = {
    "summary": Aspect(summary),
    "stages": Aspect(stages, ("programme_funnel",)),
}


def offered(page: Chosen) -> list[str]:
    """The sides that this programme has something to tell of, in their order."""
    return [name for name, aspect in ASPECTS.items() if not aspect.tables or page.has(*aspect.tables)]
