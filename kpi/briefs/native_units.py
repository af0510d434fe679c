"""The unit of a figure's values, read off what the figure writes beside them.

A figure keeps won and shares as they are and writes 480.0억원 or 62.0% next to them. An office chart writes its own
axis, so it needs the number in the magnitude that people read, with the unit apart.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

FACTORS = (1.0, 0.01, 1e3, 1e4, 1e6, 1e8, 1e9, 1e12)
SHARE = 0.01
TAG = re.compile(r"<[^>]+>")
BOLD = re.compile(r"<b>(.*?)</b>")
WRITTEN = re.compile(r"(?P<before>[^\d−-]*?)(?P<number>[−-]?\d[\d,]*(\.\d+)?)\s*(?P<after>[^\d−-]*)")
MOST_DECIMALS = 2
Pair = tuple[float | None, Any]


@dataclass(frozen=True)
class Scale:
    """Values divided by `factor` are so many `unit`, written by the spreadsheet's number format `pattern`."""

    factor: float = 1.0
    unit: str = ""
    pattern: str = "#,##0"

    def of(self, value: float | None) -> float | None:
        return None if value is None else value / self.factor


@dataclass(frozen=True)
class _Read:
    """One value as the figure writes it."""

    size: float
    factor: float
    unit: str
    decimals: int


def scale_of(sources: Iterable[Sequence[Pair]], values: Sequence[float]) -> Scale:
    """The scale of the largest value by the first source that names a unit; the numbers as they are without one.

    A source is (value, its text) of many values; one whose texts say other numbers than the values is not believed.
    """
    found = [read for source in sources if (read := _read(source))]
    for reads in sorted(found, key=lambda reads: not max(reads, key=_size).unit):
        largest = max(reads, key=_size)
        alike = [read for read in reads if (read.factor, read.unit) == (largest.factor, largest.unit)]
        return _scale(largest, max(read.decimals for read in alike))
    return Scale(pattern=pattern(_needed(values)))


def tidy(text: str) -> str:
    """The text without needless spaces."""
    return " ".join(text.split())


def pattern(decimals: int) -> str:
    """The number format with so many decimals."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _scale(largest: _Read, decimals: int) -> Scale:
    if largest.factor == SHARE and largest.unit == "%":
        return Scale(pattern="0" + ("." + "0" * decimals if decimals else "") + "%")
    return Scale(largest.factor, largest.unit, pattern(decimals))


def _size(read: _Read) -> float:
    return read.size


def _read(source: Sequence[Pair]) -> list[_Read]:
    """Every value with its text understood; nothing when a text speaks of another number. Signs are left out: what is
    taken off is drawn upwards and written with a minus."""
    told = [(value, text) for value, text in source if value and isinstance(text, str) and text.strip()]
    reads = [_one(abs(float(value)), text) for value, text in told]
    return [] if None in reads else [read for read in reads if read is not None]


def _one(value: float, text: str) -> _Read | None:
    bold = BOLD.search(text)
    written = WRITTEN.fullmatch(_plain(bold[1] if bold else text))
    if not written:
        return None
    number = written["number"].lstrip("−-").replace(",", "")
    decimals = len(number.partition(".")[2])
    half = 0.51 * 10.0**-decimals
    factor = next((each for each in FACTORS if abs(value / each - float(number)) <= half), None)
    unit = " ".join(part for part in (written["before"].strip(), written["after"].strip()) if part)
    return None if factor is None else _Read(value, factor, unit, decimals)


def _plain(markup: str) -> str:
    """The words of a label without its markup and without the arrow at the marked one."""
    return tidy(unescape(TAG.sub(" ", markup)).replace("◀", ""))


def _needed(values: Sequence[float]) -> int:
    """As few decimals as write the values, two at most."""
    enough = (at for at in range(MOST_DECIMALS) if all(round(value, at) == value for value in values))
    return next(enough, MOST_DECIMALS)
