"""Drafts of procedures"""

import sqlalchemy as sa
from alembic import op

from engine.database import Instant, Json, Key

revision = "0011_designer"
down_revision = "0010_concerned"


def upgrade() -> None:
    op.create_table(
        "process_draft",
        sa.Column("id", Key(), nullable=False),
        sa.Column("process", sa.String(length=80), nullable=False),
        sa.Column("person_id", Key(), nullable=False),
        sa.Column("base_version", Key(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("submitted_at", Instant(), nullable=True),
        sa.Column("published_version", Key(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["base_version"], ["process_version.id"], name=op.f("fk_process_draft_base_version")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_process_draft_person_id")),
        sa.ForeignKeyConstraint(
            ["published_version"], ["process_version.id"], name=op.f("fk_process_draft_published_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_draft")),
    )
    op.create_index(op.f("ix_process_draft_person_id"), "process_draft", ["person_id"], unique=False)
    op.create_table(
        "draft_file",
        sa.Column("draft_id", Key(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["process_draft.id"], name=op.f("fk_draft_file_draft_id")),
        sa.PrimaryKeyConstraint("draft_id", "path", name=op.f("pk_draft_file")),
    )
    op.create_table(
        "scenario_pass",
        sa.Column("draft_id", Key(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("failures", Json(), nullable=False),
        sa.Column("played_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["process_draft.id"], name=op.f("fk_scenario_pass_draft_id")),
        sa.PrimaryKeyConstraint("draft_id", "path", name=op.f("pk_scenario_pass")),
    )
