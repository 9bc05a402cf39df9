"""Which of the messages have been read is found by the message"""

from alembic import op

revision = "0024_read"
down_revision = "0023_main_limit"


def upgrade() -> None:
    op.create_index(op.f("ix_delivery_notification_id"), "delivery", ["notification_id"], unique=False)
