"""Tasks of a post are found without those that have none, which are a fifth of all and were read with every inbox"""

import sqlalchemy as sa
from alembic import op

revision = "0025_posts"
down_revision = "0024_read"


def upgrade() -> None:
    op.drop_index("ix_user_task_post_id", "user_task")
    held = sa.text("post_id IS NOT NULL")
    op.create_index(
        "ix_user_task_post_id",
        "user_task",
        ["post_id"],
        unique=False,
        sqlite_where=held,
        postgresql_where=held,
    )
