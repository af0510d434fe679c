"""The brief of what somebody has gathered from the pages, in their order, each with its own words and whence it is."""

from collections.abc import Sequence
from datetime import date

from kpi import format as formats
from kpi.briefs.asked import full_address
from kpi.briefs.parts import Block, Brief, Paragraph, Section, Stamp
from kpi.briefs.pieces import Piece
from kpi.text import Text

KIND = "gathered"


def brief(
    taken: Sequence[Piece],
    language: str,
    title: str = "",
    subtitle: str = "",
    organisation: str = "",
    made_on: date | None = None,
    before: Sequence[Section] = (),
    left_out: tuple[str, ...] = (),
) -> Brief:
    """Pieces as one brief, a section each; sections given stand `before` them. Without a title it has the first
    piece's. `left_out` says what could not be taken along.

    Pieces of several releases stand side by side as they were seen: then each says its own, and the stamp none.
    """
    text = Text(language)
    releases = {piece.release for piece in taken}
    stamp = Stamp(
        as_of=max(piece.as_of for piece in taken),
        release=releases.pop() if len(releases) == 1 else None,
        evaluation_round="",
        origins=frozenset().union(*(piece.origins for piece in taken)),
        withheld=left_out,
        link=full_address(taken[0].link) if len(taken) == 1 else "",
    )
    sections = tuple(_section(text, number, piece) for number, piece in enumerate(taken, start=1))
    return Brief(
        KIND, language, title or taken[0].title, subtitle, made_on or date.today(), organisation,
        (*before, *sections), (), stamp,
    )  # fmt: skip


def _section(text: Text, number: int, piece: Piece) -> Section:
    words = [line.strip() for line in piece.commentary.splitlines() if line.strip()]
    blocks: list[Block] = [
        *(Paragraph(line) for line in words),
        piece.block,
        Paragraph(_whence(text, piece), "※"),
    ]
    return Section(f"piece-{number}", piece.title, tuple(blocks))


def _whence(text: Text, piece: Piece) -> str:
    """The page, the day and the release of what was seen, and the link that opens it."""
    day = formats.day(piece.as_of, text.language)
    link = full_address(piece.link)
    if piece.release is None:
        return text("export.piece.seen", page=piece.page, day=day, link=link)
    return text("export.piece.seen_release", page=piece.page, day=day, release=piece.release, link=link)
