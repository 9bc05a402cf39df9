"""What a person keeps at the desk: drafts, cases followed, preferences, filters."""

from sqlalchemy import (
    Column,
    ForeignKey,
    String,
    Table,
)

from engine.database import Instant, Json, Key
from engine.tables.metadata import metadata

draft = Table(
    "draft",
    metadata,
    Column("user_task_id", ForeignKey("user_task.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("data", Json, nullable=False),
    Column("saved_at", Instant, nullable=False),
)
"""What somebody has typed and not yet submitted; not part of the history."""
follow = Table(
    "follow",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("instance_id", ForeignKey("instance.id"), primary_key=True),
    Column("since", Instant, nullable=False),
)
"""关注: cases somebody keeps an eye on. Like a draft it is nobody else's business and no history."""
preference = Table(
    "preference",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("value", Json, nullable=False),
)
"""What somebody has chosen for themselves, and up to when they have read their messages."""
saved_filter = Table(
    "saved_filter",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("unit_id", ForeignKey("unit.id"), index=True),
    Column("list", String(20), nullable=False),
    Column("name", String(40), nullable=False),
    Column("query", Json, nullable=False),
    Column("saved_at", Instant, nullable=False),
)
"""A choice of filters, sorting and columns under a name; shared with a unit where `unit_id` is set."""
