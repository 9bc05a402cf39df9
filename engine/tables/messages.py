"""What goes out, what comes in, and what went wrong on the way."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from engine.database import Instant, Json, Key
from engine.tables.metadata import metadata

_untold = text("phone IS NOT NULL AND read_at IS NULL")
notification = Table(
    "notification",
    metadata,
    Column("id", Key, primary_key=True),
    Column("instance_id", ForeignKey("instance.id"), nullable=False),
    Column("unit_id", ForeignKey("unit.id")),
    Column("post_id", ForeignKey("post.id")),
    Column("person_id", ForeignKey("person.id")),
    Column("text", Text, nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("read_at", Instant),
    Column("phone", String(80)),
    Index("ix_notification_post_id", "post_id"),
    Index("ix_notification_unit_id", "unit_id"),
    Index("ix_notification_person_id", "person_id"),
    Index(
        "ix_notification_untold",
        "instance_id",
        sqlite_where=_untold,
        postgresql_where=_untold,
    ),
)
"""A message about a case to a person, to the holders of a post or to a unit.

With `phone`, the field of the case that holds a number, it is for the applicant, and `read_at` is when it got there.
"""
circulation = Table(
    "circulation",
    metadata,
    Column("id", Key, primary_key=True),
    Column("instance_id", ForeignKey("instance.id"), nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("to", String(120), nullable=False),
    Column("unit_id", ForeignKey("unit.id"), index=True),
    Column("post_id", ForeignKey("post.id"), index=True),
    Column("person_id", ForeignKey("person.id"), index=True),
    Column("sent_at", Instant, nullable=False),
    Column("sent_by", String(64), nullable=False),
    Column("read_at", Instant),
    Column("read_by", String(64)),
)
"""Who has been let know of a case: `copy` (抄送) or `circulate` (传阅, which asks for a receipt). Once each."""
delivery = Table(
    "delivery",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("instance_id", Key, index=True),
    Column("notification_id", Key, index=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("channel", String(12), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("attempts", Integer, nullable=False),
    Column("error", Text),
)
"""A message on its way to one person by one gateway, once by key; `sent_at` is when the gateway took it.

Without a `notification_id` it is the digest of a morning.
"""
outbox = Table(
    "outbox",
    metadata,
    Column("id", Key, primary_key=True),
    Column("instance_id", ForeignKey("instance.id"), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("payload", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("next_attempt_at", Instant),
    Column("attempts", Integer, nullable=False),
    Column("delivered_at", Instant),
    Column("error", Text),
)
Index(
    "ix_outbox_next_attempt_at",
    outbox.c.next_attempt_at,
    sqlite_where=outbox.c.next_attempt_at.is_not(None),
    postgresql_where=outbox.c.next_attempt_at.is_not(None),
)
inbox = Table(
    "inbox",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("instance_id", Key),
    Column("kind", String(30), nullable=False),
    Column("payload", Json, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("error", Text),
)
"""What came to a case, once by key. `instance_id` is the case that got it, null until that is known.

What cannot be delivered has an `error` and waits for an operator.
"""
_undelivered = inbox.c.done_at.is_(None)
Index("ix_inbox_received_at", inbox.c.received_at, sqlite_where=_undelivered, postgresql_where=_undelivered)
incident = Table(
    "incident",
    metadata,
    Column("id", Key, primary_key=True),
    Column("instance_id", ForeignKey("instance.id"), nullable=False),
    Column("element", String(120)),
    Column("kind", String(30), nullable=False),
    Column("message", Text, nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("subject", Key),
    Column("resolved_at", Instant),
    Column("resolved_by", String(64)),
    Index("ix_incident_resolved_at", "resolved_at"),
)
