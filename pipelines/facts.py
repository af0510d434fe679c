"""Writing a submission's facts: one Parquet file, chunk by chunk, named only when it is whole."""

from pathlib import Path
from types import TracebackType
from typing import Self

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kpi import durable
from kpi.catalogue import Dataset

ARROW_TYPES = {
    "date": pa.date32(),
    "integer": pa.int64(),
    "amount": pa.int64(),
    "decimal": pa.float64(),
}
ORIGIN = {
    "submission": pa.string(),
    "slice": pa.string(),
    "sheet": pa.string(),
    "source_row": pa.int64(),
    "status": pa.string(),
}


def schema_of(dataset: Dataset) -> pa.Schema:
    """The columns of a facts file: what the dataset stores, then where each row came from."""
    stored = {column.id: ARROW_TYPES.get(column.type, pa.string()) for column in dataset.stored_columns}
    return pa.schema(list({**stored, **ORIGIN}.items()))


class FactsWriter:
    """Appends staged chunks to a Parquet file that takes its name on `finish`; leaving early removes it."""

    def __init__(self, final: Path, dataset: Dataset) -> None:
        self.final = final
        self.rows = 0
        self.slices: set[str] = set()
        self._schema = schema_of(dataset)
        with durable.naming_full_disk(final):
            durable.make_folder(final.parent)
            self.temporary = durable.beside(final)
            self._writer = pq.ParquetWriter(self.temporary, self._schema, compression="zstd")

    def add(self, chunk: pd.DataFrame) -> None:
        """Appends the rows of one staged chunk; columns the file did not have stay empty."""
        complete = chunk.reindex(columns=self._schema.names)
        with durable.naming_full_disk(self.final):
            self._writer.write_table(pa.Table.from_pandas(complete, self._schema, preserve_index=False))
        self.rows += len(chunk)
        self.slices.update(chunk["slice"].unique())

    def finish(self) -> str:
        """Gives the file its name and returns its SHA-256. Raises DiskFull."""
        with durable.naming_full_disk(self.final):
            self._writer.close()
        sha256 = durable.sha256_of(self.temporary)
        durable.place(self.temporary, self.final)
        return sha256

    def close(self) -> None:
        """Closes the file under its temporary name, so that whole-file checks can read it."""
        with durable.naming_full_disk(self.final):
            self._writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        if kind is not None:
            self._writer.close()
        self.temporary.unlink(missing_ok=True)
