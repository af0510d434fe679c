"""Faults counted by what would repair them: every row counts, however few of the faults themselves are kept."""

from dataclasses import dataclass, field
from typing import Any

EXAMPLES = 20


@dataclass(frozen=True)
class Example:
    """One text that could not be taken, and the first row that holds it; `allowed` is what could stand there instead,
    as the fault says it.
    """

    sheet: str
    written: str
    first_row: int
    allowed: Any = None


@dataclass
class Tally:
    """The cells below one heading that have one fault. `code` is a name of `staging_errors.*`; of the texts the first
    20 are kept.
    """

    code: str
    heading: str
    count: int = 0
    examples: dict[tuple[str, str], Example] = field(default_factory=dict)


class Tallies:
    """The tallies of a file, in the order first met."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Tally] = {}

    def count(self, code: str, heading: str, rows: int) -> None:
        """So many more cells have this fault."""
        self._of(code, heading).count += rows

    def add(self, code: str, heading: str, example: Example) -> None:
        """A text with this fault."""
        known = self._of(code, heading).examples
        if len(known) < EXAMPLES:
            known.setdefault((example.sheet, example.written), example)

    def listed(self) -> list[Tally]:
        """Every tally, in the order first met."""
        return list(self._found.values())

    def _of(self, code: str, heading: str) -> Tally:
        return self._found.setdefault((code, heading), Tally(code, heading))
