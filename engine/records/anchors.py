"""Sealing the heads of all cases, so that a history cannot be shortened or written anew unnoticed.

The chain of one case shows an altered entry, not one cut off with its head. An anchor therefore seals every
head that has moved since the last anchor, and is chained to it. Exported, the chain of anchors binds whoever
could rewrite the whole database (design, "History").
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson
from sqlalchemy import Connection, exists, literal, select
from sqlalchemy.exc import IntegrityError

from engine import tables
from engine.database import Database
from engine.people.loading import COUNTY
from engine.site import read_setting
from engine.time import clock
from engine.words import words

SCHEMA: Final = 1
"""Version of the form of anchors."""
START: Final = bytes(32)
"""What the first anchor is chained to."""
_AT_ONCE: Final = 1_000
_ENDLESS: Final = 2**62

_anchor, _head, _instance = tables.anchor.c, tables.anchor_head.c, tables.instance.c


@dataclass(frozen=True, slots=True)
class Anchor:
    """One sealing. `cases` is how many heads it holds, `heads` their SHA-256, `digest` chains it."""

    sequence: int
    sealed_at: datetime
    cases: int
    heads: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class AlteredAnchor:
    """The first anchor that is not as it was sealed; `what` says how, in Chinese."""

    sequence: int
    sealed_at: datetime | None
    what: str

    @property
    def in_words(self) -> str:
        """One Chinese line that names the place."""
        return words("封存链:%(what)s,自第 %(sequence)s 号起不可信", what=self.what, sequence=self.sequence)


def seal(database: Database) -> Anchor | None:
    """Seal every head that has moved since the last anchor; None where none has, or another process just did."""
    try:
        return database.transact(_seal)
    except IntegrityError:
        return None


def seal_daily(database: Database) -> Anchor | None:
    """Seal once each civil day, at the first call after midnight."""
    with database.reading() as connection:
        last = _last(connection)
    if last is not None and clock.civil_date(last.sealed_at) >= clock.today():
        return None
    return seal(database)


def _seal(connection: Connection) -> Anchor | None:
    last = _last(connection)
    number = last.sequence + 1 if last else 1
    known = exists().where(_head.instance_id == _instance.id, _head.sequence == _instance.sequence)
    moved = select(_instance.id, _instance.sequence, _instance.head, literal(number)).where(
        _instance.sequence > 0, ~known
    )
    columns = ["instance_id", "sequence", "head", "anchor"]
    connection.execute(tables.anchor_head.insert().from_select(columns, moved))
    cases, heads = digest_of_heads(row for _, row in _heads(connection, number))
    if cases == 0:
        return None
    sealed_at = clock.now()
    before = last.digest if last else START
    made = Anchor(number, sealed_at, cases, heads, digest_of(before, number, sealed_at, cases, heads))
    connection.execute(
        tables.anchor.insert().values(
            sequence=number, sealed_at=sealed_at, cases=cases, heads=heads, digest=made.digest
        )
    )
    return made


def _last(connection: Connection) -> Anchor | None:
    row = connection.execute(select(tables.anchor).order_by(_anchor.sequence.desc()).limit(1)).first()
    return Anchor(*row) if row else None


def digest_of(before: bytes, sequence: int, sealed_at: datetime, cases: int, heads: bytes) -> bytes:
    """The SHA-256 that chains an anchor to the one before it."""
    parts = [SCHEMA, sequence, round(sealed_at.timestamp() * 1_000_000), cases, heads.hex()]
    return hashlib.sha256(before + orjson.dumps(parts)).digest()


def digest_of_heads(rows: Iterable[Any]) -> tuple[int, bytes]:
    """How many heads there are, and their SHA-256. `rows` of `anchor_head` come in the order of their cases."""
    count, digest = 0, hashlib.sha256()
    for row in rows:
        count += 1
        digest.update(row.instance_id.bytes + row.sequence.to_bytes(8, signed=True) + row.head)
    return count, digest.digest()


def _heads(connection: Connection, number: int | None = None) -> Iterator[tuple[int, Any]]:
    """The sealed heads of one anchor or of all, each with its anchor's number, in order."""
    statement = select(tables.anchor_head).order_by(_head.anchor, _head.instance_id, _head.sequence)
    if number is not None:
        statement = statement.where(_head.anchor == number)
    for row in connection.execute(statement.execution_options(yield_per=_AT_ONCE)):
        yield row.anchor, row


def read_anchors(connection: Connection) -> Iterator[Anchor]:
    """Every anchor, in order."""
    statement = select(tables.anchor).order_by(_anchor.sequence).execution_options(yield_per=_AT_ONCE)
    for row in connection.execute(statement):
        yield Anchor(*row)


# --- verifying ------------------------------------------------------------------------------------------------
def first_altered(
    connection: Connection, exported: Iterable[Mapping[str, Any]] = ()
) -> tuple[int, AlteredAnchor | None]:
    """How many anchors there are, and the first that was altered.

    `exported` are the lines of `export` kept elsewhere: each must stand in the database as it was exported.
    """
    kept = {int(line["sequence"]): str(line["digest"]) for line in exported}
    heads = _Heads(connection)
    found: AlteredAnchor | None = None
    before, count = START, 0
    for anchor in read_anchors(connection):
        sealed = heads.of(anchor.sequence)
        count += 1
        if found is None and (wrong := _wrong(anchor, count, before, sealed, kept)) is not None:
            found = AlteredAnchor(count, anchor.sealed_at if anchor.sequence == count else None, wrong)
        before = anchor.digest
        kept.pop(anchor.sequence, None)
    left, _ = heads.of(_ENDLESS)
    if found is None and (left or kept):
        found = AlteredAnchor(count + 1, None, words("第 %(count)s 号封存已不在库中", count=count + 1))
    return count, found


def _wrong(
    anchor: Anchor, expected: int, before: bytes, heads: tuple[int, bytes], kept: Mapping[int, str]
) -> str | None:
    if anchor.sequence != expected:
        return words("第 %(expected)s 号封存已不在库中", expected=expected)
    if anchor.digest != digest_of(before, anchor.sequence, anchor.sealed_at, anchor.cases, anchor.heads):
        return words("第 %(expected)s 号封存的内容与它的摘要不符", expected=expected)
    if (anchor.cases, anchor.heads) != heads:
        return words("第 %(expected)s 号封存所列的链头被改动、增加或删去", expected=expected)
    if kept.get(expected, anchor.digest.hex()) != anchor.digest.hex():
        return words("第 %(expected)s 号封存与导出文件不符:它或它之前的封存被重写过", expected=expected)
    return None


class _Heads:
    """The sealed heads, read once in the order of their anchors."""

    def __init__(self, connection: Connection) -> None:
        self._rows = _heads(connection)
        self._next = next(self._rows, None)

    def of(self, number: int) -> tuple[int, bytes]:
        """Count and digest of an anchor's heads; to be asked in rising order."""
        return digest_of_heads(self._taken(number))

    def _taken(self, number: int) -> Iterator[Any]:
        while self._next is not None and self._next[0] <= number:
            yield self._next[1]
            self._next = next(self._rows, None)


# --- exporting ------------------------------------------------------------------------------------------------
def export(database: Database) -> Iterator[dict[str, Any]]:
    """One line an anchor, to be kept where nobody of this site can change it. Holds no data of any case."""
    with database.reading() as connection:
        site = (read_setting(connection, COUNTY) or {}).get("site", "")
        for anchor in read_anchors(connection):
            yield {
                "site": site,
                "schema": SCHEMA,
                "sequence": anchor.sequence,
                "sealed_at": anchor.sealed_at.isoformat(),
                "cases": anchor.cases,
                "heads": f"sha256:{anchor.heads.hex()}",
                "digest": anchor.digest.hex(),
            }
