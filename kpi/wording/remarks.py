"""Remarks on a zone's year in words: what was said, by whom, when, and how often it has been changed."""

from collections.abc import Sequence

from kpi import format as formats
from kpi.ledger import Remark
from kpi.wording import Speaker
from kpi.wording.signed import KOREA, actor, when


def paragraphs(remark: Remark) -> list[str]:
    """The lines that are not empty."""
    return [line for line in map(str.strip, remark.text.splitlines()) if line]


def signed(here: Speaker, remark: Remark) -> str:
    """Who wrote it and on which day, as a brief says it."""
    day = formats.day(remark.written_at.astimezone(KOREA).date(), here.language)
    return here.text("remarks.signed", author=actor(here, remark.actor), when=day)


def signed_exactly(here: Speaker, remark: Remark) -> str:
    """Who wrote it, on which day and at what time."""
    return here.text(
        "remarks.signed", author=actor(here, remark.actor), when=when(remark.written_at, here.language)
    )


def parted(remarks: Sequence[Remark]) -> tuple[list[Remark], list[Remark]]:
    """Commentary and events, each in their order."""
    commentary = [each for each in remarks if each.kind == "commentary"]
    return commentary, [each for each in remarks if each.kind == "event"]
