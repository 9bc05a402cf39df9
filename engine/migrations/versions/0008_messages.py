"""What people choose for themselves, and whom messages are for"""

import sqlalchemy as sa
from alembic import op

from engine.database import Json, Key

revision = "0008_messages"
down_revision = "0007_recusal"


def upgrade() -> None:
    op.create_table(
        "preference",
        sa.Column("person_id", Key(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", Json(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_preference_person_id")),
        sa.PrimaryKeyConstraint("person_id", "name", name=op.f("pk_preference")),
    )
    op.create_index("ix_notification_person_id", "notification", ["person_id"], unique=False)
    op.create_index("ix_notification_unit_id", "notification", ["unit_id"], unique=False)
