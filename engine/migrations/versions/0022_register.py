"""A register that is quick however long it is"""

import sqlalchemy as sa
from alembic import op

revision = "0022_register"
down_revision = "0021_applicants_found"


def upgrade() -> None:
    op.create_index(
        "ix_instance_register",
        "instance",
        [
            sa.text("(ended_at is not null)"),
            sa.text("(limit_at is null)"),
            "limit_at",
            "id",
            "recused",
            "ended_at",
        ],
        unique=False,
    )
    op.create_index("ix_instance_unit_id", "instance", ["unit_id"], unique=False)
    op.create_index("ix_user_task_post_id", "user_task", ["post_id"], unique=False)
    for name, column, where in (
        ("ix_user_task_unit_id", "unit_id", "post_id IS NULL"),
        ("ix_user_task_assignee", "assignee", "assignee IS NOT NULL"),
        ("ix_user_task_owner", "owner", "owner IS NOT NULL"),
    ):
        condition = sa.text(where)
        op.create_index(
            name, "user_task", [column], unique=False, sqlite_where=condition, postgresql_where=condition
        )
    cooperating = sa.text("name = 'cooperating' AND value != '[]'")
    op.create_index(
        "ix_field_cooperating",
        "field",
        ["instance_id", "sequence"],
        unique=False,
        sqlite_where=cooperating,
        postgresql_where=cooperating,
    )
