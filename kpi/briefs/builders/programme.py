"""The brief of a programme: what it is, what was told of it, and every side that its page shows."""

from collections.abc import Iterable, Mapping, Sequence

from kpi import format as formats
from kpi.briefs.asked import Choices, Desk
from kpi.briefs.blocks import noted
from kpi.briefs.builders import making
from kpi.briefs.builders.making import ERRORS, Making, finished, sections_of
from kpi.briefs.builders.programme_after import beside, counted, outcomes, training
from kpi.briefs.builders.programme_agreed import agreement
from kpi.briefs.builders.programme_given import calls, support
from kpi.briefs.builders.programme_held import experts, funds, spaces
from kpi.briefs.builders.programme_parts import Told, figures, told_in
from kpi.briefs.builders.programme_stages import stages
from kpi.briefs.parts import Block, Brief, Facts
from kpi.errors import Fault, KpiError
from kpi.queries import programmes

KIND = "programme"


def build(desk: Desk, choices: Choices) -> Brief:
    """The brief of a programme, in one zone and cohort or in all. Raises KpiError for whatever is unknown."""
    if faults := list(_faults(desk, choices)):
        raise KpiError(*faults)
    programme = desk.catalogue.programmes[choices.programme]
    made = Told(
        desk, choices, programme=programme, held=programmes.held(desk.viewer, desk.moment, programme.id)
    )
    made.origins.update(made.held.kinds)
    text, name = desk.text, programme.name[desk.language]
    where = [desk.zone_name(made.zone)] if made.zone else []
    cohorts = {cohort.id: cohort.name[desk.language] for cohort in programme.cohorts}
    where.append(cohorts.get(choices.cohort, "") or text("programme.all_cohorts"))
    asked = {"programme": programme.id, "zone": made.zone, "cohort": choices.cohort}
    address = "/programme?" + "&".join(f"{key}={value}" for key, value in asked.items() if value)
    sections = sections_of(made, PARTS)
    return finished(
        made,
        KIND,
        text("brief_building.programme.title", programme=name),
        " · ".join(where),
        sections,
        address,
    )


def about(made: Making) -> Sequence[Block]:
    """Who runs the programme, where, since when, and in which cohorts."""
    told = told_in(made)
    text, language, programme = made.text, made.language, told.programme
    unknown = text("programme.unknown")
    zones = text("programme.in_zones", count=len(made.here.catalogue.zones))
    region = (
        programme.region[language] if programme.region else zones if programme.place == "zones" else unknown
    )
    cohorts = ", ".join(cohort.name[language] for cohort in programme.cohorts)
    pairs = (
        (text("brief_building.programme.meaning"), programme.meaning[language]),
        (text("programme.owner"), programme.owner[language] if programme.owner else unknown),
        (text("programme.region"), region),
        (text("programme.starts_on"), formats.day(programme.starts_on, language) if programme.starts_on else unknown),
        (text("programme.cohorts"), cohorts or unknown),
    )  # fmt: skip
    caveats = made.here.catalogue.caveats
    return (
        Facts(pairs),
        *noted(*(caveats[each].text[language] for each in programme.caveats if each in caveats)),
    )


def _faults(desk: Desk, choices: Choices) -> Iterable[Fault]:
    known = desk.catalogue.programmes
    if choices.programme not in known:
        yield Fault(f"{ERRORS}.programme_unknown", value=choices.programme or "–", allowed=list(known))
        return
    programme = known[choices.programme]
    cohorts = [cohort.id for cohort in programme.cohorts]
    if choices.cohort and choices.cohort not in cohorts:
        yield Fault(f"{ERRORS}.cohort_unknown", value=choices.cohort, allowed=cohorts or ["–"])
    zones = list(desk.catalogue.zones) if programme.place == "zones" else []
    for zone in choices.zones:
        if zone not in zones:
            yield Fault(f"{ERRORS}.zone_unknown", value=zone, allowed=zones or ["–"])


PARTS: Mapping[str, making.Part] = {
    "about": about,
    "figures": figures,
    "stages": stages,
    "calls": calls,
    "training": training,
    "support": support,
    "funds": funds,
    "spaces": spaces,
    "experts": experts,
    "outcomes": outcomes,
    "agreement": agreement,
    "counted": counted,
    "beside": beside,
    making.COMMENTARY: making.commentary,
}
