"""Release files: the only module that imports duckdb.

A release is a DuckDB file that many processes read at once, because nobody ever writes to it again. It is
attached read-only to an in-memory database that holds the views over the facts; the file names relative paths
only, so a copied or moved warehouse folder opens and answers the same. A build writes under another name and
takes its name when finished.
"""

import os
import secrets
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import duckdb
import pandas as pd
import pyarrow as pa

from kpi import durable, fact_views
from kpi.errors import DamagedRelease, Fault, Place
from kpi.storage_faults import storage_fault

RELEASE_TABLES = (
    "about", "submissions", "live_slices", "parts", "key_values", "published", "targets", "grades",
    "milestones", "check_results", "check_rows", "coverage",
)  # fmt: skip
TABLES = "SELECT table_name FROM duckdb_tables() WHERE database_name = 'release'"
VIEWS_OF_WHOLE = (
    "SELECT view_name FROM duckdb_views() WHERE database_name = 'memory' AND schema_name = 'whole'"
)
OPENING_TABLES = ("about", "submissions", "live_slices")
BUILDING_MEMORY = "2GB"
READING_MEMORY = "1GB"
# A file under its temporary name, DuckDB's log of it, and the folder of what did not fit in memory.
UNFINISHED = (".*.part", ".*.part.wal", ".*.spill")
SETTINGS = {
    # Nothing is ever fetched: what is not inside the DuckDB package is not there.
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    # A mistyped table must be an error, not a Python variable that happens to have that name.
    "python_enable_replacements": "false",
}

Parameters = Mapping[str, Any] | Sequence[Any] | None


@dataclass(frozen=True)
class ReleaseFile:
    """A finished file: where, its SHA-256 and its size in bytes."""

    path: Path
    sha256: str
    size: int


class Release:
    """One release, open for reading. Safe to share between threads: each gets its own cursor."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, path: Path, schemas: str = "memory.main,release.main"
    ) -> None:
        self.path = path
        self._connection = connection
        self._schemas = schemas
        self._cursors = threading.local()
        self._opening = threading.Lock()

    def rows(self, sql: str, parameters: Parameters = None) -> list[tuple[Any, ...]]:
        """All rows of a query with bound parameters (`$name` or `?`). Raises DamagedRelease, DiskFull."""
        with _naming_faults(self.path):
            return self._cursor().execute(sql, parameters).fetchall()

    def frame(self, sql: str, parameters: Parameters = None) -> pd.DataFrame:
        """The result of a query as a frame, columns in the order selected.

        Raises DamagedRelease, DiskFull.
        """
        with _naming_faults(self.path):
            return self._cursor().execute(sql, parameters).df()

    @cached_property
    def about(self) -> dict[str, str]:
        """What the release says of itself: number, kind, built_at, catalogue, catalogue_sha256."""
        return dict(self.rows("SELECT key, value FROM about"))

    def tables(self) -> set[str]:
        """The names of the tables in the file; the fact views are not among them."""
        return {name for (name,) in self.rows(TABLES)}

    def close(self) -> None:
        """Lets go of the file; open cursors end with it."""
        self._cursors = threading.local()
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor = getattr(self._cursors, "cursor", None)
        if cursor is None:
            with self._opening:
                cursor = self._connection.cursor()
            # The path in which names are looked up belongs to a cursor, unlike the views themselves.
            cursor.execute(f"SET search_path = '{self._schemas}'")
            self._cursors.cursor = cursor
        return cursor


def open_release(path: Path, warehouse_dir: Path, memory_limit: str = READING_MEMORY) -> Release:
    """The release, read-only, with its views `facts_<dataset>` over the Parquet files below `warehouse_dir`.

    Raises DamagedRelease naming the file: it or one of its fact files is missing, is no database, or lacks tables.
    """
    connection = _attached(path, memory_limit)
    try:
        with _naming_faults(path):
            connection.execute("SET search_path = 'memory.main,release.main'")
            _register_facts(connection, warehouse_dir, "CREATE VIEW memory.main.")
    except BaseException:
        connection.close()
        raise
    return Release(connection, path)


def open_guarded(
    path: Path,
    warehouse_dir: Path,
    guarded: Mapping[str, str | pd.DataFrame],
    memory_limit: str = READING_MEMORY,
) -> Release:
    """The release as somebody may see it: only what `guarded` names is there, and nothing else can be named.

    A text is the SELECT that stands for a table or a view `facts_<dataset>`, which it calls `whole.<name>`; a frame is
    the table itself. Raises DamagedRelease as `open_release` does.
    """
    connection = _attached(path, memory_limit)
    try:
        with _naming_faults(path):
            _lay_out(connection, warehouse_dir, guarded)
    except BaseException:
        connection.close()
        raise
    return Release(connection, path, "memory.main")


def _lay_out(
    connection: duckdb.DuckDBPyConnection, warehouse_dir: Path, guarded: Mapping[str, str | pd.DataFrame]
) -> None:
    """The tables and views of a guarded release, over a schema that holds all of it and that nobody looks in."""
    connection.execute("CREATE SCHEMA memory.whole")
    for (name,) in connection.execute(TABLES).fetchall():
        connection.execute(f"CREATE VIEW memory.whole.{name} AS SELECT * FROM release.main.{name}")
    connection.execute("SET search_path = 'memory.whole'")
    _register_facts(connection, warehouse_dir, "CREATE VIEW memory.whole.")
    there = {name for (name,) in connection.execute(VIEWS_OF_WHOLE).fetchall()}
    connection.execute("SET search_path = 'memory.main'")
    for name, content in guarded.items():
        if isinstance(content, str):
            if name in there:
                connection.execute(f"CREATE VIEW memory.main.{name} AS {content}")
            continue
        connection.register("incoming", content)
        if name not in there:
            connection.execute(f"CREATE TABLE memory.main.{name} AS SELECT * FROM incoming")
            connection.unregister("incoming")
            continue
        # The types of the file: a column that is empty for this viewer has none of its own.
        connection.execute(f"CREATE TABLE memory.main.{name} AS SELECT * FROM whole.{name} LIMIT 0")
        connection.execute(f"INSERT INTO memory.main.{name} BY NAME SELECT * FROM incoming")
        connection.unregister("incoming")


def _attached(path: Path, memory_limit: str) -> duckdb.DuckDBPyConnection:
    """A connection of its own with the file as `release`. Raises DamagedRelease."""
    if not path.is_file():
        raise DamagedRelease(Fault("warehouse_errors.release_missing", Place(file=path.name)))
    # What does not fit in memory goes to the system's folder: the warehouse may be on a disk that cannot be
    # written.
    spill = Path(tempfile.gettempdir()) / f"kpi-spill-{os.getpid()}-{secrets.token_hex(4)}"
    connection = _connect(":memory:", memory_limit, spill)
    try:
        with _naming_faults(path):
            connection.execute(f"ATTACH {fact_views.literal(str(path))} AS release (READ_ONLY)")
            _require_tables(connection, path, "release", OPENING_TABLES)
    except BaseException:
        connection.close()
        raise
    return connection


class ReleaseBuilder:
    """A release under construction: one connection, one thread, a file under another name until `finish`."""

    def __init__(self, final: Path, warehouse_dir: Path, memory_limit: str = BUILDING_MEMORY) -> None:
        self.final = final
        self.warehouse_dir = warehouse_dir
        with durable.naming_full_disk(final):
            durable.make_folder(final.parent)
        self._temporary = durable.beside(final)
        with _naming_faults(final):
            spill = self._temporary.with_suffix(".spill")
            self._connection = _connect(str(self._temporary), memory_limit, spill)

    def table(
        self, name: str, content: pd.DataFrame | pa.Table, columns: Mapping[str, str] | None = None
    ) -> None:
        """A table from a frame; with `columns` (name → SQL type) it has these types even when it is empty."""
        with _naming_faults(self.final):
            self._connection.register("incoming", content)
            try:
                if columns is None:
                    self._connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
                else:
                    self._create_typed(name, columns)
            finally:
                self._connection.unregister("incoming")

    def run(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Runs the statements of a .sql text; each takes the `$name` parameters it mentions."""
        with _naming_faults(self.final):
            for statement in self._connection.extract_statements(sql):
                wanted = {name: (parameters or {})[name] for name in statement.named_parameters}
                self._connection.execute(statement, wanted or None)

    def create(self, name: str, select: str, parameters: Mapping[str, Any] | None = None) -> None:
        """A table from the text of one SELECT: a .sql file named after its table."""
        self.run(f"CREATE TABLE {name} AS {select}", parameters)

    def register_facts(self) -> None:
        """The views `facts_<dataset>` that readers get. Fill the tables of OPENING_TABLES first."""
        with _naming_faults(self.final):
            _require_tables(self._connection, self.final, None, OPENING_TABLES)
            _register_facts(self._connection, self.warehouse_dir, "CREATE OR REPLACE TEMP VIEW ")

    def rows(self, sql: str, parameters: Parameters = None) -> list[tuple[Any, ...]]:
        """All rows of a query on what has been built so far."""
        with _naming_faults(self.final):
            return self._connection.execute(sql, parameters).fetchall()

    def frame(self, sql: str, parameters: Parameters = None) -> pd.DataFrame:
        """The result of a query on what has been built so far."""
        with _naming_faults(self.final):
            return self._connection.execute(sql, parameters).df()

    def finish(self, required: Sequence[str] = OPENING_TABLES) -> ReleaseFile:
        """Checkpoints, opens it as a reader would, fsyncs and renames. The ledger's commit publishes it.

        Raises DamagedRelease when a required table is missing or the file does not open, DiskFull.
        """
        with _naming_faults(self.final):
            self._connection.execute("CHECKPOINT")
            self._connection.close()
        check_release(self._temporary, self.warehouse_dir, required)
        built = ReleaseFile(self.final, durable.sha256_of(self._temporary), self._temporary.stat().st_size)
        durable.place(self._temporary, self.final)
        self.abort()
        return built

    def abort(self) -> None:
        """Removes what was begun; nothing that a reader sees changes. Harmless after `finish`."""
        self._connection.close()
        _remove(self._temporary)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.abort()

    def _create_typed(self, name: str, columns: Mapping[str, str]) -> None:
        declared = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        listed = ", ".join(f'"{column}"' for column in columns)
        self._connection.execute(f"CREATE TABLE {name} ({declared})")
        self._connection.execute(f"INSERT INTO {name} SELECT {listed} FROM incoming")


def scratch(final: Path, warehouse_dir: Path, memory_limit: str = BUILDING_MEMORY) -> ReleaseBuilder:
    """A writable database that becomes `final` on `finish()`.

    Use as a context: leaving without finishing removes it.
    """
    return ReleaseBuilder(final, warehouse_dir, memory_limit)


def check_release(path: Path, warehouse_dir: Path, required: Sequence[str] = RELEASE_TABLES) -> None:
    """Opens a release as a reader would and looks for its tables. Raises DamagedRelease."""
    with open_release(path, warehouse_dir) as release:
        missing = sorted(set(required) - release.tables())
    if missing:
        raise DamagedRelease(
            Fault("warehouse_errors.table_missing", Place(file=path.name), ", ".join(missing))
        )


def link_newest(link: Path, release: Path) -> None:
    """Points an operator's link (`paths.newest_link`) to the newest release, relative and in one step."""
    durable.link(link, release)


def remove_leftovers(folder: Path, in_use: Callable[[Path], bool] = lambda path: False) -> list[str]:
    """Removes what killed builds left in a folder and below it, and names it; what is `in_use` stays.

    Call only while holding the build lock.
    """
    found = sorted(path for pattern in UNFINISHED for path in folder.rglob(pattern))
    unfinished = [path for path in found if not in_use(path)]
    for path in unfinished:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return [path.name for path in unfinished]


def _require_tables(
    connection: duckdb.DuckDBPyConnection, path: Path, database: str | None, required: Sequence[str]
) -> None:
    sql = (
        "SELECT table_name FROM duckdb_tables() WHERE database_name = coalesce($database, current_database())"
    )
    found = {name for (name,) in connection.execute(sql, {"database": database}).fetchall()}
    if missing := [name for name in required if name not in found]:
        raise DamagedRelease(
            Fault("warehouse_errors.table_missing", Place(file=path.name), ", ".join(missing))
        )


def _register_facts(connection: duckdb.DuckDBPyConnection, warehouse_dir: Path, create: str) -> None:
    """One view a dataset of the stored catalogue."""
    for name, select in fact_views.views(lambda sql: connection.execute(sql).fetchall(), warehouse_dir):
        connection.execute(f"{create}{name} AS {select}")


def _connect(database: str, memory_limit: str, spill: Path) -> duckdb.DuckDBPyConnection:
    settings: dict[str, Any] = {**SETTINGS, "memory_limit": memory_limit, "temp_directory": str(spill)}
    connection = duckdb.connect(database, config=settings)
    # Facts files never change, so their footers need reading only once.
    connection.execute("SET GLOBAL parquet_metadata_cache = true")
    return connection


def _remove(temporary: Path) -> None:
    for path in (temporary, temporary.with_name(temporary.name + ".wal")):
        path.unlink(missing_ok=True)
    shutil.rmtree(temporary.with_suffix(".spill"), ignore_errors=True)


@contextmanager
def _naming_faults(path: Path) -> Iterator[None]:
    """Turns complaints about storage into errors with a remedy; a wrong query stays DuckDB's own error."""
    try:
        yield
    except duckdb.Error as error:
        fault = storage_fault(type(error).__name__, str(error), path)
        if fault is None:
            raise
        raise fault from error
