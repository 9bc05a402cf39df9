"""What somebody follows, and filters saved under a name"""

import sqlalchemy as sa
from alembic import op

from engine.database import Instant, Json, Key

revision = "0003_pages"
down_revision = "0002_catalogue"


def upgrade() -> None:
    op.create_table(
        "saved_filter",
        sa.Column("id", Key(), nullable=False),
        sa.Column("person_id", Key(), nullable=False),
        sa.Column("unit_id", sa.String(length=64), nullable=True),
        sa.Column("list", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("query", Json(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_filter_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_saved_filter_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
    )
    op.create_index(op.f("ix_saved_filter_person_id"), "saved_filter", ["person_id"], unique=False)
    op.create_index(op.f("ix_saved_filter_unit_id"), "saved_filter", ["unit_id"], unique=False)
    op.create_table(
        "follow",
        sa.Column("person_id", Key(), nullable=False),
        sa.Column("instance_id", Key(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_follow_instance_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_follow_person_id")),
        sa.PrimaryKeyConstraint("person_id", "instance_id", name=op.f("pk_follow")),
    )
