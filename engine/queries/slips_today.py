"""今日应发: the slips that go out, or go for signature, by a moment of the day if nobody does anything more.

A slip is a paper that takes or gives points; notices to applicants, minutes and receipts are none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, or_, select

from engine import tables
from engine.definitions.diagram import Node
from engine.engine import Engine
from engine.queries.ahead import is_slip, node_of, papers_after, papers_through_tasks
from engine.queries.foresight import Foreseen, Foresight, Slip
from engine.queries.limits import case_due
from engine.runtime.program import Program

_instance, _unit, _task, _document = tables.instance, tables.unit, tables.user_task, tables.document

How = Literal["signing", "to_sign", "by_itself", "held", "trouble"]
"""signing: with its signer; to_sign: goes for signature then; by_itself: goes out then; held: judged, not sent."""

MOST_CASES = 300


@dataclass(frozen=True, slots=True)
class SlipCase:
    """The case of a slip; `due` is when its own limit ends."""

    id: UUID
    number: str
    title: str
    unit: str | None
    due: datetime | None


@dataclass(frozen=True, slots=True)
class DueSlip:
    """A slip of the day.

    `at` is when it goes out or for signature, None where it is with its signer. `signer` is (unit id, post id) of
    who signs. `open_task` is the task of the signer, `drafts` are (id, name, unit id) of the tasks in which it
    can be edited or stopped until then.
    """

    case: SlipCase
    how: How
    kind: str
    points: int
    at: datetime | None
    signer: tuple[str | None, str | None] | None
    rules: tuple[str, ...]
    open_task: UUID | None = None
    drafts: tuple[tuple[UUID, str, str | None], ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class SentSlip:
    """A paper that has gone out."""

    id: UUID
    kind: str
    number: str | None
    unit: str | None
    case_id: UUID
    title: str
    at: datetime


def slips_by(
    engine: Engine, connection: Connection, visible: ColumnElement[bool], until: datetime
) -> list[DueSlip]:
    """The slips due up to `until`, those with their signers first, then by their moment."""
    found: list[DueSlip] = []
    for case in _candidates(engine, connection, visible, until):
        found += _of_case(engine, connection, case, until)
    return sorted(found, key=lambda slip: (slip.at is not None, slip.at or until, slip.case.number))


def sent_between(
    connection: Connection, visible: ColumnElement[bool], first: datetime, last: datetime
) -> list[SentSlip]:
    """The papers addressed to a unit that went out from `first` to before `last`, the latest first."""
    moment: Any = func.coalesce(_document.c.due_at, _document.c.issued_at, type_=_document.c.issued_at.type)
    statement = (
        select(
            _document.c.id,
            _document.c.kind,
            _document.c.number,
            _unit.c.short_name,
            _instance.c.id,
            _instance.c.title,
            moment,
        )
        .select_from(
            _document.join(_instance, _instance.c.id == _document.c.instance_id).join(
                _unit, _unit.c.id == _document.c.unit_id
            )
        )
        .where(moment >= first, moment < last, visible, _document.c.number.is_not(None))
        .order_by(moment.desc(), _document.c.id.desc())
    )
    return [SentSlip(*row) for row in connection.execute(statement)]


def _candidates(
    engine: Engine, connection: Connection, visible: ColumnElement[bool], until: datetime
) -> list[SlipCase]:
    """Running cases with a timer by then, or with an open task that issues a paper."""
    pairs = connection.execute(
        select(_instance.c.version_id, _task.c.element)
        .select_from(_task.join(_instance, _instance.c.id == _task.c.instance_id))
        .where(_task.c.status == "open", _instance.c.status == "running")
        .distinct()
    )
    signing = {
        pair.element for pair in pairs if _signs(engine.program(pair.version_id, connection), pair.element)
    }
    with_signer = select(_task.c.instance_id).where(
        _task.c.status == "open", _task.c.element.in_(sorted(signing))
    )
    statement = (
        select(
            _instance.c.id,
            _instance.c.number,
            _instance.c.title,
            _unit.c.short_name,
            case_due,
        )
        .select_from(_instance.outerjoin(_unit, _unit.c.id == _instance.c.unit_id))
        .where(
            _instance.c.status == "running",
            or_(_instance.c.next_due <= until, _instance.c.id.in_(with_signer)),
            visible,
        )
        .order_by(_instance.c.next_due, _instance.c.id)
        .limit(MOST_CASES)
    )
    return [SlipCase(*row) for row in connection.execute(statement)]


def _signs(program: Program, element: str) -> bool:
    node = node_of(program, element)
    return node is not None and any(map(is_slip, papers_after(program, node)))


def _of_case(engine: Engine, connection: Connection, case: SlipCase, until: datetime) -> Iterator[DueSlip]:
    foresight = Foresight(engine, connection, case.id)
    for slip in foresight.slips_at_hand():
        if slip.is_slip:
            yield _due_slip(case, "signing", slip)
    for foreseen in foresight.firings(until):
        slips = [slip for slip in foresight.slips_of(foreseen) if slip.is_slip]
        for slip in slips:
            yield _due_slip(case, "to_sign" if slip.task else "by_itself", slip)
        if not slips and (foreseen.trouble or _was_to_issue(foresight.program, foreseen)):
            yield _nothing(case, foresight.program, foreseen)


def _due_slip(case: SlipCase, how: How, slip: Slip) -> DueSlip:
    task = slip.task or {}
    ended = slip.foreseen.ended if slip.foreseen else ()
    return DueSlip(
        case,
        how=how,
        kind=slip.kind,
        points=slip.points,
        at=slip.at,
        signer=(task["unit_id"], task["post_id"]) if task else None,
        rules=slip.rules,
        open_task=task["id"] if how == "signing" else None,
        drafts=tuple((row["id"], row["name"], row["unit_id"]) for row in ended),
    )


def _nothing(case: SlipCase, program: Program, foreseen: Foreseen) -> DueSlip:
    node = node_of(program, foreseen.element)
    kinds = [paper.extension("document") for paper in _slips_behind(program, node)] if node else []
    return DueSlip(
        case,
        how="trouble" if foreseen.trouble else "held",
        kind=next((written.get("kind") for written in kinds if written is not None), ""),
        points=0,
        at=foreseen.at,
        signer=None,
        rules=tuple(rule.get("id") for rule in node.all("rule")) if node else (),
        trouble=foreseen.trouble,
    )


def _was_to_issue(program: Program, foreseen: Foreseen) -> bool:
    node = None if foreseen.is_limit else node_of(program, foreseen.element)
    return node is not None and bool(_slips_behind(program, node))


def _slips_behind(program: Program, node: Node) -> list[Node]:
    return [paper for paper in papers_through_tasks(program, node) if is_slip(paper)]
