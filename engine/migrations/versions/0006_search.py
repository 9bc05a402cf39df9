"""What cases are found by"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from engine.database import Key

revision = "0006_search"
down_revision = "0005_held_papers"


def upgrade() -> None:
    op.create_table(
        "case_text",
        sa.Column("instance_id", Key(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("grams", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_case_text_instance_id")),
        sa.PrimaryKeyConstraint("instance_id", name=op.f("pk_case_text")),
    )
    op.create_index(
        "ix_case_text_grams",
        "case_text",
        ["grams"],
        unique=False,
        postgresql_using="gin",
        sqlite_where=sa.text("0"),
    )
    op.create_index("ix_user_task_ended_by_ended_at", "user_task", ["ended_by", "ended_at"], unique=False)
