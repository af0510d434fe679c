"""An order for a brief as plain values: what a page hands to the process that writes, so that both compose the same."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from kpi.access import as_plain, from_plain
from kpi.briefs import asked, gathered, pieces
from kpi.briefs.asked import Choices, Desk
from kpi.briefs.blocks import said
from kpi.briefs.builders import build
from kpi.briefs.builders.making import COMMENTARY
from kpi.briefs.parts import Brief, Section
from kpi.errors import Fault, KpiError
from kpi.paths import Paths
from kpi.queries.moments import resolve

Plain = dict[str, Any]


def brief(kind: str, desk: Desk, choices: Choices, put_by: Sequence[Mapping[str, Any]] = ()) -> Brief:
    """The brief of a kind; the `gathered` one of what was `put_by` for a zone and year. Raises KpiError."""
    return _gathered(desk, choices, put_by) if kind == gathered.KIND else build(kind, desk, choices)


def plain_choices(choices: Choices) -> Plain:
    """Choices as plain values."""
    return {**asdict(choices), "made_on": choices.made_on.isoformat() if choices.made_on else None}


def choices_of(plain: Plain) -> Choices:
    """The choices that `plain_choices` made plain. Raises ValueError (pydantic's) for what is none."""
    return _choices().validate_python(plain)


def plain_desk(desk: Desk) -> Plain:
    """Who asks, at which moment, in which language: what a document may show hangs on all of them."""
    viewer, moment = desk.viewer, desk.moment
    return {
        "viewer": as_plain(viewer),
        "moment": {
            "kind": moment.kind,
            "day": moment.day.isoformat() if moment.day else None,
            "number": moment.number,
        },
        "language": desk.language,
    }


def desk_of(paths: Paths, plain: Plain) -> Desk:
    """The desk that `plain_desk` made plain. Raises KpiError where its moment is no longer there."""
    who, when = plain["viewer"], plain["moment"]
    day = date.fromisoformat(when["day"]) if when["day"] else None
    moment = resolve(paths, as_known_on=day, release=None if day else when["number"])
    # What was the newest release when it was asked for keeps its link to the newest.
    return asked.desk(from_plain(who), paths, replace(moment, kind=when["kind"]), plain["language"])


def _gathered(desk: Desk, choices: Choices, put_by: Sequence[Mapping[str, Any]]) -> Brief:
    text = desk.text
    named = {"zone": desk.zone_name(choices.zones[0]), "year": choices.year}
    words = said(*(each.strip() for each in choices.commentary))
    before = (
        (Section(COMMENTARY, text(f"brief_building.section.{COMMENTARY}"), tuple(words)),) if words else ()
    )
    known = pieces.sound(put_by)
    taken, damaged = [each for each in known if each is not None], known.count(None)
    if damaged and not taken:
        raise KpiError(Fault("brief_building_errors.pieces_damaged", value=damaged))
    return gathered.brief(
        taken,
        desk.language,
        text("brief_building.gathered.title", **named),
        text("brief_building.gathered.subtitle"),
        choices.organisation,
        choices.made_on,
        before,
        (text("brief_building.gathered.damaged", count=damaged),) if damaged else (),
    )


@cache
def _choices() -> TypeAdapter[Choices]:
    return TypeAdapter(Choices)
