"""Telling applicants"""

import sqlalchemy as sa
from alembic import op

revision = "0019_applicants"
down_revision = "0018_in_force"


def upgrade() -> None:
    op.add_column("notification", sa.Column("phone", sa.String(length=80), nullable=True))
    op.create_index(
        "ix_notification_untold",
        "notification",
        ["instance_id"],
        unique=False,
        sqlite_where=sa.text("phone IS NOT NULL AND read_at IS NULL"),
        postgresql_where=sa.text("phone IS NOT NULL AND read_at IS NULL"),
    )
