"""What people add to a zone's year as values: remarks, and trays of pieces for a brief."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

RemarkKind = Literal["commentary", "event"]


@dataclass(frozen=True)
class Remark:
    """A text about a zone's year. Never changed: a later version is another one that `follows` it.

    A `commentary` is the manager's own text; an `event` happened on `day`. A blank `text` withdraws what it follows.
    """

    id: str
    zone: str
    year: int
    kind: RemarkKind
    day: date | None
    text: str
    actor: str
    written_at: datetime
    follows: str = ""


@dataclass(frozen=True)
class Tray:
    """What one person has gathered for the brief of a zone and year, in order, as JSON; `version` counts from 1.

    Version 0 is a tray that was never saved.
    """

    actor: str
    zone: str
    year: int
    version: int
    pieces: tuple[dict[str, Any], ...]
    saved_at: datetime | None
