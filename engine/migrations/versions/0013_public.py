"""Query codes and ratings"""

import sqlalchemy as sa
from alembic import op

from engine.database import Instant, Key

revision = "0013_public"
down_revision = "0012_files"


def upgrade() -> None:
    op.create_table(
        "query_code",
        sa.Column("instance_id", Key(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("instance_id", name=op.f("pk_query_code")),
    )
    op.create_table(
        "rating",
        sa.Column("instance_id", Key(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("rated_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("instance_id", name=op.f("pk_rating")),
    )
