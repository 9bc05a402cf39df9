"""Files that came with personal fields"""

import sqlalchemy as sa
from alembic import op

revision = "0012_files"
down_revision = "0011_designer"


def upgrade() -> None:
    op.add_column("attachment", sa.Column("field", sa.String(length=120), nullable=True))
