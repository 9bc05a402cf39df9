"""Putting the county of a file into the database: once, when a site is set up.

Afterwards the database is the county's register of its people, and changes are made there, each with its date.
"""

from typing import Any

from sqlalchemy import Connection, Table, select

from engine import tables
from engine.database import new_key
from engine.people.county import County
from engine.site import raise_generation, write_setting
from engine.words import words

COUNTY = "county"
"""Site setting: the county's `name` and its `site` code, which every exported id carries."""
OFFICE_HOURS = "office_hours"
"""Site setting: the office hours as the county's file writes them."""


class AlreadyLoaded(Exception):
    """The site has its county already; the message says so in Chinese."""


def load_county(connection: Connection, county: County, password_hash: str | None = None) -> None:
    """Write a county's units, posts, people, holdings, charges, deputies and office hours.

    Every account gets `password_hash`; with None nobody can sign in until a password is set.
    Raises AlreadyLoaded where units are there already.
    """
    if connection.execute(select(tables.unit.c.id).limit(1)).first() is not None:
        raise AlreadyLoaded(
            words("本站点已有单位名录,不能再次载入;请在“单位与人员”页面上修改,或换一个空的数据目录")
        )
    people = {account.login: new_key() for account in county.people}
    rows: list[tuple[Table, list[dict[str, Any]]]] = [
        (tables.unit, _units(county)),
        (tables.post, _posts(county)),
        (tables.person, [
            {"id": people[account.login], "login": account.login, "name": account.name,
             "password_hash": password_hash, "active": True}
            for account in county.people
        ]),
        (tables.holding, [
            {"id": new_key(), "person_id": people[holding.login], "post_id": holding.post_id,
             "valid_from": holding.valid_from, "valid_to": holding.valid_to}
            for holding in county.holdings
        ]),
        (tables.charge, [
            {"id": new_key(), "post_id": charge.post_id, "unit_id": charge.unit_id,
             "valid_from": charge.valid_from, "valid_to": charge.valid_to}
            for charge in county.charges
        ]),
        (tables.deputy, [
            {"id": new_key(), "post_id": deputy.post_id, "person_id": people[deputy.login],
             "processes": None if deputy.processes is None else list(deputy.processes),
             "valid_from": deputy.valid_from, "valid_to": deputy.valid_to}
            for deputy in county.deputies
        ]),
    ]  # fmt: skip
    for table, written in rows:
        if written:
            connection.execute(table.insert(), written)
    write_setting(connection, OFFICE_HOURS, county.office_hours)
    write_setting(connection, COUNTY, {"name": county.name, "site": county.site})
    raise_generation(connection)


def _units(county: County) -> list[dict[str, Any]]:
    return [
        {
            "id": unit.id,
            "name": unit.name,
            "short_name": unit.short_name,
            "kind": unit.kind,
            "aliases": list(unit.aliases),
            "position": position,
            "valid_from": unit.valid_from,
            "valid_to": unit.valid_to,
        }
        for position, unit in enumerate(county.units, 1)
    ]


def _posts(county: County) -> list[dict[str, Any]]:
    return [
        {
            "id": post.id,
            "unit_id": post.unit_id,
            "name": post.name,
            "position": position,
            "valid_from": post.valid_from,
            "valid_to": post.valid_to,
        }
        for position, post in enumerate(county.posts, 1)
    ]
