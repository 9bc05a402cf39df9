"""Following the histories of all cases against their chains, their heads and the anchors.

Cases, sealed heads and entries are read in one order and side by side, so that a county's millions of entries
need no more memory than one case.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import orjson
from sqlalchemy import Connection, Select, Text, select, type_coerce

from engine import tables
from engine.people.actor import SYSTEM
from engine.records import altered_field, anchors, archive, journal
from engine.records.audit_parts import Part, part_from
from engine.records.audit_report import Altered, Report
from engine.words import words

if TYPE_CHECKING:
    from engine.engine import Engine

MOST_PROVED: Final = 20
"""Altered cases of a part whose former value is looked for: each asks for thousands of digests."""
_AT_ONCE: Final = 1_000
_DECISIONS: Final = ("approve", "reject", "return")
_CASE, _SEALED, _ENTRY = range(3)
"""What is read side by side, in the order in which one case's rows come."""
_instance, _entry, _head = tables.instance.c, tables.journal.c, tables.anchor_head.c


def verify(engine: "Engine", exported: Iterable[Mapping[str, Any]] = ()) -> Report:
    """Verify every case and every anchor. `exported` are lines of `anchors.export` kept elsewhere."""
    with _one_moment(engine) as connection:
        report = Report()
        report.anchors, report.anchor = anchors.first_altered(connection, exported)
        return _followed(connection, report, Part())


def verify_case(engine: "Engine", case_id: UUID) -> Report:
    """Verify one case against its chain and its sealed heads; the anchors are not looked at."""
    with _one_moment(engine) as connection:
        return _followed(connection, Report(), Part(case_id, case_id))


def verify_from(engine: "Engine", first: UUID | None, most: int) -> tuple[Report, UUID | None]:
    """Verify the next `most` cases from a key on; with the key to go on from, None at the end.

    The anchors are verified with the first part. Former values are looked for in the first MOST_PROVED altered cases.
    """
    with _one_moment(engine) as connection:
        report = Report()
        if first is None:
            report.anchors, report.anchor = anchors.first_altered(connection)
        part, behind = part_from(connection, first, most)
        return _followed(connection, report, part, MOST_PROVED), behind


@contextmanager
def _one_moment(engine: "Engine") -> Iterator[Connection]:
    """A connection whose every question is answered as of one moment."""
    with engine.database.reading() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield connection


def _followed(connection: Connection, report: Report, part: Part, proved: int | None = None) -> Report:
    for _, rows in groupby(_side_by_side(connection, part), key=lambda item: item[0]):
        _Chain(report).follow(rows)
    found = report.altered
    if proved is None:
        proved = len(found)
    report.altered = [*(_with_field(connection, each) for each in found[:proved]), *found[proved:]]
    return report


def _with_field(connection: Connection, altered: Altered) -> Altered:
    """The same with the field that was altered, where the row is there and one former value makes it right."""
    if altered.at is None or altered.number is None:
        return altered
    case = select(_instance.id).where(_instance.number == altered.number).scalar_subquery()
    rows = select(tables.journal).where(_entry.instance_id == case, _entry.sequence <= altered.sequence)
    try:
        found = connection.execute(rows.order_by(_entry.sequence)).mappings()
        history = [{**row} for row in found]
    except orjson.JSONDecodeError:
        return altered
    if not history or history[-1]["sequence"] != altered.sequence:
        return altered
    before = history[-2]["digest"] if len(history) > 1 else journal.START
    return replace(altered, field=altered_field.find(before, history[-1], _known(connection, history)))


def _known(connection: Connection, history: Sequence[Mapping[str, Any]]) -> set[str]:
    """Words that may have stood in an altered record: accounts, acts, and what its case's records say."""
    accounts = connection.execute(select(tables.person.c.login)).scalars()
    acts = connection.execute(select(_entry.act).distinct()).scalars()
    said = {
        value for row in history for _, value in altered_field.leaves(row["events"]) if isinstance(value, str)
    }
    return {*accounts, *acts, *said, *_DECISIONS, SYSTEM.login}


def _side_by_side(connection: Connection, part: Part) -> Iterator[tuple[int, int, Any]]:
    """Every case, sealed head and entry of a part as (case, which, row), in order."""
    entries = select(tables.journal).with_only_columns(
        *(c if c.name != "events" else type_coerce(c, Text).label("events") for c in tables.journal.c)
    )
    return heapq.merge(
        _stream(connection, _CASE, select(_instance.id, _instance.number, _instance.sequence, _instance.head)
                .where(part.holds(_instance.id)).order_by(_instance.id)),
        _stream(connection, _SEALED, select(_head.instance_id, _head.sequence, _head.head, _head.anchor)
                .where(part.holds(_head.instance_id)).order_by(_head.instance_id, _head.sequence)),
        _stream(connection, _ENTRY, entries.where(part.holds(_entry.instance_id))
                .order_by(_entry.instance_id, _entry.sequence)),
        _archived(connection, part),
        key=lambda item: item[:2],
    )  # fmt: skip


def _stream(connection: Connection, which: int, statement: Select[Any]) -> Iterator[tuple[int, int, Any]]:
    for row in connection.execute(statement.execution_options(yield_per=_AT_ONCE)):
        yield row[0].int, which, row


@dataclass(frozen=True, slots=True)
class _ArchivedCase:
    """An archived case as verifying needs it; what was damaged has neither sequence nor head."""

    number: str
    sequence: int
    head: bytes


@dataclass(frozen=True, slots=True)
class _ArchivedEntry:
    """An archived entry as verifying needs it."""

    sequence: int
    digest: bytes
    act: str
    at: datetime
    whole: Mapping[str, Any]


def _archived(connection: Connection, part: Part) -> Iterator[tuple[int, int, Any]]:
    """Every archived case of a part with its entries, like those that are not archived."""
    for row, case, entries in archive.histories(connection, part):
        key = row.instance_id.int
        yield (
            key,
            _CASE,
            _ArchivedCase(row.number, case["sequence"] if case else -1, case["head"] if case else b""),
        )
        for each in entries:
            yield key, _ENTRY, _ArchivedEntry(each["sequence"], each["digest"], each["act"], each["at"], each)


class _Chain:
    """Follows one case. The first thing wrong is reported, the rest of the case is not looked at."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._case: Any = None
        self._sealed: dict[int, Any] = {}
        self._last = 0
        self._head = journal.START

    def follow(self, rows: Iterable[tuple[int, int, Any]]) -> None:
        """Read a case's rows in order and report what is wrong."""
        for _, which, row in rows:
            if which == _CASE:
                self._case = row
            elif which == _SEALED:
                self._sealed[row.sequence] = row
            elif self._takes(row):
                self._report.entries += 1
            else:
                self._report.cases += 1
                return
        self._report.cases += 1
        self._close()

    def _takes(self, row: Any) -> bool:
        """Whether an entry follows from what stands before it."""
        expected = self._last + 1
        if row.sequence != expected:
            self._alter(None, words("这一条已不在库中(其后是第 %(sequence)s 条)", sequence=row.sequence))
        elif not _is_digest_right(self._head, row):
            self._alter(row, words("内容或摘要被改动,与前文不符"))
        elif expected in self._sealed and self._sealed[expected].head != row.digest:
            anchor = self._sealed[expected].anchor
            self._alter(row, words("与第 %(anchor)s 号封存不符:这一条或它之前的记录被重写过", anchor=anchor))
        else:
            self._last, self._head = expected, row.digest
            return True
        return False

    def _close(self) -> None:
        """What must hold after the last entry."""
        cut = min((sequence for sequence in self._sealed if sequence > self._last), default=None)
        if isinstance(self._case, _ArchivedCase) and self._case.sequence < 0:
            self._alter(None, words("归档内容被改动或损坏,与它的摘要不符"))
        elif cut is not None:
            anchor = self._sealed[cut].anchor
            self._alter(
                None,
                words("这一条已不在库中,而第 %(anchor)s 号封存时办件已有 %(cut)s 条", anchor=anchor, cut=cut),
            )
        elif self._case is None:
            self._alter(None, words("有记录而没有办件"))
        elif (self._case.sequence, self._case.head) != (self._last, self._head):
            self._alter(
                None,
                words(
                    "办件登记有 %(sequence)s 条,链头与最后一条(第 %(last)s 条)不符",
                    sequence=self._case.sequence,
                    last=self._last,
                ),
            )
        elif self._last not in self._sealed:
            self._report.unsealed += 1

    def _alter(self, row: Any, what: str) -> None:
        number = self._case.number if self._case is not None else None
        act, at = (row.act, row.at) if row is not None else (None, None)
        self._report.altered.append(Altered(number, self._last + 1, act, at, what))


def _is_digest_right(before: bytes, row: Any) -> bool:
    if isinstance(row, _ArchivedEntry):
        return bool(row.digest == journal.digest_of(before, row.whole))
    try:
        events = orjson.loads(row.events)
    except orjson.JSONDecodeError:
        return False
    return bool(row.digest == journal.digest_of(before, {**row._mapping, "events": events}))
