"""What a person has decided about the values of one column: what written texts mean, and repairs not wanted."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from kpi.catalogue import Column
from kpi.drafts import Decisions
from pipelines.reading.decided import Decided
from pipelines.reading.model import SOURCE_ROW, Chunk, HeaderCell
from pipelines.reading.names import zone_key
from pipelines.reading.words import key_of
from pipelines.staging.cells import Cell, Parser
from pipelines.staging.sieves import Sieve

SEPARATOR = "\x1f"  # between a cell and what its row says of metric and unit, where those are parsed together
VALUE_REPAIRS = ("zone_alias", "period_respelled", "number_respelled", "marked")
REFUSED_FAULTS = {
    "zone": "unknown_zone", "quarter": "not_a_period", "year": "not_a_period", "period": "not_a_period",
    "date": "not_a_date", "category": "unknown_category", "metric": "unknown_metric", "basis": "unknown_basis",
}  # fmt: skip


class ColumnDecisions:
    """The decisions about one column of one table. Texts refused by a place are learned when that row is met."""

    def __init__(
        self,
        column: Column,
        headings: Sequence[str],
        decisions: Decisions,
        decided: Decided,
        header: HeaderCell | None,
    ) -> None:
        self.column, self.headings, self.header = column, headings, header
        self.meanings = {
            self.key(text): meaning for text, meaning in decisions.values.get(column.id, {}).items()
        }
        self._refused_kinds = {kind for kind in VALUE_REPAIRS if self._refuses_all(kind, decided)}
        self._places = {
            (kind, heading): rows
            for kind in VALUE_REPAIRS
            for heading in headings
            if (rows := decided.refused_rows(kind, heading))
        }
        self._refused_texts: set[tuple[str, str]] = set()

    @property
    def blank_means(self) -> str:
        """What an empty cell means, or a column that the file does not have; '' where nobody has said."""
        return self.meanings.get("", "")

    def parser(self, parse: Parser) -> Parser:
        """The parser with what was decided in it."""
        if not (self.meanings or self._refused_kinds or self._places):
            return parse

        def parse_as_decided(text: str) -> Cell:
            written, *beside = text.split(SEPARATOR)
            meaning = self.meanings.get(self.key(written))
            if meaning is not None:
                said = parse(SEPARATOR.join([meaning, *beside])) if meaning else Cell()
                return replace(said, repair="")
            return self._unless_refused(written, parse(text))

        return parse_as_decided

    def sieve(self, sieve: Sieve) -> Sieve:
        """The sieve that lets through what was given a meaning; with anything said of single texts, none is read in
        bulk.
        """
        said = sieve.with_meanings(self.meanings)
        return replace(said, in_bulk=None) if self.meanings or self._places else said

    def learn(self, texts: pa.ChunkedArray, chunk: Chunk) -> None:
        """Remember what stands at the places that were refused."""
        if self.header is None:
            return
        for (kind, heading), rows in self._places.items():
            for index in np.flatnonzero(np.isin(chunk.frame[SOURCE_ROW].to_numpy(), rows)):
                if chunk.heading(self.header, int(index)) == heading:
                    self._refused_texts.add((kind, texts[int(index)].as_py()))

    def key(self, text: str) -> str:
        """What spellings of one value share, so that a group of them is decided once."""
        return zone_key(text) if self.column.type == "zone" and text else key_of(text)

    def _refuses_all(self, kind: str, decided: Decided) -> bool:
        return decided.refuses(kind) or any(decided.refuses(kind, heading) for heading in self.headings)

    def _unless_refused(self, written: str, cell: Cell) -> Cell:
        done = {cell.repair, "marked" if cell.status or cell.reason not in ("", "blank") else ""} - {""}
        refused = any(kind in self._refused_kinds or (kind, written) in self._refused_texts for kind in done)
        return Cell(fault=REFUSED_FAULTS.get(self.column.type, "not_a_number")) if refused else cell
