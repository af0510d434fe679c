"""A person who has signed in, for tests that run a server of their own."""

from datetime import UTC, datetime, timedelta

from kpi.access import Role
from kpi.ledger import Ledger, Session
from kpi.paths import Paths
from kpi.signin.tokens import digest

LOGIN, NAME = "tester", "시험 관리자"


def sign_in(paths: Paths, token: str) -> str:
    """Enters an administrator and a session of this token; what the ledger calls that person."""
    now = datetime.now(UTC)
    with Ledger(paths.ledger_url) as ledger:
        person = ledger.person_of_login(LOGIN) or ledger.add_person(LOGIN, NAME, Role.ADMINISTRATOR, None)
        if ledger.session(digest(token), now) is None:
            ends = now + timedelta(hours=12)
            ledger.begin_session(
                Session(digest(token), person.id, "account", now, now, ends, None, "127.0.0.1", "test")
            )
    return f"#{person.id}"
