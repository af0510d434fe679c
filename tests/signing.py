"""People who have signed in, for tests that run a server of their own."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

from kpi.access import Role
from kpi.ledger import Ledger, Session
from kpi.paths import Paths
from kpi.signin.tokens import digest

LOGIN, NAME = "tester", "시험 관리자"


def sign_in(
    paths: Paths,
    token: str,
    role: Role = Role.ADMINISTRATOR,
    zones: Collection[str] | None = None,
    granted: Collection[str] = (),
    login: str = LOGIN,
) -> str:
    """Enters a person and a session of this token; what the ledger calls that person."""
    now = datetime.now(UTC)
    with Ledger(paths.ledger_url) as ledger:
        person = ledger.person_of_login(login)
        if person is None:
            person = ledger.add_person(login, NAME, role, zones)
            if granted:
                ledger.give_grant(person.id, granted, "시험", date(2020, 1, 1), date(2099, 1, 1), "test")
        if ledger.session(digest(token), now) is None:
            ends = now + timedelta(hours=12)
            ledger.begin_session(
                Session(digest(token), person.id, "account", now, now, ends, None, "127.0.0.1", "test")
            )
    return f"#{person.id}"
