"""What the people of a zone have written of its year, in its briefs: marked as theirs, with author and day."""

from collections.abc import Sequence

from kpi import format as formats
from kpi import remarks
from kpi.briefs.blocks import explained, said
from kpi.briefs.builders import making as plain
from kpi.briefs.builders.making import Making
from kpi.briefs.parts import Block, Cell
from kpi.ledger import Remark
from kpi.wording.remarks import paragraphs, parted, signed


def commentary(making: Making) -> Sequence[Block]:
    """What whoever hands the brief in has to say, then the zone's commentary, each under its author and day."""
    blocks = [*plain.commentary(making)]
    for remark in parted(_of_year(making))[0]:
        blocks += [*said(*paragraphs(remark)), *explained(signed(making.here, remark))]
    return blocks


def commentary_and_events(making: Making) -> Sequence[Block]:
    """The same with the zone's dated events, for a brief that tells no history."""
    blocks = [*commentary(making)]
    for event in own_events(making):
        told = making.text("brief_building.own_event", day=_day(making, event), event=_in_one_line(event))
        blocks += [*said(told), *explained(signed(making.here, event))]
    return blocks


def own_events(making: Making) -> list[Remark]:
    """The zone's dated events, the oldest first."""
    return parted(_of_year(making))[1]


def own_row(making: Making, event: Remark) -> list[Cell]:
    """An event as a row of the zone's history: when, kind, what, and its author in place of a source."""
    kind = making.text("overview.story.kind.own")
    return [_day(making, event), kind, _in_one_line(event), signed(making.here, event)]


def _of_year(making: Making) -> list[Remark]:
    here = making.here
    return remarks.of_year(here.viewer, here.paths, here.moment, making.subject, making.year)


def _day(making: Making, event: Remark) -> str:
    return formats.day(event.day, making.language)


def _in_one_line(event: Remark) -> str:
    return " ".join(paragraphs(event))
