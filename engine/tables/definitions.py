"""Published processes and their starts, and the drafts that become processes."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from engine.database import Instant, Json, Key
from engine.tables.metadata import metadata

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
    Column("in_force", Instant),
    UniqueConstraint("process", "number"),
)
"""A published closure: `files` maps each path to its artefact's digest. New cases run it from `in_force` on, or
at once where it is null."""
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
simulation = Table(
    "simulation",
    metadata,
    Column("draft_id", ForeignKey("process_draft.id"), primary_key=True),
    Column("edition", String(8), primary_key=True),
    Column("run", Key, nullable=False),
    Column("state", String(8), nullable=False),
    Column("digest", String(80), nullable=False),
    Column("asked", Json, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("started", Integer),
    Column("ended", Integer),
    Column("figures", Json),
    Column("message", Json),
)
"""The last simulated year of a draft (`edition` draft), or of the version it began from (version).

`state` is running, done, stopped or failed; `run` tells this year from one begun before; `digest` is that of the
draft's files then; whoever simulates is heard at `seen_at`, and `started` is null while it waits for its turn.
"""
