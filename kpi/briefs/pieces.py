"""Pieces of pages that somebody has put by for a brief: a chart or a table exactly as it was shown, and whence.

A piece is frozen when it is put by: what comes into the brief are the numbers that were seen, whatever is published
later.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter

from kpi.briefs.parts import Chart, Charted, Origin, Table
from kpi.charts.drawing import Drawing


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


@dataclass(frozen=True)
class _Drawn:
    """A drawing with its figure as JSON."""

    figure: str
    title: str
    alt: str


@dataclass(frozen=True)
class _Block:
    """A chart, or a table that is drawn by nothing."""

    kind: Literal["table", "chart"]
    table: Table
    drawing: _Drawn | None = None
    charted: Charted | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Seen:
    """What is known of a piece beside its block."""

    page: str
    link: str
    as_of: date
    release: int | None
    commentary: str
    origins: frozenset[Origin]


def as_json(piece: Piece) -> dict[str, Any]:
    """The piece as plain values. A day in a table becomes words; pages write days as words anyway."""
    seen = _Seen(piece.page, piece.link, piece.as_of, piece.release, piece.commentary, piece.origins)
    plain = _seen().dump_python(seen, mode="json")
    return plain_block(piece.block) | plain | {"origins": sorted(piece.origins)}


def plain_block(block: Chart | Table) -> dict[str, Any]:
    """A chart or a table as plain values."""
    if isinstance(block, Table):
        plain = _Block("table", block)
    else:
        drawn = _Drawn(block.drawing.spec, block.title, block.alt)
        plain = _Block("chart", block.table, drawn, block.charted, block.notes)
    return _blocks().dump_python(plain, mode="json")


def from_json(plain: dict[str, Any]) -> Piece:
    """The piece that `as_json` made plain. Raises ValueError (pydantic's) for what is none."""
    kept, seen = _blocks().validate_python(plain), _seen().validate_python(plain)
    block: Chart | Table = kept.table
    if kept.kind == "chart":
        if kept.drawing is None:
            raise ValueError("a chart without its drawing is no piece")
        drawing = Drawing.kept(kept.drawing.figure, kept.drawing.title, kept.drawing.alt)
        block = Chart(drawing, kept.table, kept.charted, kept.notes)
    return Piece(block, seen.page, seen.link, seen.as_of, seen.release, seen.commentary, seen.origins)


def sound(put_by: Iterable[Mapping[str, Any]]) -> list[Piece | None]:
    """Each piece of a tray in its place; None stands for one that is damaged."""
    return [_sound(each) for each in put_by]


def _sound(plain: Any) -> Piece | None:
    try:
        return from_json(dict(plain))
    except (TypeError, ValueError):
        return None


@cache
def _blocks() -> TypeAdapter[_Block]:
    return TypeAdapter(_Block)


@cache
def _seen() -> TypeAdapter[_Seen]:
    return TypeAdapter(_Seen)
