"""The register of cases (台账): filtered, sorted, by pages, with the latest paper of each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from engine import tables
from engine.queries.limits import case_due
from engine.queries.own_lists import CaseLine
from engine.records import search
from engine.time.clock import CIVIL

_instance, _unit, _document, _task = tables.instance, tables.unit, tables.document, tables.user_task

Sort = Literal["due", "-due", "number", "-number", "unit", "-started"]
SORTS: tuple[Sort, ...] = get_args(Sort)
DueWindow = tuple[datetime | None, datetime | None]
"""From (included) and until (not included) which instant the limit of a case that has not ended lies."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What to list; None means any.

    `paper` is the kind of the latest paper, "" for cases without one; `task` is how the name of a task begins
    that waits.
    """

    process: str | None = None
    unit: str | None = None
    """The case's unit, "" for cases of none."""
    status: str | None = None
    paper: str | None = None
    due: DueWindow | None = None
    text: str = ""
    named: tuple[UUID, ...] = ()
    """Cases that `text` finds by their applicant (`engine.queries.applicants`), beside those it finds itself."""
    task: str | None = None
    year: int | None = None
    """The civil year in which the case began."""
    happened: tuple[str, datetime] | None = None
    """What has happened to the case since a moment, as `happened_since` takes it."""
    data: tuple[tuple[str, str], ...] = ()
    """Fields of the whole case with the text each must have."""


@dataclass(frozen=True, slots=True)
class RegisterLine(CaseLine):
    """One case in the register; `paper` is the kind of its latest paper, `waiting` who has it now."""

    ended_at: datetime | None
    paper: str | None
    paper_at: datetime | None
    waiting: str | None


def list_cases(
    connection: Connection,
    visible: ColumnElement[bool],
    wanted: Filter,
    sort: Sort,
    limit: int,
    offset: int = 0,
) -> list[RegisterLine]:
    """The cases that may be seen (`visible`, a condition on `instance`) and are wanted.

    Which they are is found first, so that what is told of them is read for these alone.
    """
    chosen = _filtered(connection, visible, wanted).add_columns(_instance.c.id)
    return [RegisterLine(*row) for row in connection.execute(_told(chosen, sort, limit, offset))]


def counted_cases(
    connection: Connection,
    visible: ColumnElement[bool],
    wanted: Filter,
    sort: Sort,
    limit: int,
    offset: int = 0,
) -> tuple[list[RegisterLine], int]:
    """A page of `list_cases`, and how many there are on all pages; both are empty behind the last page.

    What is searched for by words is looked up once for both. Without words a page is quick by itself, and need not
    wait for all to be gone through.
    """
    if not wanted.text.strip():
        return list_cases(connection, visible, wanted, sort, limit, offset), count_cases(
            connection, visible, wanted
        )
    chosen = _filtered(connection, visible, wanted).add_columns(_instance.c.id, func.count().over())
    rows = connection.execute(_told(chosen, sort, limit, offset, counted=True)).all()
    return [RegisterLine(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def _told(chosen: Select[Any], sort: Sort, limit: int, offset: int, counted: bool = False) -> Select[Any]:
    """What the register tells of a page of the cases chosen by `id`; with `counted` also their second column."""
    latest = _latest_paper()
    open_task = _open_task()
    order = (*_order(sort), _instance.c.id)
    page = chosen.order_by(*order).limit(limit).offset(offset).subquery()
    statement: Select[Any] = (
        select(
            _instance.c.id,
            _instance.c.number,
            _instance.c.title,
            _instance.c.process,
            _instance.c.status,
            _instance.c.outcome,
            _unit.c.short_name,
            _instance.c.started_at,
            case_due,
            _instance.c.ended_at,
            latest(_document.c.kind),
            latest(_document.c.issued_at),
            open_task,
        )
        .select_from(_instance.outerjoin(_unit, _unit.c.id == _instance.c.unit_id))
        .join(page, page.c.id == _instance.c.id)
        .order_by(*order)
    )
    return statement.add_columns(list(page.c)[1]) if counted else statement


def count_cases(connection: Connection, visible: ColumnElement[bool], wanted: Filter) -> int:
    """How many cases `list_cases` would list without a limit."""
    found: int = connection.execute(
        _filtered(connection, visible, wanted).add_columns(func.count())
    ).scalar_one()
    return found


def paper_kinds(connection: Connection, process: str | None) -> list[str]:
    """The kinds of papers issued so far, for the choice in the filter."""
    statement = select(_document.c.kind).distinct().order_by(_document.c.kind)
    if process is not None:
        cases = select(_instance.c.id).where(_instance.c.process == process)
        statement = statement.where(_document.c.instance_id.in_(cases))
    return list(connection.execute(statement).scalars())


def _filtered(connection: Connection, visible: ColumnElement[bool], wanted: Filter) -> Select[Any]:
    conditions = [visible]
    for column, value in (
        (_instance.c.process, wanted.process),
        (_instance.c.status, wanted.status),
    ):
        if value is not None:
            conditions.append(column == value)
    if wanted.unit is not None:
        conditions.append(
            _instance.c.unit_id.is_(None) if wanted.unit == "" else _instance.c.unit_id == wanted.unit
        )
    if wanted.paper is not None:
        kind = _latest_paper()(_document.c.kind)
        conditions.append(kind.is_(None) if wanted.paper == "" else kind == wanted.paper)
    if wanted.year is not None:
        turns = [datetime(year, 1, 1, tzinfo=CIVIL) for year in (wanted.year, wanted.year + 1)]
        conditions += [_instance.c.started_at >= turns[0], _instance.c.started_at < turns[1]]
    if wanted.happened is not None:
        conditions.append(happened_since(*wanted.happened))
    conditions += [standing_value(name) == value for name, value in wanted.data]
    if wanted.due is not None:
        conditions += [_instance.c.ended_at.is_(None), is_due_in(wanted.due)]
    if wanted.task is not None:
        conditions.append(waits_at(wanted.task))
    if wanted.text.strip():
        called = and_(*(_matches(word) for word in wanted.text.split()))
        found = search.matches(connection, wanted.text, called)
        conditions.append(or_(found, _instance.c.id.in_(wanted.named)) if wanted.named else found)
    return select().select_from(_instance).where(*conditions)


def is_due_in(window: DueWindow) -> ColumnElement[bool]:
    """The condition on `instance` that a case's limit lies in a window."""
    first, last = window
    conditions = [case_due >= first] if first is not None else []
    conditions += [case_due < last] if last is not None else []
    return and_(case_due.is_not(None), *conditions)


BEGUN, ENDED = "begun", "ended"


def happened_since(what: str, moment: datetime) -> ColumnElement[bool]:
    """The condition on `instance` that it has begun or been concluded (`what`), or that a paper of this kind has been
    issued in it, since a moment."""
    if what == BEGUN:
        return _instance.c.started_at >= moment
    if what == ENDED:
        return (_instance.c.status == "completed") & (_instance.c.ended_at >= moment)
    return exists().where(
        _document.c.instance_id == _instance.c.id, _document.c.kind == what, _document.c.issued_at >= moment
    )


def waits_at(name: str) -> ColumnElement[bool]:
    """The condition on `instance` that a task whose name begins so waits in the case."""
    return exists().where(
        _task.c.instance_id == _instance.c.id,
        _task.c.status == "open",
        _task.c.name.startswith(name, autoescape=True),
    )


def _matches(word: str) -> ColumnElement[bool]:
    columns = (_instance.c.number, _instance.c.title, _unit.c.short_name, _unit.c.name)
    return or_(*(column.contains(word, autoescape=True) for column in columns))


def standing_value(name: str) -> Any:
    """The standing value of a field of the whole case, as a correlated subquery."""
    row = tables.field.c
    return (
        select(row.value)
        .where(row.instance_id == _instance.c.id, row.name == name, row.scope == "")
        .order_by(row.sequence.desc())
        .limit(1)
        .correlate(_instance)
        .scalar_subquery()
    )


def _latest_paper() -> Any:
    """A function that gives a column of the case's latest paper as a correlated subquery.

    A numbered paper goes before receipts and drafts, which bear none.
    """

    def column_of(column: ColumnElement[Any]) -> Any:
        return (
            select(column)
            .where(_document.c.instance_id == _instance.c.id)
            .order_by(_document.c.number.is_(None), _document.c.issued_at.desc(), _document.c.id.desc())
            .limit(1)
            .correlate(_instance)
            .scalar_subquery()
        )

    return column_of


def _open_task() -> Any:
    return (
        select(_task.c.name)
        .where(_task.c.instance_id == _instance.c.id, _task.c.status == "open")
        .order_by(_task.c.id)
        .limit(1)
        .correlate(_instance)
        .scalar_subquery()
    )


def _order(sort: Sort) -> tuple[ColumnElement[Any], ...]:
    """Columns to sort by; by limit or unit, cases that have ended come after the others."""
    columns, ended = _instance.c, _instance.c.ended_at.is_not(None)
    orders: dict[Sort, tuple[ColumnElement[Any], ...]] = {
        "due": (ended, case_due.is_(None), case_due),
        "-due": (ended, case_due.is_(None), case_due.desc()),
        "number": (columns.number,),
        "-number": (columns.number.desc(),),
        "unit": (_position(), ended, case_due),
        "-started": (columns.started_at.desc(),),
    }
    return orders[sort]


def _position() -> Any:
    """Where the case's unit stands among the units, as a correlated subquery."""
    return (
        select(_unit.c.position)
        .where(_unit.c.id == _instance.c.unit_id)
        .correlate(_instance)
        .scalar_subquery()
    )
