"""The history of a case: one entry an act, chained by digest, never rewritten.

Each entry's digest covers the one before it, so that the first altered entry of a case can be named. Entries
hold references and facts of the office, never personal data.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson

SCHEMA: Final = 1
"""Version of the form of entries and events."""

START: Final = bytes(32)
"""What the first entry of a case is chained to."""


def digest_of(before: bytes, entry: Mapping[str, Any]) -> bytes:
    """The SHA-256 that chains an entry to the one before it.

    `entry` is a row of `journal`, or the values of one to be written.
    """
    parts = [
        SCHEMA,
        UUID(str(entry["instance_id"])).hex,
        entry["sequence"],
        _microseconds(entry["at"]),
        _microseconds(entry["due_at"]) if entry["due_at"] else None,
        entry["act"],
        entry["actor"],
        entry["on_behalf"],
        entry["events"],
        entry["key"],
    ]
    return hashlib.sha256(before + orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).digest()


def chain(head: bytes, entries: Iterable[dict[str, Any]]) -> bytes:
    """Give each entry its digest, in order; the new head."""
    for entry in entries:
        head = entry["digest"] = digest_of(head, entry)
    return head


def first_altered(rows: Iterable[Mapping[str, Any]]) -> int | None:
    """The sequence of the first row whose digest does not follow from what stands before it, or None.

    `rows` are the journal of one case in order.
    """
    head, expected = START, 1
    for row in rows:
        if row["sequence"] != expected or row["digest"] != digest_of(head, row):
            return expected
        head, expected = row["digest"], expected + 1
    return None


def _microseconds(instant: datetime) -> int:
    return round(instant.timestamp() * 1_000_000)
