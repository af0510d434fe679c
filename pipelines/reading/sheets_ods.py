"""The extents and errors of the sheets of an open document, whose cells and rows may say that they are repeated."""

from pathlib import Path
from xml.parsers import expat
from zipfile import ZipInfo

from pipelines.reading.archives import blocks_of, refusal
from pipelines.reading.sheets import ERROR_TEXTS, MAX_CELLS, Extent

NAMES = {"table": 1, "table-row": 2, "table-cell": 3, "covered-table-cell": 3}


class Surveyor:
    """Walks through `content.xml`; `extents` are the sheets in their order."""

    def __init__(self) -> None:
        self.extents: list[Extent] = []
        self.kinds: dict[str, int] = {}  # tag, whatever its prefix → which of NAMES it is
        self.row = self.column = self.row_repeats = self.cell_repeats = 0
        self.widest = 0
        self.cell: dict[str, str] | None = None
        self.text = ""

    def kind(self, tag: str) -> int:
        """1 for a table, 2 for a row, 3 for a cell, 0 for anything else."""
        found = self.kinds.get(tag)
        if found is None:
            found = self.kinds[tag] = NAMES.get(_local(tag), 0)
        return found

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = self.kind(tag)
        if kind == 3:
            self.cell = {_local(name): value for name, value in attributes.items()}
            self.text = ""
            self.cell_repeats = _repeats(self.cell, "number-columns-repeated")
        elif kind == 2:
            values = {_local(name): value for name, value in attributes.items()}
            self.row_repeats = _repeats(values, "number-rows-repeated")
            self.column = self.widest = 0
        elif kind == 1:
            self.extents.append(Extent())
            self.row = 0

    def words(self, text: str) -> None:
        if self.cell is not None and len(self.text) < 100:
            self.text += text

    def end(self, tag: str) -> None:
        kind = self.kind(tag)
        if kind == 3 and self.cell is not None:
            self._end_cell(self.cell)
            self.cell = None
        elif kind == 2:
            self._end_row()

    def _end_cell(self, values: dict[str, str]) -> None:
        text = self.text.strip()
        if text or values.get("value-type"):
            self.widest = self.column + self.cell_repeats
        if self.extents and (text in ERROR_TEXTS or values.get("value-type") == "error"):
            self.extents[-1].tell_error(
                self.row + 1, self.column + 1, text if text in ERROR_TEXTS else "#VALUE!"
            )
        self.column += self.cell_repeats

    def _end_row(self) -> None:
        self.row += self.row_repeats
        if self.widest and self.extents:
            self.extents[-1].reach(self.row, self.widest, self.widest * self.row_repeats)


def extents_of(path: Path, entries: dict[str, ZipInfo]) -> list[Extent]:
    """One extent per sheet. Raises FileError: damaged."""
    surveyor = Surveyor()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = surveyor.start
    parser.EndElementHandler = surveyor.end
    parser.CharacterDataHandler = surveyor.words
    try:
        for block in blocks_of(path, entries["content.xml"]):
            parser.Parse(block)
            if any(each.cells > MAX_CELLS for each in surveyor.extents):
                return surveyor.extents
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise refusal("damaged", path) from error
    return surveyor.extents


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _repeats(values: dict[str, str], name: str) -> int:
    written = values.get(name, "1")
    return int(written) if written.isdecimal() and len(written) < 12 else 1
