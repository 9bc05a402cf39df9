"""What is kept: the journal, numbers, papers, scores, ratings, and the seals over them."""

from sqlalchemy import (
    BigInteger,
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
