"""Who the page is about: the zone's name and its facts, an unknown area said to be unknown."""

from kpi import format as formats
from kpi.catalogue import NATIONAL, Zone
from kpi.ui.markup import definitions, quiet, title
from kpi.ui.setting import Setting


def header(setting: Setting, zone_id: str, year: int) -> str:
    """The page's title."""
    return title(setting.text("overview.title", zone=setting.zone_name(zone_id), year=year))


def facts(setting: Setting, zone_id: str, year: int) -> str:
    """What is known of the zone, or of all of them together, with its caveats."""
    if zone_id == NATIONAL:
        return definitions(national_facts(setting))
    zone = setting.catalogue.zones[zone_id]
    caveats = [setting.catalogue.caveats[caveat].text[setting.language] for caveat in zone.caveats]
    return definitions(zone_facts(setting, zone, year)) + "".join(quiet(f"※ {caveat}") for caveat in caveats)


def national_facts(setting: Setting) -> list[tuple[str, str]]:
    """How many zones there are, in how many waves, and since when."""
    zones, text = setting.catalogue.zones.values(), setting.text
    waves = {zone.wave for zone in zones}
    first = min(zone.designated_on for zone in zones)
    return [
        (
            text("overview.facts.zones"),
            text("overview.facts.zones_value", count=len(zones), waves=len(waves)),
        ),
        (text("overview.facts.first"), formats.day(first, setting.language)),
    ]


def zone_facts(setting: Setting, zone: Zone, year: int) -> list[tuple[str, str]]:
    """Name and value of each fact of a zone."""
    text, language = setting.text, setting.language
    institutions = ", ".join(institution[language] for institution in zone.institutions)
    years = text("overview.facts.year_of", number=year - zone.designated_on.year + 1)
    return [
        (text("overview.facts.designated"), formats.day(zone.designated_on, language)),
        (text("overview.facts.wave"), text("overview.facts.wave_value", wave=zone.wave, years=years)),
        (text("overview.facts.field"), zone.specialisation[language]),
        (text("overview.facts.institution"), institutions),
        (text("overview.facts.area"), area(setting, zone)),
    ]


def area(setting: Setting, zone: Zone) -> str:
    """Core and backing area; unknown is a word, never zero."""
    unknown = setting.text("overview.facts.unknown")
    if zone.area_core_km2 is None:
        return unknown
    backing = unknown if zone.area_backing_km2 is None else f"{zone.area_backing_km2:.2f}km²"
    return setting.text("overview.facts.area_value", core=f"{zone.area_core_km2:.2f}km²", backing=backing)
