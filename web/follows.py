"""关注: the cases somebody keeps an eye on; nobody else sees which."""

from uuid import UUID

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from engine import tables
from engine.database import Database
from engine.time import clock

_follow = tables.follow


def is_followed(connection: Connection, case_id: UUID, person_id: UUID) -> bool:
    """Whether the person follows the case."""
    statement = select(_follow.c.since).where(*_of(case_id, person_id))
    return connection.execute(statement).first() is not None


def follow(database: Database, case_id: UUID, person_id: UUID) -> None:
    """Follow a case; twice is once."""

    def work(connection: Connection) -> None:
        if not is_followed(connection, case_id, person_id):
            row = {"person_id": person_id, "instance_id": case_id, "since": clock.now()}
            connection.execute(insert(_follow), row)

    database.transact(work)


def unfollow(database: Database, case_id: UUID, person_id: UUID) -> None:
    """Follow it no longer."""
    database.transact(lambda connection: connection.execute(delete(_follow).where(*_of(case_id, person_id))))


def _of(case_id: UUID, person_id: UUID) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _follow.c.instance_id == case_id, _follow.c.person_id == person_id
