"""People, their sessions and grants as values."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

PersonState = Literal["active", "suspended", "erased"]
Purpose = Literal["first", "invite", "reset"]
Way = Literal["account", "oidc", "demo"]


@dataclass(frozen=True)
class Person:
    """Somebody who may sign in. `zones` and `years` None = all of them; an erased one keeps its number alone.

    `issuer` and `subject` name a person whom an OpenID provider signs in; both are empty for others.
    """

    id: int
    login: str | None
    name: str
    role: str
    zones: tuple[str, ...] | None
    years: tuple[int, ...] | None
    state: PersonState
    made_at: datetime
    changed_at: datetime
    issuer: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Session:
    """One sign-in of a person in one browser, under the hash of its token."""

    token_sha256: str
    person: int
    way: Way
    began_at: datetime
    seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    address: str
    agent: str


@dataclass(frozen=True)
class Grant:
    """A right to firm-level rows of places, from its first to its last day, unless it was ended before."""

    id: int
    person: int
    places: tuple[str, ...]
    reason: str
    first_day: date
    last_day: date
    given_by: str
    given_at: datetime
    ended_at: datetime | None

    def stands(self, today: date) -> bool:
        """Whether it opens anything on this day."""
        return self.ended_at is None and self.first_day <= today <= self.last_day


@dataclass(frozen=True)
class Link:
    """A link that lets a person set a password, once; the token is known only to who holds it."""

    token_sha256: str
    person: int
    purpose: Purpose
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Key:
    """What a program asks the API with, for a person: of its secret only the hash is kept."""

    id: str
    secret_sha256: str = field(repr=False)
    person: int
    name: str
    opens: tuple[str, ...]
    made_at: datetime
    last_day: date
    ended_at: datetime | None = None

    def stands(self, today: date) -> bool:
        """Whether it opens anything on this day."""
        return self.ended_at is None and today <= self.last_day


@dataclass(frozen=True)
class Limits:
    """How many attempts to sign in are heard within a window: by a login from one address, from an address, and by a
    login from wherever.
    """

    window: timedelta
    together: int
    by_address: int
    by_login: int
