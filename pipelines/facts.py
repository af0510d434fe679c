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
# Rows that are read at once. Where there are more, they stand in the order of firms, and a reader who looks for one of
# them passes by all groups whose first and last firm leave it out.
GROUP_ROWS = 20_000
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


def writer_of(file: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """A facts file under construction. Texts repeat and are written as positions in a dictionary; whole numbers and
    days as differences, which take half the time to write, a third to read, and less room.
    """
    texts = [field.name for field in schema if pa.types.is_string(field.type)]
    whole = [
        field.name for field in schema if pa.types.is_integer(field.type) or pa.types.is_date(field.type)
    ]
    encoding = dict.fromkeys(whole, "DELTA_BINARY_PACKED")
    return pq.ParquetWriter(file, schema, compression="zstd", use_dictionary=texts, column_encoding=encoding)


class FactsWriter:
    """Appends staged chunks to a Parquet file that takes its name on `finish`; leaving early removes it."""

    def __init__(self, final: Path, dataset: Dataset) -> None:
        self.final = final
        self.rows = 0
        self.slices: set[str] = set()
        self._schema = schema_of(dataset)
        self._firm = dataset.firm_column.id if dataset.firm_column else ""
        with durable.naming_full_disk(final):
            durable.make_folder(final.parent)
            self.temporary = durable.beside(final)
            self._writer = writer_of(self.temporary, self._schema)

    def add(self, chunk: pd.DataFrame) -> None:
        """Appends the rows of one staged chunk; columns the file did not have stay empty."""
        here = pa.schema([field for field in self._schema if field.name in chunk.columns])
        table = pa.Table.from_pandas(chunk[here.names], here, preserve_index=False)
        columns = [
            table.column(field.name) if field.name in here.names else pa.nulls(len(chunk), field.type)
            for field in self._schema
        ]
        whole = pa.table(columns, self._schema)
        if self._firm and len(chunk) > GROUP_ROWS:
            whole = whole.sort_by(self._firm)
        with durable.naming_full_disk(self.final):
            self._writer.write_table(whole, row_group_size=GROUP_ROWS)
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


def name_rows(facts: Path, submission: str) -> None:
    """Writes a facts file anew with its rows named as those of another submission. Raises DiskFull."""
    temporary = durable.beside(facts)
    try:
        with durable.naming_full_disk(facts), pq.ParquetFile(facts) as file:
            schema = file.schema_arrow
            with writer_of(temporary, schema) as writer:
                position = schema.names.index("submission")
                for number in range(file.num_row_groups):
                    group = file.read_row_group(number)
                    named = pa.repeat(pa.scalar(submission, schema.field(position).type), group.num_rows)
                    writer.write_table(group.set_column(position, schema.field(position), named))
        durable.place(temporary, facts)
    finally:
        temporary.unlink(missing_ok=True)
