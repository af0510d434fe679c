"""What the brief of all zones together has in place of a single zone's: its facts, its zones' grades, its gaps."""

from collections.abc import Sequence

from kpi.briefs.blocks import noted, table
from kpi.briefs.builders.making import Making
from kpi.briefs.builders.zone_story import gaps_of_values
from kpi.briefs.parts import Block, Cell, Facts
from kpi.queries import overview
from kpi.wording.facts import grade_words, national_facts


def facts(making: Making) -> Sequence[Block]:
    """How many zones there are, and since when."""
    return (Facts(tuple(national_facts(making.here))),)


def grades(making: Making) -> Sequence[Block]:
    """The grade of every zone in every year up to the brief's; a dash before a zone's designation."""
    here, text = making.here, making.text
    frame = overview.grade_history(here.viewer, here.moment, making.subject)
    rows = frame[frame["year"] <= making.year].to_dict("records")
    if not rows:
        return ()
    for row in rows:
        if row["status"] == "published":
            making.saw(row["grade"], "published", False, row["submission"])
        elif row["status"] == "withheld":
            making.withhold(text("brief_building.withheld.grades", year=row["year"]))
    told = {(row["zone"], row["year"]): grade_words(here, row["grade"], str(row["status"])) for row in rows}
    years = sorted({row["year"] for row in rows})
    headings = [(text("brief_building.column.zone"), 1.4)]
    headings += [(text("overview.grades.year", year=year), 1.0) for year in years]
    body: list[list[Cell]] = [
        [name, *(told.get((zone, year), "–") for year in years)] for zone, name in here.zone_names.items()
    ]
    notes = (text("brief_building.grades.never_ranked"),)
    return (table(text, text("overview.grades.title"), headings, body, notes=notes),)


def milestones(making: Making) -> Sequence[Block]:
    """Nothing: events are told of zones one by one, and the brief says where."""
    return noted(making.text("brief_building.nation.milestones"))


def gaps(making: Making) -> Sequence[Block]:
    """The missing totals with their reasons, and what is told of single zones alone."""
    return (*gaps_of_values(making), *noted(making.text("brief_building.nation.by_zone")))
