"""Which of the tasks in an inbox somebody asks to see."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, or_

from engine import tables
from engine.queries.duties import Duties, is_deputised
from engine.queries.waiting import RECEIPT
from engine.records import search
from engine.records.grams import grams

_task, _instance, _unit = tables.user_task, tables.instance, tables.unit


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the tasks to list: by words, one process, only receipts, only what one does as these duties' deputy.

    Words are those of number, title, task or unit, or what a search of the cases finds (opinions, case data);
    `named` are the cases found by their applicant (`engine.queries.applicants`).
    """

    text: str = ""
    named: tuple[UUID, ...] = ()
    process: str | None = None
    receipts: bool = False
    deputy: Duties | None = None


EVERYTHING = Wanted()


def matching(connection: Connection, wanted: Wanted) -> list[ColumnElement[bool]]:
    """The conditions on `user_task`, its `instance` and that one's `unit`."""
    found = saying(connection, wanted, _task.c.name)
    if wanted.process is not None:
        found.append(_instance.c.process == wanted.process)
    if wanted.receipts:
        found.append(_task.c.name.startswith(RECEIPT))
    if wanted.deputy is not None:
        found.append(is_deputised(wanted.deputy))
    return found


def saying(connection: Connection, wanted: Wanted, *more: ColumnElement[str]) -> list[ColumnElement[bool]]:
    """The condition on `instance`, its `unit` and `more` that the words set; none where nothing is looked for."""
    if not wanted.text.strip():
        return []
    columns = (_instance.c.number, _instance.c.title, _unit.c.short_name, *more)
    every = and_(
        *(or_(*(each.contains(word, autoescape=True) for each in columns)) for word in wanted.text.split())
    )
    read = search.holding(connection, list(grams(wanted.text)))
    return [or_(every, _instance.c.id.in_(read), _instance.c.id.in_(wanted.named))]
