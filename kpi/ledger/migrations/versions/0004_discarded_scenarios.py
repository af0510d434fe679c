"""Scenarios may be put away: who did, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "scenario_discards",
        sa.Column("scenario", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("scenario", name="pk_scenario_discards"),
        sa.ForeignKeyConstraint(["scenario"], ["scenarios.id"], name="fk_scenario_discards_scenario"),
    )


def downgrade() -> None:
    op.drop_table("scenario_discards")
