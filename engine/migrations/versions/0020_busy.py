"""Lists of a busy county"""

import sqlalchemy as sa
from alembic import op

from engine.database import Instant

revision = "0020_busy"
down_revision = "0019_applicants"


def upgrade() -> None:
    op.add_column("instance", sa.Column("limit_at", Instant(), nullable=True))
    op.execute(
        "update instance set limit_at = coalesce((select max(deadline.due_at) from deadline where "
        "deadline.instance_id = instance.id and deadline.name = '办理' and deadline.status <> 'cancelled'), due_at)"
    )
    # Texts are kept with the last character of each run now; the sweep reads them all again.
    op.execute("delete from case_text")
    op.execute("delete from setting where name = 'search.since'")
    op.create_index(
        "ix_instance_running_unit_id",
        "instance",
        ["unit_id", "limit_at", "recused"],
        unique=False,
        sqlite_where=sa.text("status = 'running'"),
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_index(
        "ix_instance_started_by_started_at", "instance", ["started_by", "started_at"], unique=False
    )
    op.drop_index(op.f("ix_user_task_ended_by_ended_at"), table_name="user_task")
    op.create_index(
        "ix_user_task_ended_by_status_ended_at", "user_task", ["ended_by", "status", "ended_at"], unique=False
    )
    op.create_index(
        "ix_user_task_open_name",
        "user_task",
        ["name", "instance_id"],
        unique=False,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
