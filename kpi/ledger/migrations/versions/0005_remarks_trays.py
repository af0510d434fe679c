"""What managers write about a zone's year, and what people gather for their briefs."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "remarks",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("zone", sa.String(80), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("day", sa.Date, nullable=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("written_at", sa.DateTime, nullable=False),
        sa.Column("follows", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_remarks"),
        sa.CheckConstraint("kind IN ('commentary', 'event')", name="ck_remarks_kind"),
    )
    op.create_index("ix_remarks_zone", "remarks", ["zone"])
    op.create_table(
        "trays",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("zone", sa.String(80), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("pieces", sa.JSON, nullable=False),
        sa.Column("saved_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_trays"),
        sa.UniqueConstraint("actor", "zone", "year", "version", name="uq_trays_actor"),
    )
    op.create_index("ix_trays_actor", "trays", ["actor"])


def downgrade() -> None:
    op.drop_table("trays")
    op.drop_table("remarks")
