"""Keys: made and ended by administrators, shown once, and what the person behind one may see through it.

A key never opens firms: its viewer holds no place, whatever role and grants its person has.
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from kpi.access import EVALUATING_ROLES, Role, Viewer, require
from kpi.audit import Action, administered
from kpi.ledger import Key, Person
from kpi.paths import Paths
from kpi.queries.moments import ledger_of

# What a key may open, one or more of them.
RESOURCES = ("metrics", "zones", "values", "coverage", "releases", "evaluation")
SECRET_BYTES = 32
LONGEST = 200
# Compared where there is no such key, so that an unknown id takes as long as a wrong secret.
NOBODY = "0" * 64


class NewKey(NamedTuple):
    """A key, and the text that is shown once and kept nowhere."""

    key: Key
    text: str


class KeyHolder(NamedTuple):
    """Who asks through a key."""

    viewer: Viewer
    opens: frozenset[str]
    key: str


def new_key(
    viewer: Viewer, paths: Paths, person: int, name: str, opens: Collection[str], last_day: date
) -> NewKey:
    """Makes a key of a person. Raises AccessRefused for who is no administrator and what no key opens; LedgerError."""
    with administered(viewer, paths, Action.KEY_MAKE, f"#{person}") as (ledger, note):
        for each in opens:
            require(each in RESOURCES, "key_opens", each, RESOURCES)
        secret = secrets.token_urlsafe(SECRET_BYTES)
        key = ledger.add_key(person, name, opens, _hash(secret), last_day)
        note.detail |= {"key": key.id, "opens": list(key.opens), "last_day": last_day.isoformat()}
    return NewKey(key, f"{key.id}.{secret}")


def close_key(viewer: Viewer, paths: Paths, key: str) -> Key:
    """Ends a key at once. Raises AccessRefused for who is no administrator; LedgerError."""
    with administered(viewer, paths, Action.KEY_END, key) as (ledger, _):
        return ledger.end_key(key)


def keys(viewer: Viewer, paths: Paths, person: int | None = None) -> list[Key]:
    """Every key of a person or of all. Raises AccessRefused for who is no administrator; LedgerError."""
    viewer.require_administering()
    return ledger_of(paths).keys(person)


def holder_of(paths: Paths, text: str, today: date, address: str) -> KeyHolder | None:
    """Who holds a key that stands today; None for an unknown, wrong, ended or expired one. Raises LedgerError."""
    id, _, secret = text.partition(".")
    # A text that no database takes is no key.
    usable = len(text) <= LONGEST and text.isascii() and text.isprintable()
    found = ledger_of(paths).key(id) if usable else None
    kept = found[0].secret_sha256 if found else NOBODY
    if not hmac.compare_digest(_hash(secret), kept) or found is None or not found[0].stands(today):
        return None
    return KeyHolder(narrowed(found[1], found[0].opens, address), frozenset(found[0].opens), id)


def narrowed(person: Person, opens: Collection[str], address: str) -> Viewer:
    """The person as a key shows them: no firms of any place, unpublished results only where the key opens these."""
    evaluates = "evaluation" in opens and person.role in EVALUATING_ROLES
    # Of the roles that evaluate, the evaluator's is the one that holds no firms by itself.
    role = Role.EVALUATOR if evaluates else Role.VIEWER
    years = None if person.years is None else frozenset(person.years)
    return Viewer(f"#{person.id}", role, frozenset(), years, frozenset(), person.id, address)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


__all__ = ["RESOURCES", "KeyHolder", "NewKey", "close_key", "holder_of", "keys", "narrowed", "new_key"]
