"""The unit a case is about"""

import sqlalchemy as sa
from alembic import op

revision = "0010_concerned"
down_revision = "0009_circulation"


def upgrade() -> None:
    op.add_column("instance", sa.Column("recused", sa.String(length=64), nullable=True))
