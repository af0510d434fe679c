"""Random tokens and what of them is kept: their SHA-256 alone."""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """256 random bits as text for a cookie or a link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(text: str) -> str:
    """What the ledger keeps of it."""
    return hashlib.sha256(text.encode()).hexdigest()
