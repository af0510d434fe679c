"""Migrations: from nothing to the newest schema, in one transaction, also by two processes at once."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from kpi.errors import LedgerError
from kpi.ledger import Ledger
from kpi.ledger.engine import engine_of, writing
from kpi.ledger.migrating import MIGRATIONS, NEWEST, upgrade
from kpi.ledger.tables import metadata


def test_the_migrations_make_exactly_the_declared_tables(ledger_url: str) -> None:
    engine = engine_of(ledger_url)
    upgrade(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_the_newest_revision_is_the_head_of_the_scripts() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == NEWEST


def test_a_ledger_of_a_newer_program_is_refused_and_left_alone(ledger_url: str) -> None:
    Ledger(ledger_url).close()
    engine = engine_of(ledger_url)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LedgerError) as caught:
        Ledger(ledger_url)
    assert (caught.value.code, caught.value.faults[0].value) == ("ledger_errors.newer_schema", "9999")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
    engine.dispose()


def test_a_change_of_tables_that_is_cut_off_leaves_no_table_behind(ledger_url: str) -> None:
    engine = engine_of(ledger_url)
    with pytest.raises(RuntimeError), writing(engine) as connection:
        metadata.create_all(connection)
        raise RuntimeError("killed in the middle")
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_processes_that_open_a_new_ledger_at_once_all_find_it_ready(ledger_url: str) -> None:
    program = f"from kpi.ledger import Ledger; print(len(Ledger({ledger_url!r}).releases()))"
    started = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    assert [process.communicate()[0].strip() for process in started] == ["0", "0", "0"]


def test_a_folder_with_a_percent_sign_is_no_obstacle(tmp_path: Path) -> None:
    with Ledger(f"sqlite:///{tmp_path / '100% 원장' / 'ledger.sqlite'}") as ledger:
        assert ledger.next_sequence() == 1
