"""What the files of briefs are called."""

import re

from kpi import format as formats
from kpi.briefs.asked import Choices, Desk
from kpi.briefs.parts import Brief
from kpi.queries.comparison import WAVE
from kpi.text import Text

LONGEST_NAME = 80
MOST_ZONES = 3


def file_name(desk: Desk, choices: Choices, brief: Brief, form: str) -> str:
    """A name that says of whom and which year the brief is, of what kind and which edition, for every file system."""
    text = desk.text
    parts = (_subject(desk, choices, brief), text(f"brief_building.file.{brief.kind}"), _edition(brief, text))
    return f"{safe('_'.join(part for part in parts if part))}.{form}"


def safe(name: str) -> str:
    """A file's name without what file systems or shells take amiss, and not too long for them."""
    kept = re.sub(r"[^\w.()·-]+", "_", name).strip("._")
    return re.sub(r"_+", "_", kept)[:LONGEST_NAME].rstrip("._") or "brief"


def _subject(desk: Desk, choices: Choices, brief: Brief) -> str:
    """Zone, zones or programme, and the year where the brief is of one."""
    year = formats.period(str(choices.year), desk.language) if choices.year else ""
    if brief.kind == "evaluation":
        return year
    if brief.kind == "programme":
        names = [desk.catalogue.programmes[choices.programme].name[desk.language], *_zones(desk, choices)]
        return "_".join(names)
    return "_".join([*(_zones(desk, choices) or [desk.text("brief_building.file.every_zone")]), year])


def _zones(desk: Desk, choices: Choices) -> list[str]:
    shown = [
        desk.text("compare.wave_name", wave=each.removeprefix(WAVE))
        if each.startswith(WAVE)
        else desk.zone_name(each)
        for each in choices.zones[:MOST_ZONES]
    ]
    rest = len(choices.zones) - len(shown)
    return [*shown, desk.text("brief_building.file.more", count=rest)] if rest > 0 else shown


def _edition(brief: Brief, text: Text) -> str:
    """The frozen round, else the release, else the day looked from."""
    stamp = brief.stamp
    if stamp.evaluation_round:
        return stamp.evaluation_round
    if stamp.release is not None:
        return text("brief_building.file.release", number=stamp.release)
    return text("brief_building.file.as_of", day=stamp.as_of.isoformat())
