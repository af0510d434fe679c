"""Passwords: what they must be, and how they are kept and compared (argon2id)."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kpi.errors import Fault, KpiError
from kpi.ledger import Ledger, Person

SHORTEST, LONGEST = 12, 200
MOST_ALIKE = 4
HASHER = PasswordHasher()
# What people choose where a long password is asked for, and words that these are made of.
COMMON = (
    "password", "passw0rd", "qwerty", "qwertyuiop", "asdfgh", "asdfghjkl", "zxcvbnm", "1q2w3e4r", "q1w2e3r4",
    "letmein", "welcome", "iloveyou", "administrator", "admin", "abc", "abcd", "korea", "changeme", "secret", "dragon",
    "monkey", "sunshine", "princess", "football", "baseball", "superman", "trustno", "master", "login", "hello",
    "qlalfqjsgh", "gkrrhvk", "dkssud", "tkfkdgo",
)  # fmt: skip


def require_good(password: str, login: str) -> None:
    """Raises KpiError, saying which rule, for a password that is short, too long, the login, or easily guessed."""
    if len(password) < SHORTEST:
        raise KpiError(Fault("signin_errors.password_short", value=len(password), allowed=SHORTEST))
    if len(password) > LONGEST:
        raise KpiError(Fault("signin_errors.password_long", value=len(password), allowed=LONGEST))
    lowered = password.casefold()
    if login and (login.casefold() in lowered and len(lowered) - len(login) < SHORTEST):
        raise KpiError(Fault("signin_errors.password_login"))
    if is_common(lowered):
        raise KpiError(Fault("signin_errors.password_common"))


def require_same(password: str, again: str) -> None:
    """Raises KpiError where the second time was typed otherwise."""
    if password != again:
        raise KpiError(Fault("signin_errors.password_differs"))


def is_common(lowered: str) -> bool:
    """Whether what is left without common words, digits in a row and repeated signs is next to nothing."""
    rest = lowered
    for word in sorted(COMMON, key=len, reverse=True):
        rest = rest.replace(word, "")
    rest = "".join(sign for sign in rest if not sign.isdecimal() and sign.isalnum())
    return len(set(rest)) < MOST_ALIKE


def hashed(password: str) -> str:
    """The hash to keep."""
    return HASHER.hash(password)


def verified(ledger: Ledger, login: str, password: str) -> Person | None:
    """The active person whom login and password belong to, or None; as slow for a login that nobody has.

    A hash of older parameters is made anew.
    """
    found = ledger.password_of(login)
    person, kept = found if found else (None, _nobodys())
    try:
        HASHER.verify(kept, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return None
    if person is not None and HASHER.check_needs_rehash(kept):
        ledger.set_password(person.id, hashed(password))
    return person


@cache
def _nobodys() -> str:
    return hashed("nobody's password")
