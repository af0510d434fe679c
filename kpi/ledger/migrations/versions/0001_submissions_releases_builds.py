"""The first tables: submissions and their slices, releases, builds."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _create_submissions()
    _create_releases()
    _create_builds()


def downgrade() -> None:
    for table in ("builds", "release_submissions", "releases", "submission_slices", "submissions"):
        op.drop_table(table)


def _create_submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("dataset", sa.String(80), nullable=False),
        sa.Column("series", sa.String(80), nullable=False),
        sa.Column("mode", sa.String(20), nullable=False),
        sa.Column("known_on", sa.Date, nullable=False),
        sa.Column("accepted_at", sa.DateTime, nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("raw_sha256", sa.String(64), nullable=False),
        sa.Column("side_car", sa.JSON, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("facts_file", sa.Text, nullable=False),
        sa.Column("facts_sha256", sa.String(64), nullable=False),
        sa.Column("checks_file", sa.Text, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
        sa.UniqueConstraint("sequence", name="uq_submissions_sequence"),
        sa.CheckConstraint("mode IN ('replace', 'amend')", name="ck_submissions_mode"),
        sa.CheckConstraint("state IN ('accepted', 'undone')", name="ck_submissions_state"),
    )
    for column in ("dataset", "known_on", "raw_sha256"):
        op.create_index(f"ix_submissions_{column}", "submissions", [column])
    op.create_table(
        "submission_slices",
        sa.Column("submission", sa.String(64), nullable=False),
        sa.Column("slice", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("submission", "slice", name="pk_submission_slices"),
        sa.ForeignKeyConstraint(["submission"], ["submissions.id"], name="fk_submission_slices_submission"),
    )


def _create_releases() -> None:
    op.create_table(
        "releases",
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("built_at", sa.DateTime, nullable=False),
        sa.Column("catalogue_sha256", sa.String(64), nullable=False),
        sa.Column("catalogue", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("frozen", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_releases"),
    )
    op.create_table(
        "release_submissions",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("submission", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", "submission", name="pk_release_submissions"),
        sa.ForeignKeyConstraint(["number"], ["releases.number"], name="fk_release_submissions_number"),
        sa.ForeignKeyConstraint(["submission"], ["submissions.id"], name="fk_release_submissions_submission"),
    )
    op.create_index("ix_release_submissions_submission", "release_submissions", ["submission"])


def _create_builds() -> None:
    op.create_table(
        "builds",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("finished_at", sa.DateTime, nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_builds"),
        sa.CheckConstraint(
            "state IN ('running', 'finished', 'failed', 'interrupted')", name="ck_builds_state"
        ),
    )
    op.create_index("ix_builds_state", "builds", ["state"])
