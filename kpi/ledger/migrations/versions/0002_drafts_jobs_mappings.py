"""Files on their way in: drafts with their steps and jobs, remembered mappings; what a submission was accepted with."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

SAID = ("decisions", "draft", "approver")


def upgrade() -> None:
    _say_more_of_submissions()
    _create_drafts()
    _create_jobs()
    _create_mappings()


def downgrade() -> None:
    for table in ("mappings", "jobs", "draft_steps", "drafts"):
        op.drop_table(table)
    for column in SAID:
        op.drop_column("submissions", column)


def _say_more_of_submissions() -> None:
    """Added in place, with a default for the rows that are there: copying the table would break its references."""
    op.add_column("submissions", sa.Column("decisions", sa.JSON, nullable=False, server_default="{}"))
    op.add_column("submissions", sa.Column("draft", sa.String(32), nullable=False, server_default=""))
    op.add_column("submissions", sa.Column("approver", sa.String(200), nullable=False, server_default=""))


def _create_drafts() -> None:
    states = "state IN ('open', 'submitted', 'approved', 'released', 'discarded')"
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("raw_sha256", sa.String(64), nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("decisions", sa.JSON, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("submission", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.CheckConstraint(states, name="ck_drafts_state"),
    )
    for column in ("raw_sha256", "state"):
        op.create_index(f"ix_drafts_{column}", "drafts", [column])
    op.create_table(
        "draft_steps",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("draft", sa.String(32), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("submission", sa.String(64), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft_steps"),
        sa.ForeignKeyConstraint(["draft"], ["drafts.id"], name="fk_draft_steps_draft"),
        sa.CheckConstraint(states, name="ck_draft_steps_state"),
    )
    op.create_index("ix_draft_steps_draft", "draft_steps", ["draft"])


def _create_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("draft", sa.String(32), nullable=False),
        sa.Column("job", sa.String(40), nullable=False),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("finished_at", sa.DateTime, nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.CheckConstraint("state IN ('running', 'finished', 'failed', 'interrupted')", name="ck_jobs_state"),
    )
    for column in ("draft", "state"):
        op.create_index(f"ix_jobs_{column}", "jobs", [column])


def _create_mappings() -> None:
    op.create_table(
        "mappings",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("signature", sa.String(64), nullable=False),
        sa.Column("dataset", sa.String(80), nullable=False),
        sa.Column("decisions", sa.JSON, nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("remembered_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mappings"),
    )
    op.create_index("ix_mappings_signature", "mappings", ["signature"])
