"""Enters an administrator with a session into the ledger of KPI_WAREHOUSE and prints the session's token."""

from datetime import UTC, datetime, timedelta

from kpi.access import Role
from kpi.ledger import Ledger, Session
from kpi.paths import Paths
from kpi.signin.tokens import digest, new_token

token, now = new_token(), datetime.now(UTC)
with Ledger(Paths.from_environment().ledger_url) as ledger:
    person = ledger.add_person("scanner", "scanner", Role.ADMINISTRATOR, None)
    session = Session(
        digest(token), person.id, "account", now, now, now + timedelta(hours=1), None, "127.0.0.1", ""
    )
    ledger.begin_session(session)
print(token)
