"""Connections to the ledger's database, and what its failures are called."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DatabaseError, IntegrityError

from kpi import durable
from kpi.errors import Fault, LedgerError, Place

BUSY_TIMEOUT_MILLISECONDS = 30_000
# What the index of a write-ahead log takes.
SMALLEST_ROOM_BYTES = 32 << 10
UNREACHABLE = "ledger_errors.unreachable"
PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)


def engine_of(url: str) -> Engine:
    """An engine whose transactions are real ones; a SQLite file's folder is made.

    Raises LedgerError, DiskFull.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        durable.make_folder(Path(parsed.database).absolute().parent)
    engine = create_engine(parsed)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: object, _: object) -> None:
    """Python's driver starts transactions late and leaves table changes outside: here BEGIN is explicit."""
    connection.isolation_level = None  # type: ignore[attr-defined]
    for pragma in PRAGMAS:
        connection.execute(pragma)  # type: ignore[attr-defined]


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once: a reader that turns into a writer fails without waiting."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view of the ledger. Raises LedgerError."""
    with naming_faults(engine), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction: everything in it is kept, or nothing. Raises LedgerError, DiskFull."""
    with naming_faults(engine), engine.execution_options(writes=True).begin() as connection:
        yield connection


@contextmanager
def naming_faults(engine: Engine) -> Iterator[None]:
    """Turns complaints into errors with a remedy; a broken constraint means the ledger has moved on."""
    try:
        yield
    except IntegrityError as error:
        raise LedgerError(Fault("ledger_errors.moved_on", _place(engine))) from error
    except DatabaseError as error:
        code = _code(str(error.orig))
        if "is full" in str(error.orig) or (code == UNREACHABLE and _has_no_room(engine)):
            raise durable.disk_full(Path(_place(engine).file)) from error
        raise LedgerError(Fault(code, _place(engine))) from error


def _has_no_room(engine: Engine) -> bool:
    """SQLite calls it an input/output error when it finds no room for its own small files."""
    database = engine.url.database or ""
    if engine.url.get_backend_name() != "sqlite" or not Path(database).parent.is_dir():
        return False
    return shutil.disk_usage(Path(database).absolute().parent).free < SMALLEST_ROOM_BYTES


def _code(complaint: str) -> str:
    if "locked" in complaint:
        return "ledger_errors.busy"
    if "malformed" in complaint or "not a database" in complaint:
        return "ledger_errors.damaged"
    return UNREACHABLE


def _place(engine: Engine) -> Place:
    """The ledger by file name, or by URL without its password."""
    if engine.url.get_backend_name() == "sqlite":
        return Place(file=Path(engine.url.database or ":memory:").name)
    return Place(file=engine.url.render_as_string(hide_password=True))
