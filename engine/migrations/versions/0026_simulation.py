"""The last simulated years of a draft"""

import sqlalchemy as sa
from alembic import op

from engine.database import Instant, Json, Key

revision = "0026_simulation"
down_revision = "0025_posts"


def upgrade() -> None:
    op.create_table(
        "simulation",
        sa.Column("draft_id", Key(), nullable=False),
        sa.Column("edition", sa.String(length=8), nullable=False),
        sa.Column("run", Key(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("asked", Json(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("started", sa.Integer(), nullable=True),
        sa.Column("ended", sa.Integer(), nullable=True),
        sa.Column("figures", Json(), nullable=True),
        sa.Column("message", Json(), nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["process_draft.id"], name=op.f("fk_simulation_draft_id")),
        sa.PrimaryKeyConstraint("draft_id", "edition", name=op.f("pk_simulation")),
    )
