"""The catalogue of matters"""

import sqlalchemy as sa
from alembic import op

from engine.database import Instant, Json, Key

revision = "0002_catalogue"
down_revision = "0001_tables"


def upgrade() -> None:
    op.create_table(
        "catalogue_entry",
        sa.Column("id", Key(), nullable=False),
        sa.Column("sort", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("unit_id", sa.String(length=64), nullable=True),
        sa.Column("content", Json(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_catalogue_entry_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_entry")),
    )
    op.create_index("ix_catalogue_entry_sort_code", "catalogue_entry", ["sort", "code"], unique=False)
