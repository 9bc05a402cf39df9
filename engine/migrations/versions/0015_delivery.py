"""What became of messages beyond the page"""

import sqlalchemy as sa
from alembic import op

from engine.database import Instant, Key

revision = "0015_delivery"
down_revision = "0014_branches"


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("instance_id", Key(), nullable=True),
        sa.Column("notification_id", Key(), nullable=True),
        sa.Column("person_id", Key(), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_delivery_person_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_delivery")),
    )
    op.create_index(op.f("ix_delivery_instance_id"), "delivery", ["instance_id"], unique=False)
