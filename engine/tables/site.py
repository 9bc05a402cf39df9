"""What the county sets: the site's own facts, its calendar, policy numbers and catalogue of matters."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
)

from engine.database import Instant, Json, Key
from engine.tables.metadata import metadata

setting = Table(
    "setting",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Json, nullable=False),
)
"""Small facts of the site, and the generations by which cached directories and calendars are known stale."""
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
