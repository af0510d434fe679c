"""The yearly evaluation: scenarios, evaluators' points, frozen rounds with their steps."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _create_scenarios()
    _create_assessments()
    _create_rounds()


def downgrade() -> None:
    for table in ("round_steps", "rounds", "assessments", "scenarios"):
        op.drop_table(table)


def _create_scenarios() -> None:
    op.create_table(
        "scenarios",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("release", sa.Integer, nullable=False),
        sa.Column("choices", sa.JSON, nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("saved_at", sa.DateTime, nullable=False),
        sa.Column("follows", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scenarios"),
        sa.ForeignKeyConstraint(["release"], ["releases.number"], name="fk_scenarios_release"),
    )
    op.create_index("ix_scenarios_year", "scenarios", ["year"])


def _create_assessments() -> None:
    op.create_table(
        "assessments",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("zone", sa.String(80), nullable=False),
        sa.Column("indicator", sa.String(80), nullable=False),
        sa.Column("evaluator", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("points", sa.Float, nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("saved_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_assessments"),
        sa.UniqueConstraint("year", "zone", "indicator", "evaluator", "version", name="uq_assessments_year"),
        sa.CheckConstraint("state IN ('draft', 'submitted')", name="ck_assessments_state"),
    )
    op.create_index("ix_assessments_year", "assessments", ["year"])


def _create_rounds() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("release", sa.Integer, nullable=False),
        sa.Column("catalogue_sha256", sa.String(64), nullable=False),
        sa.Column("framework", sa.JSON, nullable=False),
        sa.Column("weights", sa.JSON, nullable=False),
        sa.Column("recipe", sa.JSON, nullable=False),
        sa.Column("scores", sa.JSON, nullable=False),
        sa.Column("outputs_file", sa.Text, nullable=False),
        sa.Column("outputs_sha256", sa.String(64), nullable=False),
        sa.Column("code_version", sa.String(64), nullable=False),
        sa.Column("scenario", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
        sa.UniqueConstraint("year", "number", name="uq_rounds_year"),
        sa.ForeignKeyConstraint(["release"], ["releases.number"], name="fk_rounds_release"),
    )
    op.create_index("ix_rounds_year", "rounds", ["year"])
    op.create_table(
        "round_steps",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("round", sa.String(32), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_round_steps"),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name="fk_round_steps_round"),
        sa.CheckConstraint("state IN ('frozen', 'published')", name="ck_round_steps_state"),
    )
    op.create_index("ix_round_steps_round", "round_steps", ["round"])
