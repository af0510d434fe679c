"""Migrations: from nothing to the newest schema, in one transaction, also by two processes at once."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from ledger_rows import released, submitted
from sqlalchemy import Connection, inspect, text

from kpi.errors import LedgerError
from kpi.ledger import Ledger, releases
from kpi.ledger.engine import engine_of, writing
from kpi.ledger.migrating import MIGRATIONS, NEWEST, upgrade
from kpi.ledger.people_tables import metadata


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


def test_a_ledger_of_the_first_schema_keeps_what_it_holds_and_learns_of_drafts(ledger_url: str) -> None:
    engine = engine_of(ledger_url)
    with writing(engine) as connection:
        _migrate_to(connection, "0001")
        _enter_as_the_first_program_did(connection)
    engine.dispose()
    with Ledger(ledger_url) as ledger:
        assert ledger.submissions() == [submitted(1)]
        assert ledger.submissions_of_release(1) == [submitted(1)]
        assert ledger.releases() == [released(1)]
        draft = ledger.new_draft("a" * 64, "투자.csv", 1, "local")
        ledger.publish(released(2), "{}", ["submission1", "submission2"], new=[submitted(2, draft=draft.id)])
        ledger.publish(released(3), "{}", ["submission2"], undone=["submission1"])
        assert [each.draft for each in ledger.submissions()] == [draft.id]


def test_going_back_to_the_first_schema_leaves_its_tables(ledger_url: str) -> None:
    with Ledger(ledger_url) as ledger:
        ledger.publish(released(1), "{}", ["submission1"], new=[submitted(1)])
    engine = engine_of(ledger_url)
    with writing(engine) as connection:
        _migrate_to(connection, "0001")
        assert "drafts" not in inspect(connection).get_table_names()
        assert connection.execute(text("SELECT id FROM submissions")).scalars().all() == ["submission1"]
    engine.dispose()


def test_a_ledger_without_discards_keeps_its_scenarios_and_learns_to_discard_them(ledger_url: str) -> None:
    engine = engine_of(ledger_url)
    with writing(engine) as connection:
        _migrate_to(connection, "0003")
        _enter_as_the_first_program_did(connection)
        connection.execute(
            text(
                "INSERT INTO scenarios VALUES "
                "('aa', 2024, '재정', 1, '{}', 'kim', '2026-03-02 09:30:00.000000', '')"
            )
        )
    engine.dispose()
    with Ledger(ledger_url) as ledger:
        (found,) = ledger.scenarios(2024)
        assert (found.name, found.discarded) == ("재정", None)
        assert ledger.discard_scenario("aa", "kim").discarded is not None
        assert ledger.scenarios(2024) == []


def test_going_back_before_discards_lists_every_scenario_again(ledger_url: str) -> None:
    with Ledger(ledger_url) as ledger:
        ledger.publish(released(1), "{}", ["submission1"], new=[submitted(1)])
        saved = ledger.save_scenario(2024, "재정", 1, {}, "kim")
        ledger.discard_scenario(saved.id, "kim")
    engine = engine_of(ledger_url)
    with writing(engine) as connection:
        _migrate_to(connection, "0003")
        assert "scenario_discards" not in inspect(connection).get_table_names()
    engine.dispose()
    with Ledger(ledger_url) as ledger:
        assert ledger.scenarios(2024) == [saved]


def _migrate_to(connection: Connection, revision: str) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    (command.upgrade if _is_empty(connection) else command.downgrade)(config, revision)


def _is_empty(connection: Connection) -> bool:
    return not inspect(connection).has_table("submissions")


def _enter_as_the_first_program_did(connection: Connection) -> None:
    row = {**asdict(submitted(1)), **dict.fromkeys(("known_on", "accepted_at"))}
    row = {
        key: value for key, value in row.items() if key not in {"slices", "decisions", "draft", "approver"}
    }
    row |= {"known_on": "2026-03-01", "accepted_at": "2026-03-02 09:30:00.000000"}
    row["side_car"] = json.dumps(row["side_car"])
    names = ", ".join(row)
    connection.execute(
        text(f"INSERT INTO submissions ({names}) VALUES (:{', :'.join(row)})"),  # noqa: S608
        row,
    )
    for label in submitted(1).slices:
        connection.execute(
            text("INSERT INTO submission_slices VALUES ('submission1', :label)"), {"label": label}
        )
    releases.enter(connection, released(1), "{}", ["submission1"])
