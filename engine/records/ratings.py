"""好差评: the applicant rates a concluded case once, on five levels (PY-01: 一事一评, 五级量表)."""

from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from engine import tables
from engine.refusals import Refused
from engine.time import clock
from engine.words import words

if TYPE_CHECKING:
    from engine.engine import Engine

LEVELS: Final = (5, 4, 3, 2, 1)
"""非常满意 满意 基本满意 不满意 非常不满意."""
LOW: Final = 2
"""From this level down a rating is followed up."""
MESSAGE: Final = "群众差评"
"""The message that a low rating sends: a process that begins with it follows the rating up."""
_MOST: Final = 500
_rating, _instance = tables.rating, tables.instance


def rate(engine: "Engine", case_id: UUID, level: int, remark: str) -> None:
    """Record the rating of a concluded case, and a low one's message with it.

    Raises Refused where it is not concluded or has been rated.
    """
    if level not in LEVELS:
        raise Refused(words("请在五个等次中选择一个。"), kind="invalid", problems={"level": words("请选择")})
    with engine.database.reading() as connection:
        row = _instance.c
        statement = select(row.number, row.title, row.unit_id, row.status).where(row.id == case_id)
        case = connection.execute(statement).one()
        unit = engine.directory(connection).units.get(case.unit_id)
    if case.status != "completed":
        raise Refused(words("办结以后才能评价。"), kind="conflict", rule="PY-01")
    said = remark.strip()[:_MOST]
    new = {"instance_id": case_id, "level": level, "words": said, "rated_at": clock.now()}
    facts = {
        "rated_case": case.number,
        "rated_title": case.title,
        "unit": unit.short_name if unit else None,
        "level": level,
        "words": said,
    }

    def work(connection: Connection) -> None:
        connection.execute(_rating.insert(), new)
        if level <= LOW and _is_followed_up(connection):
            engine.leave_message(connection, MESSAGE, facts, case_id)

    try:
        engine.database.transact(work)
    except IntegrityError as error:
        raise Refused(words("这一件已经评价过了,一件只评一次。"), kind="conflict", rule="PY-01") from error


def rating_of(connection: Connection, case_id: UUID) -> int | None:
    """The level a case was rated with; None where it has not been."""
    found: int | None = connection.execute(
        select(_rating.c.level).where(_rating.c.instance_id == case_id)
    ).scalar()
    return found


def _is_followed_up(connection: Connection) -> bool:
    """Whether a process begins with a low rating; where the county runs none, the rating stands for itself."""
    start = tables.start_event.c
    waits = select(start.version_id).where(start.kind == "message", start.name == MESSAGE)
    return connection.execute(waits).first() is not None
