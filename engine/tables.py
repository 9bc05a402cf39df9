"""Every table, by room. Alembic's migrations are made from this file and checked against it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from engine.database import Instant, Json, Key

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)

# --- the site ---------------------------------------------------------------------------------------------
setting = Table(
    "setting",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Json, nullable=False),
)
"""Small facts of the site, and the generations by which cached directories and calendars are known stale."""

# --- people -------------------------------------------------------------------------------------------------
unit = Table(
    "unit",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("short_name", String(60), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("aliases", Json, nullable=False),
    Column("position", Integer, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
)
post = Table(
    "post",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), nullable=False),
    Column("name", String(60), nullable=False),
    Column("position", Integer, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
)
person = Table(
    "person",
    metadata,
    Column("id", Key, primary_key=True),
    Column("login", String(64), nullable=False, unique=True),
    Column("name", String(60), nullable=False),
    Column("password_hash", Text),
    Column("mobile", Text),
    Column("email", Text),
    Column("active", Boolean, nullable=False),
)
holding = Table(
    "holding",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("post_id", ForeignKey("post.id"), nullable=False, index=True),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
)
charge = Table(
    "charge",
    metadata,
    Column("id", Key, primary_key=True),
    Column("post_id", ForeignKey("post.id"), nullable=False),
    Column("unit_id", ForeignKey("unit.id"), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
)
"""分管: which leader's post is in charge of which unit."""
deputy = Table(
    "deputy",
    metadata,
    Column("id", Key, primary_key=True),
    Column("post_id", ForeignKey("post.id"), nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("processes", Json),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date, nullable=False),
)
"""代理: for a period somebody acts for a post; `processes` null means all."""

unit_name = Table(
    "unit_name",
    metadata,
    Column("unit_id", ForeignKey("unit.id"), primary_key=True),
    Column("valid_from", Date, primary_key=True),
    Column("name", String(120), nullable=False),
    Column("short_name", String(60), nullable=False),
)
"""The names of a unit that was or will be renamed, each from its day; `unit` itself bears today's."""
reorganisation = Table(
    "reorganisation",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("unit_id", ForeignKey("unit.id"), nullable=False),
    Column("into_id", ForeignKey("unit.id"), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("cases", Json),
    Column("done_at", Instant),
)
"""机构改革: `merge` of a unit into another, or `split` of one off it, from a day.

`cases` lists the cases that go along, null means all that run. They move one by one on that day; `done_at` is
when the last had moved.
"""
people_change = Table(
    "people_change",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("by", String(64), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("facts", Json, nullable=False),
    Column("reason", Text, nullable=False),
    Index("ix_people_change_subject", "subject"),
)
"""What was changed in the county's register of units, posts and people, by whom and why. Never rewritten."""

api_token = Table(
    "api_token",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("name", String(80), nullable=False),
    Column("hash", LargeBinary(32), nullable=False, unique=True),
    Column("scopes", Json, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("last_used_at", Instant),
    Column("revoked_at", Instant),
)
"""Tokens with which programs speak in a person's name. `hash` is SHA-256 of the token, which is kept nowhere."""

# --- definitions ----------------------------------------------------------------------------------------------
artefact = Table(
    "artefact",
    metadata,
    Column("digest", String(80), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""Immutable bytes by digest (`sha256:…`): diagrams, forms, tables, templates."""
process_version = Table(
    "process_version",
    metadata,
    Column("id", Key, primary_key=True),
    Column("process", String(80), nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", String(120), nullable=False),
    Column("digest", String(80), nullable=False),
    Column("files", Json, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("published_by", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("pilot_units", Json),
    Column("withdrawn_at", Instant),
    UniqueConstraint("process", "number"),
)
"""A published closure: `files` maps each path to its artefact's digest."""

# --- time and policy ------------------------------------------------------------------------------------------
calendar_notice = Table(
    "calendar_notice",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("issued", Date, nullable=False),
    Column("content", Json, nullable=False),
    Column("imported_at", Instant, nullable=False),
    Column("imported_by", String(64), nullable=False),
)
policy_value = Table(
    "policy_value",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", String(120), nullable=False, index=True),
    Column("value", Json, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("basis", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("set_by", String(64), nullable=False),
)

# --- the catalogue of matters -----------------------------------------------------------------------------------
catalogue_entry = Table(
    "catalogue_entry",
    metadata,
    Column("id", Key, primary_key=True),
    Column("sort", String(8), nullable=False),
    Column("code", String(60), nullable=False),
    Column("unit_id", ForeignKey("unit.id")),
    Column("content", Json, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Index("ix_catalogue_entry_sort_code", "sort", "code"),
)
"""事项目录: a version of a matter, a bundle or a kind of paper (`sort`), holding from a day. Never rewritten."""

# --- cases ------------------------------------------------------------------------------------------------------
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
    Index("ix_instance_process_status", "process", "status"),
)
"""One case (办件). `next_due` is the earliest armed timer: what workers claim by. `secret` salts digests.

Whoever holds a post of the unit `recused` does not see the case: it is about that unit (CP-08, CP-10).
"""
Index(
    "ix_instance_next_due",
    instance.c.next_due,
    sqlite_where=instance.c.next_due.is_not(None),
    postgresql_where=instance.c.next_due.is_not(None),
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

Index("ix_user_task_ended_by_ended_at", user_task.c.ended_by, user_task.c.ended_at)

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
start_event = Table(
    "start_event",
    metadata,
    Column("version_id", ForeignKey("process_version.id"), primary_key=True),
    Column("element", String(120), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("name", String(120)),
    Column("since", Instant, nullable=False),
    Column("next_at", Instant),
    Column("left", Integer),
    Column("calendar", String(80), nullable=False),
    Column("error", Text),
    Index("ix_start_event_kind_name", "kind", "name"),
)
"""What starts cases of a published version by itself: a timer, a message, a signal.

`since` is the last occurrence (the publication before the first), `next_at` the next one, `left` how many
follow that (null: without end), `calendar` what it was derived from, `error` why the next could not start.
"""
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

# --- records ------------------------------------------------------------------------------------------------------
journal = Table(
    "journal",
    metadata,
    Column("instance_id", ForeignKey("instance.id"), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("act", String(30), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("on_behalf", String(64)),
    Column("events", Json, nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    Column("key", String(80)),
    UniqueConstraint("instance_id", "key"),
)
"""One row an act: what happened, by whom, chained by digest. Never rewritten.

`at` is when it was recorded, `due_at` the legal moment of what happened late by itself.
"""
number_counter = Table(
    "number_counter",
    metadata,
    Column("kind", String(60), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)
document = Table(
    "document",
    metadata,
    Column("id", Key, primary_key=True),
    Column("instance_id", Key, nullable=False, index=True),
    Column("kind", String(60), nullable=False),
    Column("number", String(80)),
    Column("unit_id", ForeignKey("unit.id")),
    Column("element", String(120), nullable=False),
    Column("template", String(80), nullable=False),
    Column("record", Json, nullable=False),
    Column("record_digest", String(80), nullable=False),
    Column("due_at", Instant),
    Column("issued_at", Instant, nullable=False),
    Column("issued_by", String(64), nullable=False),
    Column("file_digest", String(80)),
    Column("rendered_at", Instant),
    Index("ix_document_kind_issued_at", "kind", "issued_at"),
)
score = Table(
    "score",
    metadata,
    Column("id", Key, primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("points", Integer, nullable=False),
    Column("rule", String(20), nullable=False),
    Column("instance_id", Key, nullable=False),
    Column("document_id", ForeignKey("document.id")),
    Column("recorded_at", Instant, nullable=False),
    Column("reversal_of", ForeignKey("score.id")),
    Index("ix_score_unit_id_year", "unit_id", "year"),
)
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
    Index("ix_notification_post_id", "post_id"),
    Index("ix_notification_unit_id", "unit_id"),
    Index("ix_notification_person_id", "person_id"),
)
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
    Column("notification_id", Key),
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
query_code = Table(
    "query_code",
    metadata,
    Column("instance_id", Key, primary_key=True),
    Column("code", String(12), nullable=False),
    Column("made_at", Instant, nullable=False),
)
"""What, with its number, lets an applicant see a case on the public pages; random, made when first asked for."""
rating = Table(
    "rating",
    metadata,
    Column("instance_id", Key, primary_key=True),
    Column("level", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("rated_at", Instant, nullable=False),
)
"""好差评: once a case, from 5 (very content) to 1 (PY-01)."""
attachment = Table(
    "attachment",
    metadata,
    Column("id", Key, primary_key=True),
    Column("instance_id", Key, nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("media_type", String(80), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("digest", String(80), nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("added_by", String(64), nullable=False),
    Column("field", String(120)),
)
"""A file of a case. `field` names the personal field it was handed in with: who may see that may see the file."""
draft = Table(
    "draft",
    metadata,
    Column("user_task_id", ForeignKey("user_task.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("data", Json, nullable=False),
    Column("saved_at", Instant, nullable=False),
)
"""What somebody has typed and not yet submitted; not part of the history."""
process_draft = Table(
    "process_draft",
    metadata,
    Column("id", Key, primary_key=True),
    Column("process", String(80), nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("base_version", ForeignKey("process_version.id")),
    Column("created_at", Instant, nullable=False),
    Column("saved_at", Instant, nullable=False),
    Column("reason", Text),
    Column("submitted_at", Instant),
    Column("published_version", ForeignKey("process_version.id")),
    Column("closed_at", Instant),
)
"""A procedure a designer is working on: theirs alone until submitted (`submitted_at`, `reason`), fixed from
then on, closed when it has been published or thrown away."""
draft_file = Table(
    "draft_file",
    metadata,
    Column("draft_id", ForeignKey("process_draft.id"), primary_key=True),
    Column("path", String(300), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""The files of a procedure's draft by their path in its folder."""
scenario_pass = Table(
    "scenario_pass",
    metadata,
    Column("draft_id", ForeignKey("process_draft.id"), primary_key=True),
    Column("path", String(300), primary_key=True),
    Column("digest", String(80), nullable=False),
    Column("failures", Json, nullable=False),
    Column("played_at", Instant, nullable=False),
)
"""How a scenario of a draft last ended; it counts while `digest` is that of the draft's files."""
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
anchor = Table(
    "anchor",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("sealed_at", Instant, nullable=False),
    Column("cases", Integer, nullable=False),
    Column("heads", LargeBinary(32), nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
)
"""A sealing of the heads that had moved since the last one: how many, their digest, chained to the one before."""
anchor_head = Table(
    "anchor_head",
    metadata,
    Column("instance_id", Key, primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("head", LargeBinary(32), nullable=False),
    Column("anchor", Integer, nullable=False, index=True),
)
"""A head as an anchor sealed it. Refers to its case by value: it must outlive whatever happens to the case."""
archived_case = Table(
    "archived_case",
    metadata,
    Column("instance_id", Key, primary_key=True),
    Column("number", String(40), nullable=False, unique=True),
    Column("process", String(80), nullable=False, index=True),
    Column("title", String(300), nullable=False),
    Column("unit_id", ForeignKey("unit.id"), index=True),
    Column("outcome", String(80)),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant, nullable=False, index=True),
    Column("content", LargeBinary, nullable=False),
    Column("digest", String(80), nullable=False),
    Column("archived_at", Instant, nullable=False),
)
"""A finished case moved out of the tables of running ones: `content` is zstd JSON of its rows by table.

Papers, scores, attachments and the keys of the inbox stay where they are and refer to the case by value.
"""
