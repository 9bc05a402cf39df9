"""Papers held once"""

import sqlalchemy as sa
from alembic import op

from engine.database import Instant, Json, Key

revision = "0005_held_papers"
down_revision = "0004_signers"


def upgrade() -> None:
    op.create_table(
        "held_paper",
        sa.Column("id", Key(), nullable=False),
        sa.Column("holder", sa.LargeBinary(length=32), nullable=False),
        sa.Column("paper", sa.String(length=60), nullable=False),
        sa.Column("instance_id", Key(), nullable=False),
        sa.Column("field", sa.String(length=80), nullable=False),
        sa.Column("attachments", Json(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("algorithm", sa.String(length=20), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("kept_at", Instant(), nullable=False),
        sa.Column("kept_by", sa.String(length=64), nullable=False),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_paper")),
    )
    op.create_index(op.f("ix_held_paper_holder"), "held_paper", ["holder"], unique=False)
    op.create_index(op.f("ix_held_paper_instance_id"), "held_paper", ["instance_id"], unique=False)
