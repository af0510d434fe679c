"""What scoring refuses, and what it states beside its numbers. Codes are text keys of the room `scoring_errors`."""

from dataclasses import dataclass

from kpi.errors import KpiError


class ScoringRefused(KpiError):
    """A board, a recipe or values that no score can be made of; carries every fault found."""


@dataclass(frozen=True)
class Note:
    """A gap or a doubt in the numbers: what (`code`), of which element, in which period ('' = all), for which units."""

    code: str
    element: str = ""
    period: str = ""
    units: tuple[str, ...] = ()
