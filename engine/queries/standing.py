"""How far a site is set up: what the administrator's list of first things counts."""

from dataclasses import dataclass

from sqlalchemy import Connection, Select, func, select

from engine import tables


@dataclass(frozen=True, slots=True)
class Standing:
    """So many units, posts, accounts (and accounts without a password), notices, matters, published processes."""

    units: int
    posts: int
    people: int
    without_password: int
    notices: int
    matters: int
    processes: frozenset[str]


def standing(connection: Connection) -> Standing:
    """The counts as they are."""

    def count(statement: Select[int]) -> int:
        return connection.execute(statement).scalar_one()

    person, entry, version = tables.person.c, tables.catalogue_entry.c, tables.process_version.c
    return Standing(
        units=count(select(func.count()).select_from(tables.unit)),
        posts=count(select(func.count()).select_from(tables.post)),
        people=count(select(func.count()).select_from(tables.person).where(person.active)),
        without_password=count(
            select(func.count())
            .select_from(tables.person)
            .where(person.active, person.password_hash.is_(None))
        ),
        notices=count(select(func.count()).select_from(tables.calendar_notice)),
        matters=count(select(func.count(entry.code.distinct())).where(entry.sort == "matter")),
        processes=frozenset(connection.execute(select(version.process).distinct()).scalars()),
    )
