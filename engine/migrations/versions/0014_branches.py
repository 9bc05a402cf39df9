"""Limits know their branch"""

import sqlalchemy as sa
from alembic import op

revision = "0014_branches"
down_revision = "0013_public"


def upgrade() -> None:
    op.add_column("deadline", sa.Column("branch", sa.Text(), server_default="", nullable=False))
    op.add_column("deadline", sa.Column("label", sa.String(length=120), nullable=True))
