"""The tables of the ledger, in types that SQLite and PostgreSQL share."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware on both sides, kept as UTC without a zone, which SQLite would drop silently."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value!r} does not say its time zone")
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


submissions = Table(
    "submissions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("sequence", Integer, nullable=False, unique=True),
    Column("dataset", String(80), nullable=False, index=True),
    Column("series", String(80), nullable=False),
    Column("mode", String(20), nullable=False),
    Column("known_on", Date, nullable=False, index=True),
    Column("accepted_at", UtcDateTime, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("file_name", Text, nullable=False),
    Column("raw_sha256", String(64), nullable=False, index=True),
    Column("side_car", JSON, nullable=False),
    Column("synthetic", Boolean, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("facts_file", Text, nullable=False),
    Column("facts_sha256", String(64), nullable=False),
    Column("checks_file", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("decisions", JSON, nullable=False, server_default="{}"),
    Column("draft", String(32), nullable=False, server_default=""),
    Column("approver", String(200), nullable=False, server_default=""),
    CheckConstraint("mode IN ('replace', 'amend')", name="mode"),
    CheckConstraint("state IN ('accepted', 'undone')", name="state"),
)

submission_slices = Table(
    "submission_slices",
    metadata,
    Column("submission", String(64), ForeignKey("submissions.id"), primary_key=True),
    Column("slice", String(200), primary_key=True),
)

releases = Table(
    "releases",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(40), nullable=False),
    Column("built_at", UtcDateTime, nullable=False),
    Column("catalogue_sha256", String(64), nullable=False),
    Column("catalogue", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("frozen", Boolean, nullable=False),
)

release_submissions = Table(
    "release_submissions",
    metadata,
    Column("number", Integer, ForeignKey("releases.number"), primary_key=True),
    Column("submission", String(64), ForeignKey("submissions.id"), primary_key=True, index=True),
)

builds = Table(
    "builds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime, nullable=True),
    Column("state", String(20), nullable=False, index=True),
    Column("message", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    CheckConstraint("state IN ('running', 'finished', 'failed', 'interrupted')", name="state"),
)

DRAFT_STATES = "state IN ('open', 'submitted', 'approved', 'released', 'discarded')"

drafts = Table(
    "drafts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("raw_sha256", String(64), nullable=False, index=True),
    Column("file_name", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("decisions", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("submission", String(64), nullable=False),
    CheckConstraint(DRAFT_STATES, name="state"),
)

draft_steps = Table(
    "draft_steps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("draft", String(32), ForeignKey("drafts.id"), nullable=False, index=True),
    Column("state", String(20), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("submission", String(64), nullable=False),
    Column("note", Text, nullable=False),
    CheckConstraint(DRAFT_STATES, name="state"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("draft", String(32), nullable=False, index=True),
    Column("job", String(40), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime, nullable=True),
    Column("state", String(20), nullable=False, index=True),
    Column("message", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    CheckConstraint("state IN ('running', 'finished', 'failed', 'interrupted')", name="state"),
)

mappings = Table(
    "mappings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("signature", String(64), nullable=False, index=True),
    Column("dataset", String(80), nullable=False),
    Column("decisions", JSON, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("remembered_at", UtcDateTime, nullable=False),
)

scenarios = Table(
    "scenarios",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("year", Integer, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("release", Integer, ForeignKey("releases.number"), nullable=False),
    Column("choices", JSON, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("follows", String(32), nullable=False),
)

scenario_discards = Table(
    "scenario_discards",
    metadata,
    Column("scenario", String(32), ForeignKey("scenarios.id"), primary_key=True),
    Column("actor", String(200), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

assessments = Table(
    "assessments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("year", Integer, nullable=False, index=True),
    Column("zone", String(80), nullable=False),
    Column("indicator", String(80), nullable=False),
    Column("evaluator", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("points", Float, nullable=True),
    Column("reason", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    UniqueConstraint("year", "zone", "indicator", "evaluator", "version"),
    CheckConstraint("state IN ('draft', 'submitted')", name="state"),
)

rounds = Table(
    "rounds",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("year", Integer, nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("release", Integer, ForeignKey("releases.number"), nullable=False),
    Column("catalogue_sha256", String(64), nullable=False),
    Column("framework", JSON, nullable=False),
    Column("weights", JSON, nullable=False),
    Column("recipe", JSON, nullable=False),
    Column("scores", JSON, nullable=False),
    Column("outputs_file", Text, nullable=False),
    Column("outputs_sha256", String(64), nullable=False),
    Column("code_version", String(64), nullable=False),
    Column("scenario", String(32), nullable=False),
    UniqueConstraint("year", "number"),
)

round_steps = Table(
    "round_steps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round", String(32), ForeignKey("rounds.id"), nullable=False, index=True),
    Column("state", String(20), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("note", Text, nullable=False),
    CheckConstraint("state IN ('frozen', 'published')", name="state"),
)

remarks = Table(
    "remarks",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("zone", String(80), nullable=False, index=True),
    Column("year", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("day", Date, nullable=True),
    Column("text", Text, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("written_at", UtcDateTime, nullable=False),
    Column("follows", String(32), nullable=False),
    CheckConstraint("kind IN ('commentary', 'event')", name="kind"),
)

trays = Table(
    "trays",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("actor", String(200), nullable=False, index=True),
    Column("zone", String(80), nullable=False),
    Column("year", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("pieces", JSON, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    UniqueConstraint("actor", "zone", "year", "version"),
)
