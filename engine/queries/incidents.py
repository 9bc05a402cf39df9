"""故障: what has stopped a case and waits for an administrator."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, and_, func, or_, select

from engine import tables

_incident, _instance = tables.incident, tables.instance


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """An incident and its case; `resolved_at` and `resolved_by` are None while it is open."""

    id: UUID
    kind: str
    element: str | None
    message: str
    raised_at: datetime
    resolved_at: datetime | None
    resolved_by: str | None
    case_id: UUID
    number: str
    process: str
    version_id: UUID


def open_incidents(
    connection: Connection, limit: int, offset: int = 0, behind: tuple[datetime, UUID] | None = None
) -> list[IncidentLine]:
    """What waits to be mended, the latest first; only what stands behind an incident's moment and key, if given."""
    raised, key = _incident.c.raised_at, _incident.c.id
    statement = _lines().where(_incident.c.resolved_at.is_(None)).order_by(raised.desc(), key.desc())
    if behind is not None:
        at, last = behind
        statement = statement.where(or_(raised < at, and_(raised == at, key < last)))
    return [IncidentLine(*row) for row in connection.execute(statement.limit(limit).offset(offset))]


def resolved_incidents(connection: Connection, limit: int) -> list[IncidentLine]:
    """What was mended, the latest first."""
    statement = _lines().where(_incident.c.resolved_at.is_not(None)).order_by(_incident.c.resolved_at.desc())
    return [IncidentLine(*row) for row in connection.execute(statement.limit(limit))]


def find_incident(connection: Connection, incident_id: UUID) -> IncidentLine | None:
    """The incident of this id, or None."""
    row = connection.execute(_lines().where(_incident.c.id == incident_id)).first()
    return None if row is None else IncidentLine(*row)


def count_open_incidents(connection: Connection) -> int:
    """How many incidents wait."""
    statement = select(func.count()).select_from(_incident).where(_incident.c.resolved_at.is_(None))
    return int(connection.execute(statement).scalar_one())


def _lines() -> Select[Any]:
    return select(
        _incident.c.id,
        _incident.c.kind,
        _incident.c.element,
        _incident.c.message,
        _incident.c.raised_at,
        _incident.c.resolved_at,
        _incident.c.resolved_by,
        _instance.c.id,
        _instance.c.number,
        _instance.c.process,
        _instance.c.version_id,
    ).select_from(_incident.join(_instance, _instance.c.id == _incident.c.instance_id))
