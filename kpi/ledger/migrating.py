"""Bringing a ledger to the newest schema, from inside the program: there is no alembic.ini."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from kpi.errors import Fault, LedgerError
from kpi.ledger.engine import reading, writing

MIGRATIONS = Path(__file__).parent / "migrations"
NEWEST = "0006"
# Any number will do, as long as every process that migrates asks for the same one.
ADVISORY_LOCK = 7_206_001


def upgrade(engine: Engine) -> None:
    """Creates or migrates the tables in one transaction; two processes at once wait for each other.

    Raises LedgerError when the ledger was written by a newer program.
    """
    with reading(engine) as connection:
        if _revision(connection) == NEWEST:
            return
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ADVISORY_LOCK})
        if _revision(connection) != NEWEST:
            _run_migrations(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _run_migrations(connection: Connection) -> None:
    # Alembic is only needed here, and importing it costs more than everything else a reader does.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise LedgerError(Fault("ledger_errors.newer_schema", value=_revision(connection))) from error
