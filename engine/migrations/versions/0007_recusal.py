"""Who keeps out of a task"""

import sqlalchemy as sa
from alembic import op

revision = "0007_recusal"
down_revision = "0006_search"


def upgrade() -> None:
    op.add_column("user_task", sa.Column("recused", sa.String(length=64), nullable=True))
