"""Papers are counted by their 字号, not by their kind"""

import re

from alembic import op
from sqlalchemy import Connection, column, delete, insert, select, table

revision = "0017_series"
down_revision = "0016_told"

_counter = table("number_counter", column("kind"), column("year"), column("last"))
_document = table("document", column("kind"), column("number"))
_DIGITS = re.compile(r"\d+(?=\D*$)")


def upgrade() -> None:
    connection = op.get_bind()
    old = connection.execute(
        select(_counter.c.kind, _counter.c.year, _counter.c.last).where(_counter.c.kind.like("document:%"))
    ).all()
    reached: dict[tuple[str, int], int] = {}
    for kind, year, last in old:
        for series in _series(connection, kind.removeprefix("document:"), year):
            reached[series, year] = max(last, reached.get((series, year), 0))
    connection.execute(delete(_counter).where(_counter.c.kind.like("document:%")))
    for (series, year), last in reached.items():
        connection.execute(insert(_counter).values(kind=series, year=year, last=last))


def _series(connection: Connection, kind: str, year: int) -> set[str]:
    """The series a kind's papers of a year were numbered in, read off the numbers themselves."""
    numbers = connection.execute(
        select(_document.c.number).where(_document.c.kind == kind, _document.c.number.like(f"%{year}%"))
    ).scalars()
    return {_DIGITS.sub("{n}", number.replace(str(year), "{year}", 1))[:60] for number in numbers}
