"""The named builders: each composes one kind of brief from named queries, and from nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kpi.briefs.asked import Choices, Desk
from kpi.briefs.builders import board, comparison, evaluation, programme, zone_year
from kpi.briefs.builders.making import ERRORS
from kpi.briefs.parts import Brief
from kpi.errors import Fault, KpiError


@dataclass(frozen=True)
class Builder:
    """A kind of brief: its function, and the ids of its sections in their order."""

    build: Callable[[Desk, Choices], Brief]
    sections: tuple[str, ...]


BUILDERS: Mapping[str, Builder] = {
    module.KIND: Builder(module.build, tuple(module.PARTS))
    for module in (zone_year, board, comparison, evaluation, programme)
}


def build(kind: str, desk: Desk, choices: Choices) -> Brief:
    """The brief of this kind. Raises KpiError for an unknown kind, and what its builder raises."""
    if kind not in BUILDERS:
        raise KpiError(Fault(f"{ERRORS}.kind_unknown", value=kind, allowed=list(BUILDERS)))
    return BUILDERS[kind].build(desk, choices)
