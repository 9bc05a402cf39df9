"""Who has been let know of a case, and who has given a receipt (抄送, 传阅)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from engine import tables
from engine.queries.duties import Duties


@dataclass(frozen=True, slots=True)
class Told:
    """One who has been told: `kind` is copy or circulate, `to` as it was written; read by whom and when."""

    kind: str
    to: str
    unit_id: str | None
    post_id: str | None
    person_id: UUID | None
    sent_at: datetime
    sent_by: str
    read_at: datetime | None
    read_by: str | None

    def is_unread(self, duties: Duties) -> bool:
        """Whether this person has been told and has not read it; of a copy nobody waits for that."""
        if self.read_at is not None:
            return False
        if self.person_id is not None:
            return self.person_id == duties.person_id
        return self.post_id in duties.posts if self.post_id else self.unit_id in duties.units


def told_of(connection: Connection, case_id: UUID) -> list[Told]:
    """Everybody who has been let know of a case, in order."""
    row = tables.circulation.c
    statement = (
        select(
            row.kind,
            row.to,
            row.unit_id,
            row.post_id,
            row.person_id,
            row.sent_at,
            row.sent_by,
            row.read_at,
            row.read_by,
        )
        .where(row.instance_id == case_id)
        .order_by(row.sent_at, row.id)
    )
    return [Told(*found) for found in connection.execute(statement)]


def is_told(duties: Duties) -> ColumnElement[bool]:
    """The condition on `circulation` that a row is for somebody: by name, by post, by unit."""
    row = tables.circulation.c
    return or_(
        row.person_id == duties.person_id,
        row.post_id.in_(sorted(duties.posts)),
        and_(row.post_id.is_(None), row.unit_id.in_(sorted(duties.units))),
    )
