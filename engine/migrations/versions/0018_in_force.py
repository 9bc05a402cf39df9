"""A version may be published for a later day"""

import sqlalchemy as sa
from alembic import op

from engine.database import Instant

revision = "0018_in_force"
down_revision = "0017_series"


def upgrade() -> None:
    op.add_column("process_version", sa.Column("in_force", Instant(), nullable=True))
