"""One page is one page: letters and pictures shrink step by step, then what is left out is said on the page."""

from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from kpi.text import Text

Data = dict[str, Any]
# Letters in points, pictures in millimetres, and how much room lines have. Smaller letters nobody can read.
STEPS = (
    (11.0, 80, 2.4), (10.5, 70, 2.1), (10.0, 60, 1.8), (9.5, 56, 1.5), (9.0, 50, 1.3),
    (8.5, 45, 1.1), (8.0, 43, 1.0), (7.5, 43, 1.0), (7.5, 34, 1.0),
)  # fmt: skip
# What stays longest: this many rows of a table, and this many sentences of a section.
ROWS, FEWEST_ROWS, SENTENCES = 25, 5, 3
# Of what was left out so many kinds are named, the others counted.
NAMED = 5
# (kind, row of sections, section, block, place in the block); places are counted from the end when taken away.
Piece = tuple[str, int, int, int, int]


def fitted(data: Data, is_one_page: Callable[[Data], bool]) -> Data:
    """The data at the largest step that fits; at the smallest with as little left out as needed."""
    smallest = _at(data, len(STEPS) - 1)
    if is_one_page(smallest):
        step = _first(len(STEPS) - 1, lambda number: is_one_page(_at(data, number)))
        return _at(data, step)
    pieces = list(_droppable(smallest))
    count = _first(len(pieces), lambda number: is_one_page(shortened(smallest, pieces[:number])))
    return shortened(smallest, pieces[:count])


def _at(data: Data, step: int) -> Data:
    size, picture_mm, room = STEPS[step]
    return {**data, "size": size, "picture_mm": picture_mm, "room": room}


def _first(last: int, holds: Callable[[int], bool]) -> int:
    """The least number for which it holds, which then holds for all above it; the last one is not asked."""
    least = 0
    while least < last:
        middle = (least + last) // 2
        if holds(middle):
            last = middle
        else:
            least = middle + 1
    return last


def shortened(data: Data, pieces: list[Piece]) -> Data:
    """The data without these pieces, and with a line that says so."""
    short = deepcopy(data)
    left: Counter[tuple[str, str]] = Counter()
    gone = set(pieces)
    for kind, count in Counter(piece[0] for piece in pieces if piece[0] in ("sources", "stamp")).items():
        del short[kind][len(short[kind]) - count :]
        left[kind, ""] += count
    for row, sections in enumerate(short["rows"]):
        for at, section in enumerate(sections):
            left += _without(
                section, lambda kind, block, place, at=(row, at): (kind, *at, block, place) in gone
            )
    short["rows"] = [kept for row in short["rows"] if (kept := [each for each in row if each["blocks"]])]
    short["notices"] = [*short["notices"], _said(left, data["lang"])]
    return short


def _without(section: Data, is_gone: Callable[[str, int, int], bool]) -> Counter[tuple[str, str]]:
    """Takes the pieces out of a section; gives back how many of what."""
    left: Counter[tuple[str, str]] = Counter()
    for number, block in enumerate(section["blocks"]):
        for kind in ("rows", "pictures", "pairs", "notes"):
            if kind in block:
                kept = [each for place, each in enumerate(block[kind]) if not is_gone(kind, number, place)]
                named = (block.get("title") or section["title"]) if kind == "rows" else section["title"]
                left[kind, "" if kind == "pictures" else named] += len(block[kind]) - len(kept)
                block[kind] = kept
        if is_gone("text", number, 0):
            left["text", section["title"]] += 1
            block["text"] = ""
    section["blocks"] = [each for each in section["blocks"] if _says_something(each)]
    return +left


def _says_something(block: Data) -> bool:
    return any(block.get(kind) for kind in ("rows", "pictures", "pairs", "notes", "text"))


def _droppable(data: Data) -> Iterator[Piece]:
    """Pieces in the order in which they go: the far end of long tables first, what the page is about last."""
    found = list(_pieces(data))
    tables = {
        piece[1:4]: data["rows"][piece[1]][piece[2]]["blocks"][piece[3]]["rows"]
        for piece in found
        if piece[0] == "rows"
    }
    sentences = Counter(piece[1:3] for piece in found if piece[0] == "text")

    def rank(piece: Piece) -> tuple[int, int]:
        kind, *_, place = piece
        if kind == "rows":
            rows = tables[piece[1:4]]
            if rows[place]["marked"]:
                return 6, -place
            return (0 if place >= ROWS else 3 if place >= FEWEST_ROWS else 5), -place
        if kind == "text":
            return (1 if sentences[piece[1:3]] > SENTENCES and piece[3] >= SENTENCES else 5), -piece[3]
        return {"notes": 2, "pictures": 4, "pairs": 5, "sources": 7, "stamp": 8}[kind], -place

    return iter(sorted(found, key=rank))


def _pieces(data: Data) -> Iterator[Piece]:
    for row, sections in enumerate(data["rows"]):
        for at, section in enumerate(sections):
            for number, block in enumerate(section["blocks"]):
                for kind in ("rows", "pictures", "pairs", "notes"):
                    yield from ((kind, row, at, number, place) for place in range(len(block.get(kind, ()))))
                if block["kind"] == "paragraph":
                    yield "text", row, at, number, 0
    # The first line says as of which day all this was known: it stays.
    yield from (("sources", 0, 0, 0, place) for place in range(len(data["sources"])))
    yield from (("stamp", 0, 0, 0, place) for place in range(1, len(data["stamp"])))


def _said(left: Counter[tuple[str, str]], language: str) -> str:
    """What was left out, in words."""
    text = Text(language)
    kinds = [
        text(f"briefs.left_out.{kind}", title=title, count=count) for (kind, title), count in left.items()
    ]
    if len(kinds) > NAMED:
        kinds = [*kinds[:NAMED], text("briefs.left_out.more", count=len(kinds) - NAMED)]
    return text("briefs.left_out.all", what=", ".join(kinds))
