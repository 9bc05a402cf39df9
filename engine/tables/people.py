"""Units, posts, people and their relations in time, and the tokens that speak for them."""

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
)

from engine.database import Instant, Json, Key
from engine.tables.metadata import metadata

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
