"""The tables of the ledger about people: who may sign in, their sessions, grants and keys, and what was done."""

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from kpi.ledger.tables import UtcDateTime, metadata

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    # Names stand here alone: elsewhere a person is a number, so that a name can be erased.
    Column("login", String(200), nullable=True, unique=True),
    Column("name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("zones", JSON, nullable=True),
    Column("years", JSON, nullable=True),
    Column("state", String(20), nullable=False, index=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("issuer", String(400), nullable=False),
    Column("subject", String(400), nullable=False),
    CheckConstraint("state IN ('active', 'suspended', 'erased')", name="state"),
)
# One person for each subject of a provider; local accounts, and who has been erased, have neither.
NAMED_OUTSIDE = text("issuer <> ''")
Index(
    "uq_people_subject",
    people.c.issuer,
    people.c.subject,
    unique=True,
    sqlite_where=NAMED_OUTSIDE,
    postgresql_where=NAMED_OUTSIDE,
)

passwords = Table(
    "passwords",
    metadata,
    Column("person", Integer, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("hash", Text, nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
)

one_time_links = Table(
    "one_time_links",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("person", Integer, ForeignKey("people.id"), nullable=False, index=True),
    Column("purpose", String(20), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime, nullable=True),
    CheckConstraint("purpose IN ('first', 'invite', 'reset')", name="purpose"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("person", Integer, ForeignKey("people.id"), nullable=False, index=True),
    Column("way", String(20), nullable=False),
    Column("began_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime, nullable=True),
    Column("address", String(80), nullable=False),
    Column("agent", String(300), nullable=False),
    CheckConstraint("way IN ('account', 'oidc', 'demo')", name="way"),
)

sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    # A hash: what somebody types by mistake may be a password.
    Column("login_sha256", String(64), nullable=False, index=True),
    Column("address", String(80), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False, index=True),
)

grants = Table(
    "grants",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", Integer, ForeignKey("people.id"), nullable=False, index=True),
    Column("places", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("given_by", String(200), nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime, nullable=True),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("secret_sha256", String(64), nullable=False),
    Column("person", Integer, ForeignKey("people.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("opens", JSON, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("ended_at", UtcDateTime, nullable=True),
)

audit = Table(
    "audit",
    metadata,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False, index=True),
    Column("actor", String(200), nullable=False, index=True),
    Column("action", String(60), nullable=False, index=True),
    Column("object", Text, nullable=False),
    Column("address", String(80), nullable=False),
    Column("result", String(20), nullable=False),
    Column("detail", JSON, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    CheckConstraint("result IN ('done', 'refused', 'failed')", name="result"),
)

purges = Table(
    "purges",
    metadata,
    Column("raw_sha256", String(64), primary_key=True),
    Column("actor", String(200), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
