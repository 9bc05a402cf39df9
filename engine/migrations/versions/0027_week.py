"""What has begun and ended this week is found without going through all cases"""

import sqlalchemy as sa
from alembic import op

revision = "0027_week"
down_revision = "0026_simulation"


def upgrade() -> None:
    op.create_index("ix_instance_started_at", "instance", ["started_at"], unique=False)
    ended = sa.text("ended_at IS NOT NULL")
    op.create_index(
        "ix_instance_ended_at",
        "instance",
        ["ended_at"],
        unique=False,
        sqlite_where=ended,
        postgresql_where=ended,
    )
