"""Sessions: begun with a fresh token, looked up at every step, ended by time or by somebody."""

from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from kpi.access import Viewer
from kpi.ledger import Ledger, Person, Session
from kpi.ledger.people_values import Way
from kpi.signin.settings import Settings
from kpi.signin.tokens import digest, new_token
from kpi.signin.viewers import viewer_of

# Use is noted once in so long: a note is a write.
NOTED_EVERY = timedelta(minutes=1)
# Days of grants are days in Korea.
KOREA = timezone(timedelta(hours=9))
LONGEST_AGENT = 300


class SignedIn(NamedTuple):
    """A session that stands, whose it is, and what that person may see now."""

    session: Session
    person: Person
    viewer: Viewer


def begin(
    ledger: Ledger, person: Person, way: Way, address: str, agent: str, settings: Settings, now: datetime
) -> str:
    """Begins a session and returns its token, which is kept nowhere but in the browser."""
    token = new_token()
    expires_at = now + settings.whole
    session = Session(
        digest(token), person.id, way, now, now, expires_at, None, address[:80], agent[:LONGEST_AGENT]
    )
    ledger.begin_session(session)
    return token


def standing(ledger: Ledger, key: str, settings: Settings, now: datetime | None = None) -> SignedIn | None:
    """The session under a token's hash, if it has not ended, expired or lain idle, and its person is active.

    A session begun in another mode does not stand in this one. Raises LedgerError.
    """
    now = now or datetime.now(UTC)
    found = ledger.session(key, now) if key else None
    if found is None:
        return None
    session, person, grants = found
    if session.seen_at + settings.idle <= now or session.way != settings.mode.way:
        return None
    if session.seen_at + NOTED_EVERY <= now:
        ledger.see_session(key, now)
    return SignedIn(session, person, viewer_of(person, grants, now.astimezone(KOREA).date(), session.address))


def end(ledger: Ledger, key: str) -> None:
    """Ends a session; an ended or unknown one stays as it is. Raises LedgerError."""
    ledger.end_session(key)
