"""One messy file and what it has to become: the table of cases is data, read by one test."""

from collections.abc import Callable
from dataclasses import dataclass

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Case:
    """A file by its bytes and the long table it means.

    `expected` has one line of column names and one line a row, cells apart by `|`. `row` is the row as a
    spreadsheet shows it, `status` may be left out where every row is observed, a firm stands by its digits.
    `faults` are `code:row` (`code` where the whole file is meant), `totals` and `notes` are row numbers,
    `repairs` the kinds that have to be told.
    """

    name: str
    dataset: str
    make: Callable[[], bytes]
    expected: str
    file_name: str = "file.csv"
    faults: tuple[str, ...] = ()
    totals: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    repairs: tuple[str, ...] = ()

    @property
    def rows(self) -> Rows:
        """The expected rows by column name."""
        head, *lines = [
            [cell.strip() for cell in line.split("|")]
            for line in self.expected.strip().splitlines()
            if line.strip()
        ]
        return [dict(zip(head, line, strict=True)) for line in lines]


def text(content: str, encoding: str = "utf-8", line_end: str = "\n") -> Callable[[], bytes]:
    """The bytes of a text file; the content's own line ends become `line_end`."""
    return lambda: content.lstrip("\n").replace("\n", line_end).encode(encoding)
