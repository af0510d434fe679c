"""Guessing passwords is slow: so many attempts in a while by a login from an address, from an address, by a login."""

from datetime import datetime, timedelta

from kpi.ledger import Ledger
from kpi.ledger.people_values import Limits
from kpi.signin.tokens import digest

# Few by a login from one place, many from everywhere: who knows a login must not be able to hold it shut for its owner.
LIMITS = Limits(timedelta(minutes=15), together=5, by_address=30, by_login=100)


def admitted(ledger: Ledger, login: str, address: str, now: datetime) -> bool:
    """Whether one more attempt is heard; it is counted before the password is looked at."""
    return ledger.admit_attempt(digest(login), address, now, LIMITS)


def succeeded(ledger: Ledger, login: str, address: str) -> None:
    """Forgets the attempts that a good one has followed."""
    ledger.forget_attempts(digest(login), address)
