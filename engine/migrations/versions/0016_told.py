"""Finding what one has been let know of"""

from alembic import op

revision = "0016_told"
down_revision = "0015_delivery"


def upgrade() -> None:
    op.create_index(op.f("ix_circulation_person_id"), "circulation", ["person_id"], unique=False)
    op.create_index(op.f("ix_circulation_post_id"), "circulation", ["post_id"], unique=False)
    op.create_index(op.f("ix_circulation_unit_id"), "circulation", ["unit_id"], unique=False)
