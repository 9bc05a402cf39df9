"""督查总览: how many cases are overdue, near their limit, with a signer, in dispute – in all and by unit.

Every number is counted by the condition that its list in the register uses, so that the two agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from engine import tables
from engine.queries.cases import BEGUN, ENDED, DueWindow, Filter, count_cases, is_due_in

_instance, _unit, _task = tables.instance, tables.unit, tables.user_task
_version = tables.process_version

SIGNING, REVIEW = "签发", "复核"
"""How the names of tasks begin that are a signature, and the review of a contested slip (rules.md part F)."""
SLIP = "督办单"
"""How the kinds of supervision slips end."""
DIGEST = "汇总"
"""How the names of processes end that draw up the digest of the week and of the month."""

_WORDS = {"signing": SIGNING, "dispute": REVIEW}


@dataclass(frozen=True, slots=True)
class Standing:
    """How many running cases there are, and how many of them stand so."""

    running: int = 0
    overdue: int = 0
    today: int = 0
    near: int = 0
    signing: int = 0
    dispute: int = 0


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """The standing of one unit's cases; `unit_id` is None for cases of no unit."""

    unit_id: str | None
    unit: str | None
    standing: Standing


def standings(
    connection: Connection, visible: ColumnElement[bool], windows: Mapping[str, DueWindow]
) -> list[UnitStanding]:
    """By unit, those with most overdue first. `windows` says what `overdue`, `today` and `near` mean."""
    due = [
        func.sum(case((is_due_in(windows[name]), 1), else_=0)).label(name)
        for name in ("overdue", "today", "near")
    ]
    by_unit = connection.execute(_running(visible).add_columns(func.count().label("running"), *due)).all()
    waiting = {name: _waiting(connection, visible, word) for name, word in _WORDS.items()}
    known = {
        row.id: row for row in connection.execute(select(_unit.c.id, _unit.c.short_name, _unit.c.position))
    }
    found = [
        UnitStanding(
            row.unit_id,
            known[row.unit_id].short_name if row.unit_id else None,
            Standing(
                int(row.running),
                *(int(row._mapping[name]) for name in ("overdue", "today", "near")),
                *(waiting[name].get(row.unit_id, 0) for name in _WORDS),
            ),
        )
        for row in by_unit
    ]
    place = {key: row.position for key, row in known.items()}
    return sorted(
        found,
        key=lambda each: (
            -each.standing.overdue,
            -each.standing.near,
            place.get(each.unit_id or "", len(place)),
        ),
    )


def _running(visible: ColumnElement[bool]) -> Select[Any]:
    return (
        select(_instance.c.unit_id)
        .where(visible, _instance.c.status == "running")
        .group_by(_instance.c.unit_id)
    )


def _waiting(connection: Connection, visible: ColumnElement[bool], word: str) -> dict[str | None, int]:
    """How many of each unit's running cases wait at a task whose name begins so."""
    open_so = select(_task.c.instance_id).where(_task.c.status == "open", _task.c.name.startswith(word))
    statement = _running(visible).where(_instance.c.id.in_(open_so)).add_columns(func.count().label("cases"))
    return {row.unit_id: row.cases for row in connection.execute(statement)}


def together(units: list[UnitStanding]) -> Standing:
    """The standing of all cases."""
    names = [field.name for field in fields(Standing)]
    return Standing(**{name: sum(getattr(each.standing, name) for each in units) for name in names})


@dataclass(frozen=True, slots=True)
class Period:
    """What happened since a moment: cases begun and ended, and those that got a supervision slip, by its kind."""

    begun: int
    ended: int
    slips: list[tuple[str, int]]


def since(connection: Connection, visible: ColumnElement[bool], moment: datetime) -> Period:
    """The figures of the time from `moment` to now, of the cases one may see."""
    paper = tables.document.c
    issued = select(paper.kind).where(paper.issued_at >= moment, paper.kind.endswith(SLIP)).distinct()
    kinds = sorted(connection.execute(issued).scalars())
    begun, ended, *slips = (_happened(connection, visible, what, moment) for what in (BEGUN, ENDED, *kinds))
    return Period(begun, ended, [(kind, number) for kind, number in zip(kinds, slips, strict=True) if number])


def _happened(connection: Connection, visible: ColumnElement[bool], what: str, moment: datetime) -> int:
    return count_cases(connection, visible, Filter(happened=(what, moment)))


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest of the time past (一周一汇总, 一月一通报): its case and what it waits for, its latest paper."""

    case_id: UUID
    number: str
    title: str
    status: str
    outcome: str | None
    waiting: str | None
    paper_id: UUID | None


def digests(connection: Connection, visible: ColumnElement[bool], limit: int = 3) -> list[Digest]:
    """The latest digests (DS-02)."""
    drawn_up = select(_version.c.process).where(_version.c.name.endswith(DIGEST)).distinct()
    processes = list(connection.execute(drawn_up).scalars())
    row, paper = _instance.c, tables.document.c
    latest = (
        select(paper.id).where(paper.instance_id == row.id).order_by(paper.issued_at.desc()).limit(1)
    ).correlate(_instance)
    waiting = (
        select(_task.c.name).where(_task.c.instance_id == row.id, _task.c.status == "open").limit(1)
    ).correlate(_instance)
    statement = (
        select(
            row.id,
            row.number,
            row.title,
            row.status,
            row.outcome,
            waiting.scalar_subquery(),
            latest.scalar_subquery(),
        )
        .where(visible, row.process.in_(processes), row.status != "cancelled")
        .order_by(row.started_at.desc())
        .limit(limit)
    )
    return [Digest(*found) for found in connection.execute(statement)]


def next_digest(connection: Connection) -> datetime | None:
    """When the next digest is drawn up; None where none will be."""
    start = tables.start_event.c
    statement = (
        select(func.min(start.next_at, type_=start.next_at.type))
        .join(_version, _version.c.id == start.version_id)
        .where(_version.c.name.endswith(DIGEST), start.next_at.is_not(None))
    )
    found: datetime | None = connection.execute(statement).scalar()
    return found
