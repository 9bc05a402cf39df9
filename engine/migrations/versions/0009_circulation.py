"""Who has been let know of a case"""

import sqlalchemy as sa
from alembic import op

from engine.database import Instant, Key

revision = "0009_circulation"
down_revision = "0008_messages"


def upgrade() -> None:
    op.create_table(
        "circulation",
        sa.Column("id", Key(), nullable=False),
        sa.Column("instance_id", Key(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("to", sa.String(length=120), nullable=False),
        sa.Column("unit_id", sa.String(length=64), nullable=True),
        sa.Column("post_id", sa.String(length=120), nullable=True),
        sa.Column("person_id", Key(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=False),
        sa.Column("sent_by", sa.String(length=64), nullable=False),
        sa.Column("read_at", Instant(), nullable=True),
        sa.Column("read_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_circulation_instance_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_circulation_person_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_circulation_post_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_circulation_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circulation")),
    )
    op.create_index(op.f("ix_circulation_instance_id"), "circulation", ["instance_id"], unique=False)
