"""Rows that state totals of other rows: known by a word in a column that names things, never by their numbers."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kpi.catalogue import NATIONAL, Catalogue, Dataset
from pipelines.reading.columns import Codes
from pipelines.reading.model import Table
from pipelines.reading.names import BASIS_INDEX, category_index, holds_national, zone_index, zone_key
from pipelines.reading.words import SPACED_TOTALS, is_summary, key_of, total_word

NAMING_TYPES = frozenset({"zone", "quarter", "year", "period", "category"})
EXACT_TYPES = frozenset({"text", "firm"})
NUMBER_TYPES = frozenset({"integer", "amount", "decimal"})
# Cheap sieves before the exact tests: most cells of a long table hold none of these syllables.
TOTAL_SIEVE = r"계|국|분\s*합|전\s*체|14|[Tt][Oo][Tt]|[Ss][Uu][Mm]|[Aa]ll"
SUMMARY_SIEVE = r"평\s*균|증\s*감|대\s*비|성\s*비|비\s*중|(?i:average|mean)"


class TotalFinder:
    """Finds the total rows of one table."""

    def __init__(self, table: Table, dataset: Dataset, catalogue: Catalogue) -> None:
        columns = {cell.position: dataset.column(cell.column) for cell in table.cells if cell.column}
        self.naming = [position for position, column in columns.items() if column.type in NAMING_TYPES]
        # A text names what the row is about only where it stands before the numbers: `비고` does not.
        first = min((at for at, column in columns.items() if column.type in NUMBER_TYPES), default=1 << 20)
        self.exact = [at for at, column in columns.items() if column.type in EXACT_TYPES and at < first]
        self.has_national = holds_national({column.type for column in dataset.columns})
        zones = zone_index(catalogue, with_national=True)
        self.national = {key for key, zone in zones.items() if zone == NATIONAL}
        self.known = {key for column in columns.values() for key in category_index(column)}
        if any(column.type == "basis" for column in columns.values()):
            self.known |= BASIS_INDEX.keys()

    def find(self, columns: dict[int, pa.ChunkedArray], lead: pa.ChunkedArray, codes: Codes) -> np.ndarray:
        """Where a row is one of totals."""
        found = self._named(columns, lead, codes, TOTAL_SIEVE, lambda cell: self._word(cell) is not None)
        words = pa.array(SPACED_TOTALS, pa.large_string())
        for position in self.exact:
            found |= pc.is_in(columns[position], value_set=words).to_numpy()  # type: ignore[attr-defined]
        return found

    def summaries(
        self, columns: dict[int, pa.ChunkedArray], lead: pa.ChunkedArray, codes: Codes
    ) -> np.ndarray:
        """Where a row is computed from others without being their total: an average, a change, a share."""
        return self._named(
            columns,
            lead,
            codes,
            SUMMARY_SIEVE,
            lambda cell: key_of(cell) not in self.known and is_summary(cell),
        )

    def word_of(self, cells: list[str]) -> tuple[str, str]:
        """The total's word and the cell that holds it."""
        for cell in cells:
            if word := self._word(cell):
                return word, cell
        return "합계", ""

    def _named(
        self,
        columns: dict[int, pa.ChunkedArray],
        lead: pa.ChunkedArray,
        codes: Codes,
        sieve: str,
        test: Callable[[str], bool],
    ) -> np.ndarray:
        """Where the first cell, or one that names zone, period or category, passes the test."""
        looked_at = {
            id(column): column for column in (lead, *(columns[position] for position in self.naming))
        }
        found = [_by_distinct(codes.of(column), sieve, test) for column in looked_at.values()]
        return np.logical_or.reduce(found)

    def _word(self, cell: str) -> str | None:
        if not cell or key_of(cell) in self.known:
            return None
        if zone_key(cell) in self.national:
            return None if self.has_national else "전국"
        return total_word(cell)


def _by_distinct(coded: pa.DictionaryArray, sieve: str, test: Callable[[str], bool]) -> np.ndarray:
    """Each distinct text is tested once, and only where the sieve lets it through."""
    candidates = pc.match_substring_regex(coded.dictionary, sieve).to_numpy(False)  # type: ignore[attr-defined]
    passed = np.zeros(len(coded.dictionary), bool)
    for index in np.flatnonzero(candidates):
        passed[index] = test(coded.dictionary[int(index)].as_py())
    return passed[coded.indices.to_numpy()] if passed.any() else np.zeros(len(coded), bool)
