"""Added signers of user tasks"""

import sqlalchemy as sa
from alembic import op

revision = "0004_signers"
down_revision = "0003_pages"


def upgrade() -> None:
    op.add_column("user_task", sa.Column("signer", sa.String(length=8), nullable=True))
