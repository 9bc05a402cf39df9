"""The site: what every act of one county shares, read once and cached by generation.

People, calendar and policy change seldom and are asked at every act, so each process keeps them in memory.
A change raises the generation in the same transaction; an act reads the generation with its first statements
and renews what is stale.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, select

from engine import tables
from engine.database import Database

T = TypeVar("T")


def read_setting(connection: Connection, name: str, default: Any = None) -> Any:
    """The value of a site setting, or `default`."""
    row = connection.execute(select(tables.setting.c.value).where(tables.setting.c.name == name)).first()
    return default if row is None else row.value


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
    write_setting(connection, GENERATION, read_setting(connection, GENERATION, 0) + 1)


@dataclass
class Cached(Generic[T]):
    """A value read from the database and kept until the site's generation changes."""

    read: Callable[[Connection], T]
    generation: int | None = None
    value: T | None = None

    def at(self, connection: Connection, generation: int) -> T:
        """The value as of `generation`, read again where the kept one is older."""
        if self.value is None or self.generation != generation:
            self.value, self.generation = self.read(connection), generation
        return self.value


__all__ = ["GENERATION", "Cached", "Database", "raise_generation", "read_setting", "write_setting"]
