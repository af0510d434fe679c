"""Rows that state totals of other rows: known by a word in a column that names things, never by their numbers."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kpi.catalogue import NATIONAL, Catalogue, Dataset
from pipelines.reading.model import Table
from pipelines.reading.names import category_index, holds_national, zone_index, zone_key
from pipelines.reading.words import SPACED_TOTALS, key_of, total_word

NAMING_TYPES = frozenset({"zone", "quarter", "year", "period", "category"})
EXACT_TYPES = frozenset({"text", "firm"})


class TotalFinder:
    """Finds the total rows of one table."""

    def __init__(self, table: Table, dataset: Dataset, catalogue: Catalogue) -> None:
        columns = {cell.position: dataset.column(cell.column) for cell in table.cells if cell.column}
        self.naming = [position for position, column in columns.items() if column.type in NAMING_TYPES]
        self.exact = [position for position, column in columns.items() if column.type in EXACT_TYPES]
        self.has_national = holds_national({column.type for column in dataset.columns})
        zones = zone_index(catalogue, with_national=True)
        self.national = {key for key, zone in zones.items() if zone == NATIONAL}
        self.known = {key for column in columns.values() for key in category_index(column)}

    def find(self, columns: dict[int, pa.ChunkedArray], lead: pa.ChunkedArray) -> np.ndarray:
        """Where a row is one of totals."""
        found = self._by_distinct(lead)
        for position in self.naming:
            found |= self._by_distinct(columns[position])
        words = pa.array(SPACED_TOTALS, pa.large_string())
        for position in self.exact:
            found |= pc.is_in(columns[position], value_set=words).to_numpy()  # type: ignore[attr-defined]
        return found

    def word_of(self, cells: list[str]) -> tuple[str, str]:
        """The total's word and the cell that holds it."""
        for cell in cells:
            if word := self._word(cell):
                return word, cell
        return "합계", ""

    def _by_distinct(self, column: pa.ChunkedArray) -> np.ndarray:
        coded = column.combine_chunks().dictionary_encode()
        candidates = self._candidates(coded.dictionary)
        words = np.zeros(len(coded.dictionary), bool)
        for index in np.flatnonzero(candidates):
            words[index] = self._word(coded.dictionary[int(index)].as_py()) is not None
        return words[coded.indices.to_numpy()] if words.any() else np.zeros(len(column), bool)

    def _candidates(self, values: pa.Array) -> np.ndarray:
        """A cheap sieve before the exact test: most cells of a long table hold none of these syllables."""
        return pc.match_substring_regex(values, r"계|국|분합|전체|14|[Tt][Oo][Tt]|[Aa]ll").to_numpy(False)  # type: ignore[attr-defined]

    def _word(self, cell: str) -> str | None:
        if not cell or key_of(cell) in self.known:
            return None
        if zone_key(cell) in self.national:
            return None if self.has_national else "전국"
        return total_word(cell)
