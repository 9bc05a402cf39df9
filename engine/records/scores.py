"""The ledger of points (积分): what each unit was given, taken back by counter-entries, and the net of a year.

An entry is never changed and never deleted (rules.md A15, `supervision.review.within`). Points belong to the
year in which the slip reached the unit (SD-09a), and so does what takes them back. Bonuses of a year are the
process's tables, not entries of this arithmetic.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, case, func, select

from engine import tables
from engine.records.score_entries import Entry, all_entries
from engine.refusals import Refused
from engine.words import words

_score = tables.score.c
_reversal = tables.score.alias("reversal")


@dataclass(frozen=True, slots=True)
class Net:
    """A unit's year: points taken and given by entries that stand, and their sum.

    `entries` counts those that stand; what was reversed, and its counter-entry, is in none of these.
    """

    unit_id: str
    entries: int
    taken: int
    given: int

    @property
    def net(self) -> int:
        """The year's points: below zero where more was taken than given."""
        return self.taken + self.given


def ledger(
    connection: Connection,
    year: int,
    unit_id: str | None = None,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> list[Entry]:
    """The entries of a year, of one unit or of all, in the order of recording."""
    statement = all_entries().where(_score.year == year).order_by(_score.recorded_at, _score.id)
    if unit_id is not None:
        statement = statement.where(_score.unit_id == unit_id)
    rows = connection.execute(statement.limit(limit).offset(offset))
    return [Entry(*row) for row in rows]


def yearly_nets(
    connection: Connection, year: int, successors: Mapping[str, str] | None = None
) -> dict[str, Net]:
    """The net of a year by unit, for every unit that has an entry.

    Points stay with the unit they were recorded for. With `successors` (former unit → the one it was merged
    into, see `Directory.successors`) they are counted under the unit that took it over instead.
    """
    stands = (_score.reversal_of.is_(None)) & (_reversal.c.id.is_(None))
    statement = (
        select(
            _score.unit_id,
            func.count().filter(stands),
            func.sum(case((stands & (_score.points < 0), _score.points), else_=0)),
            func.sum(case((stands & (_score.points > 0), _score.points), else_=0)),
        )
        .select_from(tables.score.outerjoin(_reversal, _reversal.c.reversal_of == _score.id))
        .where(_score.year == year)
        .group_by(_score.unit_id)
        .order_by(_score.unit_id)
    )
    nets: dict[str, Net] = {}
    for unit_id, entries, taken, given in connection.execute(statement):
        unit = (successors or {}).get(unit_id, unit_id)
        known = nets.get(unit, Net(unit, 0, 0, 0))
        nets[unit] = Net(unit, known.entries + entries, known.taken + int(taken), known.given + int(given))
    return nets


def case_of_paper(connection: Connection, kind: str, number: str) -> UUID:
    """The case that issued a paper and recorded points for it. Raises Refused (gone) where there is none."""
    row = tables.document.c
    found: UUID | None = connection.execute(
        select(row.instance_id)
        .join(tables.score, _score.document_id == row.id)
        .where(row.kind == kind, row.number == number)
    ).scalar()
    if found is None:
        raise Refused(
            words("没有记过分的“%(kind)s”%(number)s,无从冲回;请核对文书名和字号。", kind=kind, number=number),
            kind="gone",
        )
    return found
