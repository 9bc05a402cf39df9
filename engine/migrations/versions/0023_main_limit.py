"""Which limit is the case's own stands with the limit"""

import sqlalchemy as sa
from alembic import op

revision = "0023_main_limit"
down_revision = "0022_register"


def upgrade() -> None:
    op.add_column("deadline", sa.Column("main", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute("update deadline set main = true where name = '办理'")
