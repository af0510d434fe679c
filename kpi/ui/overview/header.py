"""Who the page is about: the zone's name and its facts, an unknown area said to be unknown."""

from kpi.catalogue import NATIONAL
from kpi.ui.markup import definitions, quiet, title
from kpi.ui.setting import Setting
from kpi.wording.facts import national_facts, zone_facts


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
