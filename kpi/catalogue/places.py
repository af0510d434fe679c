"""Where figures are from: the innovation zones, and all of them together."""

from datetime import date

from kpi.declared import Model, Names
from kpi.periods import quarter_of

NATIONAL = "national"


class Zone(Model):
    """One innovation zone; a None area is unknown, never zero."""

    id: str
    name: Names
    wave: int
    specialisation: Names
    institutions: tuple[Names, ...]
    designated_on: date
    area_core_km2: float | None = None
    area_backing_km2: float | None = None
    aliases: tuple[str, ...] = ()
    region_codes: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()

    @property
    def first_quarter(self) -> str:
        """The quarter of designation, from which cumulative values count."""
        return quarter_of(self.designated_on)

    @property
    def area_km2(self) -> float | None:
        """Core plus backing where the core is known."""
        return None if self.area_core_km2 is None else self.area_core_km2 + (self.area_backing_km2 or 0)


class National(Model):
    """All zones together, a place of its own in every value."""

    name: Names
    aliases: tuple[str, ...] = ()
