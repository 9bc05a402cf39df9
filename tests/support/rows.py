"""Rows that other rows refer to, for tests of one room that need no running engine."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection

from engine import tables
from engine.database import new_key

STARTED = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)


def add_case(connection: Connection) -> UUID:
    """A published version and one running case of it; returns the case's key."""
    version, case = new_key(), new_key()
    connection.execute(
        tables.process_version.insert().values(
            id=version, process=f"p{version.hex[-12:]}", number=1, name="三色督办", digest="sha256:" + "0" * 64, files={},
            published_at=STARTED, published_by="dcs.zr", reason="首次发布",
        )
    )  # fmt: skip
    connection.execute(
        tables.instance.insert().values(
            id=case, number=f"督办-{case.hex[-12:]}", process="supervision", version_id=version,
            title="整治占道经营", status="running", started_at=STARTED, started_by="dcs.zr", state=b"",
            state_format=1, calendar="", sequence=0, head=bytes(32), secret=bytes(16),
        )
    )  # fmt: skip
    return case
