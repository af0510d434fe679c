"""Rows of a wide table turned long: one row for each thing that its headings say."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpi.catalogue import Catalogue, Dataset
from pipelines.reading.model import CHUNK_ROWS, SOURCE_ROW, Chunk, Table, Wide
from pipelines.reading.names import BASIS_NAMES, metric_index
from pipelines.reading.words import key_of


class Turner:
    """Turns the frames of one wide table."""

    def __init__(self, table: Table, wide: Wide, dataset: Dataset, catalogue: Catalogue) -> None:
        self.table, self.wide, self.dataset, self.catalogue = table, wide, dataset, catalogue
        self._metrics = metric_index(catalogue)
        self.rows_at_once = max(CHUNK_ROWS // len(wide.groups), 1)

    def turn(self, frame: pd.DataFrame) -> Chunk:
        """One row for each row and group of the frame, in the file's order; where no number stands, none."""
        groups, rows = len(self.wide.groups), len(frame)
        source = pa.Table.from_pandas(frame, preserve_index=False)
        of_row = pa.array(np.repeat(np.arange(rows), groups))
        of_group = np.tile(np.arange(groups), rows)
        turned: dict[str, pa.ChunkedArray] = {}
        for cell in self.table.cells:
            if cell.position >= 0:
                turned[cell.label] = source[cell.label].take(of_row)
            elif any(cell.column in group.headings for group in self.wide.groups):
                turned[cell.label] = self._numbers(source, cell.column or "", rows)
            elif any(cell.column in dict(group.said) for group in self.wide.groups):
                said = pa.array(
                    [dict(group.said)[cell.column or ""] for group in self.wide.groups], pa.large_string()
                )
                turned[cell.label] = pa.chunked_array([said.take(pa.array(of_group))])
        turned |= self._derived(turned, of_group)
        table = pa.table(
            {
                **{label: turned[label] for label in self.table.labels},
                SOURCE_ROW: source[SOURCE_ROW].take(of_row),
            }
        )
        filled = self._filled(turned)
        return Chunk(self.table, table.filter(pa.array(filled)).to_pandas(), of_group[filled])

    def _numbers(self, source: pa.Table, column: str, rows: int) -> pa.ChunkedArray:
        """The cells of one number column, group after group within each row."""
        blank = pa.chunked_array([pa.array([""] * rows, pa.large_string())])
        headings = [group.headings.get(column) for group in self.wide.groups]
        stacked = [source[heading].cast(pa.large_string()) if heading else blank for heading in headings]
        joined = pa.chunked_array([chunk for each in stacked for chunk in each.chunks], pa.large_string())
        order = np.arange(len(headings) * rows).reshape(len(headings), rows).T.ravel()
        return joined.take(pa.array(order))

    def _filled(self, turned: dict[str, pa.ChunkedArray]) -> np.ndarray:
        numbers = {column for group in self.wide.groups for column in group.headings}
        labels = [cell.label for cell in self.table.cells if cell.column in numbers]
        return np.logical_or.reduce([pc.not_equal(turned[label], "").to_numpy() for label in labels])  # type: ignore[attr-defined]

    def _derived(
        self, turned: dict[str, pa.ChunkedArray], of_group: np.ndarray
    ) -> dict[str, pa.ChunkedArray]:
        """Units and bases that only the headings, the unit row or the metric itself tell."""
        metric = next((cell for cell in self.table.cells if self._type(cell.column) == "metric"), None)
        open_cells = [cell for cell in self.table.cells if cell.position < 0 and cell.label not in turned]
        if metric is None:
            texts = pa.DictionaryArray.from_arrays(
                pa.array(np.zeros(len(of_group), np.int32)), pa.array([""])
            )
        else:
            texts = turned[metric.label].combine_chunks().dictionary_encode()
        found: dict[str, pa.ChunkedArray] = {}
        for cell in open_cells:
            units = [group.unit if self._type(cell.column) == "unit" else "" for group in self.wide.groups]
            tell = self._unit if self._type(cell.column) == "unit" else self._basis
            told = pa.array(
                [tell(text, unit) for text in texts.dictionary.to_pylist() for unit in units],
                pa.large_string(),
            )
            found[cell.label] = pa.chunked_array(
                [told.take(pa.array(texts.indices.to_numpy() * len(units) + of_group))]
            )
        return found

    def _type(self, column: str | None) -> str:
        return self.dataset.column(column).type if column else ""

    def _unit(self, metric_text: str, unit: str) -> str:
        """The heading's unit; else the one of the unit row that fits the metric; else, for what is counted, its own."""
        metric = self.catalogue.metrics.get(self._metrics.get(key_of(metric_text), ""))
        if unit or metric is None:
            return unit or (self.table.units[0] if len(self.table.units) == 1 else "")
        stored = self.catalogue.units[metric.unit]
        known = {key_of(word) for word in stored.written}
        named = [word for word in self.table.units if key_of(word) in known]
        if len(named) == 1:
            return named[0]
        return "" if stored.kind in ("money", "area") or not stored.written else next(iter(stored.written))

    def _basis(self, metric_text: str, _: str) -> str:
        """The basis of a metric that has only one."""
        metric = self._metrics.get(key_of(metric_text))
        bases = self.catalogue.bases_of(metric) if metric else ()
        return BASIS_NAMES[bases[0]] if len(bases) == 1 else ""
