"""The site: what every act of one county shares, read once and cached by generation.

People, calendar and policy change seldom and are asked at every act, so each process keeps them in memory.
A change raises the generation in the same transaction; an act reads the generation with its first statements
and renews what is stale.
"""

from typing import Any

from sqlalchemy import Connection, bindparam, select

from engine import tables

_VALUE = select(tables.setting.c.value).where(tables.setting.c.name == bindparam("name"))


def read_setting(connection: Connection, name: str, default: Any = None) -> Any:
    """The value of a site setting, or `default`."""
    row = connection.execute(_VALUE, {"name": name}).first()
    return default if row is None else row[0]


def write_setting(connection: Connection, name: str, value: Any) -> None:
    """Set a site setting."""
    updated = connection.execute(
        tables.setting.update().where(tables.setting.c.name == name).values(value=value)
    )
    if updated.rowcount == 0:
        connection.execute(tables.setting.insert().values(name=name, value=value))


GENERATION = "generation"
"""Raised by every change of people, calendar or policy."""


def raise_generation(connection: Connection) -> None:
    """Let every process renew its cached people, calendar and policy before its next act."""
    current = connection.execute(_VALUE.with_for_update(), {"name": GENERATION}).scalar_one_or_none()
    write_setting(connection, GENERATION, (current or 0) + 1)
