"""What the programme is, whose, where and since when, and what kind of records the page rests on."""

from kpi import format as formats
from kpi.ui.markup import definitions, quiet, text_of
from kpi.ui.programmes.choosing import Chosen
from kpi.ui.status import origin_badge

ORIGINS = {"published": ("published", False), "records": ("records", False), "sample": ("records", True)}


def head(page: Chosen) -> str:
    """The programme's meaning, its facts, its kinds of records, and its caveats."""
    here, programme = page.here, page.programme
    caveats = [here.catalogue.caveats[each].text[here.language] for each in programme.caveats]
    return (
        f'<div class="kpi-about-programme"><p>{text_of(programme.meaning[here.language])}</p>'
        f"{definitions(_facts(page))}{_records(page)}{''.join(quiet(f'※ {each}') for each in caveats)}</div>"
    )


def _facts(page: Chosen) -> list[tuple[str, str]]:
    text, language, programme = page.here.text, page.here.language, page.programme
    unknown = text("programme.unknown")
    runs_in = text("programme.in_zones", count=len(page.here.catalogue.zones))
    region = programme.region[language] if programme.region else unknown
    return [
        (text("programme.owner"), programme.owner[language] if programme.owner else unknown),
        (text("programme.region"), runs_in if programme.place == "zones" else region),
        (
            text("programme.starts_on"),
            formats.day(programme.starts_on, language) if programme.starts_on else unknown,
        ),
        (text("programme.cohorts"), ", ".join(each.name[language] for each in programme.cohorts) or unknown),
    ]


def _records(page: Chosen) -> str:
    """Badges of what is held: what was published, submitted records, sample records."""
    shown = "".join(origin_badge(page.here, *ORIGINS[kind]) for kind in ORIGINS if kind in page.held.kinds)
    return f'<div class="kpi-badges">{shown}</div>' if shown else quiet(page.here.text("programme.nothing"))
