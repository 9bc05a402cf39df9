"""Numbers (文号、办件编号): per series and year, without gap or reuse.

Papers of several kinds that bear the same 字号 count in one series: no two of them have the same number.

A number is taken in the transaction that issues it, as its last statement but the writing of what bears it,
so that the counter's row is held shortly and a rolled-back act leaves no gap.
"""

import re

from sqlalchemy import Connection

from engine import tables
from engine.database import insert_into

_COUNT = re.compile(r"\{n[^}]*\}")
_LONGEST = 60


def series(pattern: str) -> str:
    """What counts the numbers of a pattern: its 字号, however many digits it writes."""
    return _COUNT.sub("{n}", pattern)[:_LONGEST]


def take(connection: Connection, kind: str, year: int) -> int:
    """The next number of a series in a year, from 1."""
    counter = tables.number_counter
    insert = insert_into(counter, connection.dialect.name).values(kind=kind, year=year, last=1)
    upsert = insert.on_conflict_do_update(
        index_elements=[counter.c.kind, counter.c.year], set_={"last": counter.c.last + 1}
    ).returning(counter.c.last)
    return int(connection.execute(upsert).scalar_one())


def written(pattern: str, year: int, number: int) -> str:
    """The number as the office writes it; `{year}` and `{n}` (or `{n:04}`) stand in the pattern."""
    return pattern.format(year=year, n=number)
