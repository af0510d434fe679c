"""How far a sheet reaches and where its cells hold errors, found before a reader allots memory for it.

The reader of workbooks allots every cell between the first and the last used one, and gives an error value as an
empty cell: a stray cell at the far corner would take the process down, and an error would pass for nothing.
"""

from dataclasses import dataclass, field
from pathlib import Path

from pipelines.reading.archives import refusal

MAX_COLUMNS = 1_000
MAX_CELLS = 32_000_000
MAX_ERRORS = 10_000
ERROR_TEXTS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"}
    | {"#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!"}
)


@dataclass
class Extent:
    """What a sheet uses, rows and columns 1-based, and its error values by (row, column)."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)

    def reach(self, row: int, column: int, count: int = 1) -> None:
        """A filled cell, or `count` of them that end here."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        self.cells += count

    def tell_error(self, row: int, column: int, text: str) -> None:
        """An error value; of very many only the first are kept."""
        if len(self.errors) < MAX_ERRORS:
            self.errors[row, column] = text

    @property
    def is_bearable(self) -> bool:
        """Whether a reader may allot every cell of it."""
        return self.columns <= MAX_COLUMNS and max(self.cells, self.rows * self.columns) <= MAX_CELLS

    def refuse_beyond(self, path: Path, sheet: str) -> None:
        """Raises FileError: too wide to be a table, or more cells than fit into memory."""
        if self.columns > MAX_COLUMNS:
            raise refusal("too_wide", path, self.columns, MAX_COLUMNS, sheet)
        if not self.is_bearable:
            corner = f"{letters_of(self.columns)}{self.rows}"
            raise refusal("too_large", path, corner, MAX_CELLS, sheet)


def column_of(letters: str) -> int:
    """`A` is 1, `AA` 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def letters_of(column: int) -> str:
    """1 is `A`, 27 `AA`."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
