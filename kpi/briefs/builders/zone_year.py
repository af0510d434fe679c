"""The brief of a zone's year: about ten pages, from its facts to what is not known."""

from collections.abc import Mapping

from kpi.briefs.asked import Choices, Desk
from kpi.briefs.builders import making, zone_nation, zone_remarks
from kpi.briefs.builders.making import Making, Part, finished, sections_of, year_chosen, zone_chosen
from kpi.briefs.builders.zone_course import cumulative, pace, trends
from kpi.briefs.builders.zone_parts import facts, kpi, lagging, reading, years_known
from kpi.briefs.builders.zone_story import gaps, grades, milestones
from kpi.briefs.parts import Brief
from kpi.catalogue import NATIONAL

KIND = "zone_year"
PARTS: Mapping[str, Part] = {
    "facts": facts,
    "reading": reading,
    "kpi": kpi,
    "lagging": lagging,
    making.COMMENTARY: zone_remarks.commentary,
    "trends": trends,
    "pace": pace,
    "cumulative": cumulative,
    "grades": grades,
    "milestones": milestones,
    "gaps": gaps,
}
NATIONAL_PARTS: Mapping[str, Part] = {
    **PARTS,
    "facts": zone_nation.facts,
    "grades": zone_nation.grades,
    "milestones": zone_nation.milestones,
    "gaps": zone_nation.gaps,
}


def build(desk: Desk, choices: Choices) -> Brief:
    """The brief of the first zone chosen, or of all zones together. Raises KpiError for what is unknown."""
    made = Making(desk, choices)
    zone, year = zone_chosen(made, [NATIONAL]), year_chosen(made, years_known(made))
    parts, of = (NATIONAL_PARTS, "nation") if zone == NATIONAL else (PARTS, "zone_year")
    title = desk.text(f"brief_building.{of}.title", zone=desk.zone_name(zone), year=year)
    subtitle = desk.text("brief_building.zone_year.subtitle")
    address = f"/overview?zone={zone}&year={year}"
    return finished(made, KIND, title, subtitle, sections_of(made, parts), address)
