"""Cases under way: their tasks, clocks, data and papers held once."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    and_,
    false,
    literal_column,
    text,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from engine.database import Instant, Json, Key
from engine.tables.metadata import metadata

instance = Table(
    "instance",
    metadata,
    Column("id", Key, primary_key=True),
    Column("number", String(40), nullable=False, unique=True),
    Column("process", String(80), nullable=False),
    Column("version_id", ForeignKey("process_version.id"), nullable=False),
    Column("title", String(300), nullable=False),
    Column("status", String(12), nullable=False),
    Column("outcome", String(80)),
    Column("unit_id", ForeignKey("unit.id")),
    Column("started_at", Instant, nullable=False),
    Column("started_by", String(64), nullable=False),
    Column("ended_at", Instant),
    Column("due_at", Instant),
    Column("next_due", Instant),
    Column("state", LargeBinary, nullable=False),
    Column("state_format", Integer, nullable=False),
    Column("calendar", String(80), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("head", LargeBinary(32), nullable=False),
    Column("secret", LargeBinary(16), nullable=False),
    Column("recused", String(64)),
    Column("limit_at", Instant),
    Index("ix_instance_process_status", "process", "status"),
    Index("ix_instance_started_by_started_at", "started_by", "started_at"),
    Index("ix_instance_unit_id", "unit_id"),
    Index("ix_instance_started_at", "started_at"),
)
"""One case (办件). `next_due` is the earliest armed timer: what workers claim by. `secret` salts digests.

`due_at` is the nearest limit that runs; `limit_at` is when the case's own limit (办理) ends, and where it has none
the nearest: what lists show and sort by.
Whoever holds a post of the unit `recused` does not see the case: it is about that unit (CP-08, CP-10).
"""
Index(
    "ix_instance_next_due",
    instance.c.next_due,
    sqlite_where=instance.c.next_due.is_not(None),
    postgresql_where=instance.c.next_due.is_not(None),
)
Index(
    "ix_instance_register",
    instance.c.ended_at.is_not(None),
    instance.c.limit_at.is_(None),
    instance.c.limit_at,
    instance.c.id,
    instance.c.recused,
    instance.c.ended_at,
)
"""The register's order, and all it takes to say who may see a case: its pages are found without reading the cases."""
_has_ended = instance.c.ended_at.is_not(None)
Index("ix_instance_ended_at", instance.c.ended_at, sqlite_where=_has_ended, postgresql_where=_has_ended)
_running = instance.c.status == "running"
Index(
    "ix_instance_running_unit_id",
    instance.c.unit_id,
    instance.c.limit_at,
    instance.c.recused,
    sqlite_where=_running,
    postgresql_where=_running,
)
user_task = Table(
    "user_task",
    metadata,
    Column("id", Key, primary_key=True),
    Column("instance_id", ForeignKey("instance.id"), nullable=False, index=True),
    Column("engine_task", Integer, nullable=False),
    Column("element", String(120), nullable=False),
    Column("name", String(120), nullable=False),
    Column("unit_id", ForeignKey("unit.id")),
    Column("post_id", ForeignKey("post.id")),
    Column("assignee", ForeignKey("person.id")),
    Column("owner", ForeignKey("person.id")),
    Column("deputies", Boolean, nullable=False, default=True),
    Column("item", Json),
    Column("status", String(12), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("opened_at", Instant),
    Column("ended_at", Instant),
    Column("ended_by", String(64)),
    Column("due_at", Instant),
    Column("answer", Json),
    Column("signer", String(8)),
    Column("recused", String(64)),
)
"""A user task (环节) somebody can do: by `assignee`, else by holders of `post_id`, else by anyone of `unit_id`.

Without `deputies` whoever acts for a post may not: signing is the holder's (A15). `signer` says that it is that
of an added signer who acts `before` (前加签) or `after` (后加签) the one whose task it is; while somebody signs
before, that one's row is `waiting`. Whoever holds a post of the unit `recused` keeps out (回避, CP-08).
"""
_open = user_task.c.status == "open"
Index("ix_user_task_open_post", user_task.c.post_id, sqlite_where=_open, postgresql_where=_open)
Index("ix_user_task_open_unit", user_task.c.unit_id, sqlite_where=_open, postgresql_where=_open)
Index("ix_user_task_open_assignee", user_task.c.assignee, sqlite_where=_open, postgresql_where=_open)

Index(
    "ix_user_task_open_name",
    user_task.c.name,
    user_task.c.instance_id,
    sqlite_where=_open,
    postgresql_where=_open,
)
Index("ix_user_task_ended_by_status_ended_at", user_task.c.ended_by, user_task.c.status, user_task.c.ended_at)
_of_a_post, _of_a_unit, _claimed, _lent = (
    user_task.c.post_id.is_not(None),
    user_task.c.post_id.is_(None),
    user_task.c.assignee.is_not(None),
    user_task.c.owner.is_not(None),
)
Index("ix_user_task_post_id", user_task.c.post_id, sqlite_where=_of_a_post, postgresql_where=_of_a_post)
Index("ix_user_task_unit_id", user_task.c.unit_id, sqlite_where=_of_a_unit, postgresql_where=_of_a_unit)
Index("ix_user_task_assignee", user_task.c.assignee, sqlite_where=_claimed, postgresql_where=_claimed)
Index("ix_user_task_owner", user_task.c.owner, sqlite_where=_lent, postgresql_where=_lent)
deadline = Table(
    "deadline",
    metadata,
    Column("id", Key, primary_key=True),
    Column("instance_id", ForeignKey("instance.id"), nullable=False, index=True),
    Column("engine_task", Integer),
    Column("name", String(60), nullable=False),
    Column("element", String(120), nullable=False),
    Column("ledger", Json, nullable=False),
    Column("due_on", Date),
    Column("due_at", Instant),
    Column("provisional", Boolean, nullable=False),
    Column("status", String(12), nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("branch", Text, nullable=False, server_default=""),
    Column("label", String(120)),
    Column("main", Boolean, nullable=False, server_default=false()),
)
timer = Table(
    "timer",
    metadata,
    Column("id", Key, primary_key=True),
    Column("instance_id", ForeignKey("instance.id"), nullable=False, index=True),
    Column("engine_task", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("element", String(120), nullable=False),
    Column("armed_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("status", String(12), nullable=False),
    Column("fired_at", Instant),
)
subscription = Table(
    "subscription",
    metadata,
    Column("instance_id", ForeignKey("instance.id"), primary_key=True),
    Column("engine_task", Integer, primary_key=True),
    Column("element", String(120), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("name", String(120), nullable=False),
    Column("key", String(200)),
    Index("ix_subscription_kind_name_key", "kind", "name", "key"),
)
"""Where a case waits for a message or a signal; `key` is the value its correlation has now."""
field = Table(
    "field",
    metadata,
    Column("instance_id", ForeignKey("instance.id"), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("scope", String(200), primary_key=True),
    Column("value", Json),
    Column("written_at", Instant, nullable=False),
    Column("written_by", String(64), nullable=False),
    Column("element", String(120), nullable=False),
)
"""Case data, append-only: the value of highest `sequence` stands. `scope` keeps parallel branches apart."""
cooperating_named = and_(
    field.c.name == literal_column("'cooperating'"),
    type_coerce(field.c.value, Text) != literal_column("'[]'"),
)
"""The rows that name cooperating units (配合单位); written out, so that a database sees that the index holds them."""
Index(
    "ix_field_cooperating",
    field.c.instance_id,
    field.c.sequence,
    sqlite_where=cooperating_named,
    postgresql_where=cooperating_named,
)
case_text = Table(
    "case_text",
    metadata,
    Column("instance_id", ForeignKey("instance.id"), primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("grams", Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
)
"""What full-text search finds a case by: pairs of neighbouring characters, apart by spaces (engine.records.search).

`sequence` says up to which act of the case it was read. Personal data is not in it.
"""
# SQLite has no use for this index and keeps it empty.
Index("ix_case_text_grams", case_text.c.grams, postgresql_using="gin", sqlite_where=text("0"))
personal = Table(
    "personal",
    metadata,
    Column("instance_id", Key, primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("scope", String(200), primary_key=True),
    Column("ciphertext", LargeBinary, nullable=False),
    Column("algorithm", String(20), nullable=False),
    Column("key_id", String(16), nullable=False),
)
"""Personal values, encrypted, the only place they stand; the row of `field` with the same key refers here.

Refers to its case by value: it is the same whether the case is archived, and its rows may be erased.
"""
held_paper = Table(
    "held_paper",
    metadata,
    Column("id", Key, primary_key=True),
    Column("holder", LargeBinary(32), nullable=False, index=True),
    Column("paper", String(60), nullable=False),
    Column("instance_id", Key, nullable=False, index=True),
    Column("field", String(80), nullable=False),
    Column("attachments", Json, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("algorithm", String(20), nullable=False),
    Column("key_id", String(16), nullable=False),
    Column("kept_at", Instant, nullable=False),
    Column("kept_by", String(64), nullable=False),
    Column("withdrawn_at", Instant),
)
"""Papers held once (GC-16). `holder` is the salted digest of the applicant's number, `sealed` the number itself.

Refers to the case that brought a paper in by value; `field` is the case's field that named the applicant.
"""
