"""A real PostgreSQL server for the tests of the ledger, where the machine has one: no port, and gone at the end."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

OWNER = "ledger"
# It refuses to be the system's administrator: whoever may become somebody else, does.
ORDINARY_USERS = ("postgres", "nobody")
SETTINGS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=60"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """Makes a new database and returns its URL. Skips, saying so, where PostgreSQL is not installed."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed here. To run this: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="kpi-pg-"))
    as_user = _become(folder)
    data, log = folder / "data", folder / "log"

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [*as_user, str(programs / program), *arguments], capture_output=True, text=True, cwd=folder
        )
        assert done.returncode == 0, done.stdout + done.stderr

    run("initdb", "-D", str(data), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    run("pg_ctl", "-D", str(data), "-l", str(log), "-w", "-o", f"{SETTINGS} -k {folder}", "start")
    try:

        def new_database() -> str:
            name = f"ledger_{secrets.token_hex(4)}"
            run("createdb", "-h", str(folder), "-U", OWNER, name)
            return f"postgresql://{OWNER}@/{name}?host={folder}"

        yield new_database
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    """The folder of initdb and its kin, which Debian keeps off the path; of several versions the newest."""
    found = [shutil.which("initdb"), *sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")))]
    installed = [Path(each).resolve().parent for each in found if each]
    return installed[-1] if installed else None


def _become(folder: Path) -> list[str]:
    """What a command starts with to be run by an ordinary user, who is given the folder."""
    if os.geteuid() != 0:
        return []
    known = {each.pw_name for each in pwd.getpwall()}
    user = next(name for name in ORDINARY_USERS if name in known)
    shutil.chown(folder, user)
    return ["setpriv", f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups"]
