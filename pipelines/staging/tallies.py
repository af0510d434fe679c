"""Faults counted by what would repair them: every row counts, however few of the faults themselves are kept."""

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Tally:
    """One text below one heading that could not be taken, as often as it stands there.

    `code` is a name of `staging_errors.*`, `allowed` what could stand there instead, as the fault says it.
    """

    code: str
    column: str
    heading: str
    sheet: str
    written: str
    count: int
    first_row: int
    allowed: Any = None


class Tallies:
    """The tallies of a file, in the order first met; beyond `most` texts only known ones are counted on."""

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._found: dict[tuple[str, str, str, str], Tally] = {}
        self.left_out = 0

    def add(self, tally: Tally) -> None:
        """Counts one more stretch of rows with this text."""
        key = (tally.code, tally.sheet, tally.heading, tally.written)
        known = self._found.get(key)
        if known is not None:
            self._found[key] = replace(known, count=known.count + tally.count)
        elif len(self._found) < self._most:
            self._found[key] = tally
        else:
            self.left_out += tally.count

    def listed(self) -> list[Tally]:
        """Every tally, in the order first met."""
        return list(self._found.values())
