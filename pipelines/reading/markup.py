"""Tables in markup: the HTML that many sites hand out as `.xls`, and the XML spreadsheets of 2003."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from pipelines.reading.archives import refusal
from pipelines.reading.encoding import encoding_of
from pipelines.reading.sheets import MAX_COLUMNS

MAX_BYTES = 32 << 20
MAX_CELLS = 4_000_000
# Every character is looked at once or twice, whatever is left open: no tag runs into the next.
TOKEN = re.compile(r"<(/?)([A-Za-z][\w:.-]*)([^<>]*)>|([^<]+)|<")
ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
TABLES, ROWS, CELLS, BREAKS = {"table", "worksheet"}, {"tr", "row"}, {"td", "th", "cell"}, {"br", "p", "div"}
ACROSS, DOWN = ("colspan", "mergeacross"), ("rowspan", "mergedown")


@dataclass
class MarkupSheet:
    """One table: its rows of texts, a merged cell's text in its first place only."""

    name: str
    rows: list[list[str]] = field(default_factory=list)
    start: tuple[int, int] = (0, 0)

    def iter_rows(self) -> Iterator[list[str]]:
        """The rows, as a sheet of a workbook gives them."""
        return iter(self.rows)


class MarkupBook:
    """Every table with at least two rows and columns. Raises FileError: none, too many cells, undecodable."""

    def __init__(self, path: Path) -> None:
        if path.stat().st_size > MAX_BYTES:
            raise refusal("page_too_large", path, path.stat().st_size >> 20, MAX_BYTES >> 20)
        self._path = path
        self._cells = 0
        self._sheets: list[MarkupSheet] = []
        self._below: dict[int, int] = {}  # column → how many more rows a merged cell covers there
        self._column = 0
        self._text: list[str] | None = None
        self._span = (1, 1)
        for match in TOKEN.finditer(path.read_bytes().decode(encoding_of(path))):
            self._take(match)
        self._end_cell()
        found = [sheet for sheet in self._sheets if len(sheet.rows) > 1 and max(map(len, sheet.rows)) > 1]
        if not found:
            raise refusal("not_a_table", path, "HTML/XML")
        self._by_name = {sheet.name: sheet for sheet in found}
        self.sheet_names = list(self._by_name)

    def get_sheet_by_name(self, name: str) -> MarkupSheet:
        """One of the tables."""
        return self._by_name[name]

    def _take(self, match: re.Match[str]) -> None:
        closing, tag, attributes, text = match.groups()
        if text is not None:
            if self._text is not None:
                self._text.append(unescape(text))
            return
        name = (tag or "").rpartition(":")[2].lower()
        if closing and name in TABLES | ROWS:
            self._end_cell()
        elif name in TABLES:
            self._start_table(_attributes(attributes).get("name", ""))
        elif name in ROWS:
            self._start_row(_attributes(attributes))
        elif name in CELLS:
            self._end_cell()
            if not closing:
                self._start_cell(_attributes(attributes), empty=attributes.rstrip().endswith("/"))
        elif name in BREAKS and self._text:
            self._text.append("\n")

    def _start_table(self, name: str) -> None:
        self._end_cell()
        if not name and self._sheets and not self._sheets[-1].rows:
            return  # the `Table` of a `Worksheet`
        number = len(self._sheets) + 1
        taken = {sheet.name for sheet in self._sheets}
        self._sheets.append(MarkupSheet(name if name and name not in taken else str(number)))
        self._below = {}

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._end_cell()
        if not self._sheets:
            self._start_table("")
        rows = self._sheets[-1].rows
        rows += [[] for _ in range(min(_number(attributes, ("index",), 0) - 1 - len(rows), MAX_COLUMNS))]
        rows.append([])
        self._column = 0

    def _start_cell(self, attributes: dict[str, str], empty: bool) -> None:
        if not self._sheets or not self._sheets[-1].rows:
            self._start_row({})
        while self._below.get(self._column):
            self._below[self._column] -= 1
            self._column += 1
        self._column = max(self._column, min(_number(attributes, ("index",), 1), MAX_COLUMNS + 1) - 1)
        more = 1 if any(name in attributes for name in ("mergeacross", "mergedown")) else 0
        self._span = (
            _number(attributes, ACROSS, 1 - more) + more,
            _number(attributes, DOWN, 1 - more) + more,
        )
        self._text = []
        if empty:
            self._end_cell()

    def _end_cell(self) -> None:
        """The cell's text in its place, and the places that it covers."""
        if self._text is None:
            return
        text, self._text = "".join(self._text).strip(), None
        across, down = max(min(self._span[0], MAX_COLUMNS + 1), 1), max(self._span[1], 1)
        row = self._sheets[-1].rows[-1]
        row += [""] * (self._column - len(row)) + [text] + [""] * (across - 1)
        if down > 1:
            self._below |= dict.fromkeys(range(self._column, self._column + across), down - 1)
        self._column += across
        self._cells += across
        if self._column > MAX_COLUMNS:
            raise refusal("too_wide", self._path, self._column, MAX_COLUMNS, self._sheets[-1].name)
        if self._cells > MAX_CELLS:
            raise refusal("page_too_large", self._path, self._path.stat().st_size >> 20, MAX_BYTES >> 20)


def _attributes(written: str) -> dict[str, str]:
    found = ATTRIBUTE.findall(written)
    return {name.rpartition(":")[2].lower(): unescape(a or b or c) for name, a, b, c in found}


def _number(attributes: dict[str, str], names: tuple[str, ...], default: int) -> int:
    text = next((attributes[name] for name in names if name in attributes), "")
    return int(text) if text.isdecimal() and len(text) < 7 else default
