"""One-time links, by which a person sets a password; and the first administrator's, printed at the first start."""

import os
from datetime import UTC, datetime, timedelta

from kpi.access import Role
from kpi.ledger import Ledger, Person
from kpi.ledger.people_values import Purpose
from kpi.signin.tokens import digest, new_token

LASTS: dict[Purpose, timedelta] = {
    "first": timedelta(days=1),
    "invite": timedelta(days=7),
    "reset": timedelta(days=1),
}
FIRST_LOGIN = "admin"
LOCAL_ADDRESS = "http://127.0.0.1:8501"


def new_link(ledger: Ledger, person: Person, purpose: Purpose, now: datetime | None = None) -> str:
    """The path of a fresh link, which takes the place of the person's earlier ones."""
    token = new_token()
    ledger.new_link(digest(token), person.id, purpose, (now or datetime.now(UTC)) + LASTS[purpose])
    return f"/link/{token}"


def first_administrator(ledger: Ledger) -> str:
    """Where no administrator can sign in yet: the path of a link for the first; else ''."""
    if ledger.has_administrator():
        return ""
    person = ledger.person_of_login(FIRST_LOGIN)
    if person is None:
        person = ledger.add_person(FIRST_LOGIN, FIRST_LOGIN, Role.ADMINISTRATOR, None)
    elif person.role != Role.ADMINISTRATOR or person.state != "active":
        return ""
    return new_link(ledger, person, "first")


def whole(path: str, address: str = "") -> str:
    """A path as an address to open: below KPI_BASE_URL, else where this server listens."""
    base = os.environ.get("KPI_BASE_URL", "").strip() or address or LOCAL_ADDRESS
    return f"{base.rstrip('/')}{path}"
