"""The tables a test's database holds from the start."""

from __future__ import annotations

from engine.database import Database
from engine.schema import upgrade


def build_schema(url: str) -> None:
    """Bring the empty database at `url` to the newest schema; leaves no connection open.

    Called once a session for each kind of database; every test gets a copy of the result.
    """
    database = Database(url)
    upgrade(database)
    database.dispose()
