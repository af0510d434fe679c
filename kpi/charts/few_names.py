"""Which marks of a scatter are named on narrow screens, and where: no name covers a name, a mark, or the edge."""

from collections.abc import Sequence
from dataclasses import dataclass

# (left, right, bottom, top) as shares of the frame.
Box = tuple[float, float, float, float]

# The frame on a phone; of a name its letters, its line and its distance to the mark. In pixels.
WIDTH, HEIGHT = 300.0, 430.0
WIDE, THIN, LINE, GAP = 12.5, 7.0, 17.0, 2.0
FIRST_WIDE = "\u1100"
SIDES = (
    "top center", "middle right", "middle left", "bottom center",
    "top left", "top right", "bottom left", "bottom right",
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """A named mark: its place as shares of the frame, and half its size in pixels."""

    x: float
    y: float
    name: str
    half: float

    def beside(self, side: str) -> Box:
        """Where its name stands on this side."""
        width, height = long(self.name) / WIDTH, LINE / HEIGHT
        across, above = (self.half + GAP) / WIDTH, (self.half + GAP) / HEIGHT
        up, along = side.split()
        left = self.x + {"left": -width - across, "center": -width / 2, "right": across}[along]
        bottom = self.y + {"top": above, "middle": -height / 2, "bottom": -height - above}[up]
        return left, left + width, bottom, bottom + height

    @property
    def box(self) -> Box:
        """What it covers itself."""
        across, up = self.half / WIDTH, self.half / HEIGHT
        return self.x - across, self.x + across, self.y - up, self.y + up


def few_names(marks: Sequence[Mark], marked: int | None, taken: Sequence[Box] = ()) -> dict[int, str]:
    """The side of each mark that is named, by its number: the marked one, then the outermost ones that find room.

    `taken` is where other words stand. The marked one is named even where there is no room.
    """
    boxes, found = list(taken), {}
    for number in _wanted(marks, marked):
        hidden = {side: _hidden(marks, number, marks[number].beside(side), boxes) for side in SIDES}
        side = min(SIDES, key=hidden.__getitem__)
        if hidden[side] and number != marked:
            continue
        boxes.append(marks[number].beside(side))
        found[number] = side
    return found


def long(name: str) -> float:
    """About how many pixels a name is long: Korean letters are wide."""
    return sum(WIDE if letter >= FIRST_WIDE else THIN for letter in name)


def _wanted(marks: Sequence[Mark], marked: int | None) -> list[int]:
    if not marks:
        return []
    numbers = range(len(marks))
    outermost = [
        most(numbers, key=lambda at: getattr(marks[at], axis)) for axis in ("y", "x") for most in (max, min)
    ]
    return list(dict.fromkeys([*([] if marked is None else [marked]), *outermost]))


def _hidden(marks: Sequence[Mark], number: int, box: Box, words: Sequence[Box]) -> int:
    """0 where nothing is in the way; more the worse: leaving the frame, covering words, covering marks."""
    leaves = sum((box[0] < 0, box[1] > 1, box[2] < 0, box[3] > 1))
    covered = sum(_meet(box, mark.box) for at, mark in enumerate(marks) if at != number)
    return 4 * leaves + 2 * sum(_meet(box, other) for other in words) + covered


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
