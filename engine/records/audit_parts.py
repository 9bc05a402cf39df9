"""A part of the county's cases, by their keys: what can be verified within one request."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, select, true, union

from engine import tables

_KEYS: Final = (tables.instance.c.id, tables.archived_case.c.instance_id)
"""Where cases are kept: those under way and done, and those put away."""


@dataclass(frozen=True, slots=True)
class Part:
    """The cases whose keys lie between these two, both among them; without one it is open on that side."""

    first: UUID | None = None
    last: UUID | None = None

    def holds(self, key: ColumnElement[Any]) -> ColumnElement[bool]:
        """The condition that a column's case is in this part."""
        return and_(
            true() if self.first is None else key >= self.first,
            true() if self.last is None else key <= self.last,
        )


def part_from(connection: Connection, first: UUID | None, most: int) -> tuple[Part, UUID | None]:
    """The next `most` cases from a key on, archived ones among them, and the key behind them, if there is one.

    Rows whose case is gone belong to the part in whose keys they lie, so that the parts together are everything.
    """
    asked = Part(first)
    known = union(*(select(key).where(asked.holds(key)) for key in _KEYS)).subquery()
    key = known.c[0]
    behind = connection.execute(select(key).order_by(key).offset(most).limit(1)).scalar_one_or_none()
    return Part(first, None if behind is None else UUID(int=behind.int - 1)), behind


def key_of(connection: Connection, number: str) -> UUID | None:
    """The key of the case of this number, archived or not; None where there is none."""
    asked = union(*(select(key).where(key.table.c.number == number) for key in _KEYS))
    return connection.execute(asked).scalar()
