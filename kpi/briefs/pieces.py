"""Pieces of pages that somebody has put by for a brief: a chart or a table exactly as it was shown, and whence.

A piece is frozen when it is put by: what comes into the brief are the numbers that were seen, whatever is published
later.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from kpi.briefs.parts import Chart, Charted, Origin, Table
from kpi.charts.drawing import drawing_of

TABLE, CHART = "table", "chart"


@dataclass(frozen=True)
class Piece:
    """One chart or table with its own commentary. `link` opens the view, `page` names it; `release` and `as_of` say
    which data was seen.
    """

    block: Chart | Table
    page: str
    link: str
    as_of: date
    release: int | None
    commentary: str = ""
    origins: frozenset[Origin] = frozenset()

    @property
    def title(self) -> str:
        return self.block.title

    def saying(self, commentary: str) -> "Piece":
        """The same piece with another commentary."""
        return replace(self, commentary=commentary)


def as_json(piece: Piece) -> dict[str, Any]:
    """The piece as plain values."""
    return plain_block(piece.block) | {
        "page": piece.page,
        "link": piece.link,
        "as_of": piece.as_of.isoformat(),
        "release": piece.release,
        "commentary": piece.commentary,
        "origins": sorted(piece.origins),
    }


def plain_block(block: Chart | Table) -> dict[str, Any]:
    """A chart or a table as plain values."""
    if isinstance(block, Table):
        return {"kind": TABLE, "table": _tables().dump_python(block, mode="json")}
    drawn = {"figure": block.drawing.spec, "title": block.title, "alt": block.alt}
    charted = None if block.charted is None else _charts().dump_python(block.charted, mode="json")
    table = _tables().dump_python(block.table, mode="json")
    return {
        "kind": CHART, "drawing": drawn, "table": table, "charted": charted, "notes": list(block.notes)
    }  # fmt: skip


def from_json(plain: dict[str, Any]) -> Piece:
    """The piece that `as_json` made plain. Raises ValueError (pydantic's, too) for what is none."""
    table = _tables().validate_python(plain["table"])
    block: Chart | Table = table
    if plain["kind"] == CHART:
        drawn = plain["drawing"]
        drawing = drawing_of(drawn["figure"], drawn["title"], drawn["alt"])
        charted = None if plain["charted"] is None else _charts().validate_python(plain["charted"])
        block = Chart(drawing, table, charted, tuple(plain["notes"]))
    return Piece(
        block,
        plain["page"],
        plain["link"],
        date.fromisoformat(plain["as_of"]),
        plain["release"],
        plain["commentary"],
        frozenset(plain["origins"]),
    )


@cache
def _tables() -> TypeAdapter[Table]:
    return TypeAdapter(Table)


@cache
def _charts() -> TypeAdapter[Charted]:
    return TypeAdapter(Charted)
