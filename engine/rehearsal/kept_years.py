"""Simulated years as they are kept with their draft: begun once, looked at from anywhere, there to come back to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import Connection, delete, select, update

from engine import tables
from engine.database import new_key
from engine.time import clock
from engine.words import kept, said_again, words

Edition = Literal["draft", "version"]
State = Literal["running", "done", "stopped", "failed"]
SILENT: Final = timedelta(minutes=2)
"""A year nobody was heard of for so long is broken off: the program was stopped meanwhile."""
_row = tables.simulation.c


@dataclass(frozen=True, slots=True)
class Kept:
    """A year as it stands. `started` is None while another one is simulated first; `digest` is of the draft's files."""

    edition: Edition
    state: State
    digest: str
    asked: Mapping[str, Any]
    started: int | None
    ended: int | None
    figures: Mapping[str, Any] | None
    message: str


def begin(
    connection: Connection, draft_id: UUID, edition: Edition, digest: str, asked: Mapping[str, Any]
) -> UUID:
    """Keep that a year begins, in the place of the former one of the edition; what it is known by from now on."""
    connection.execute(delete(tables.simulation).where(_row.draft_id == draft_id, _row.edition == edition))
    run = new_key()
    row = {
        "draft_id": draft_id,
        "edition": edition,
        "run": run,
        "state": "running",
        "digest": digest,
        "asked": dict(asked),
        "seen_at": clock.now(),
    }
    connection.execute(tables.simulation.insert().values(row))
    return run


def is_wanted(connection: Connection, run: UUID, started: int | None, ended: int | None) -> bool:
    """Note how far a year is; whether to go on, or somebody has stopped it or begun another in its place."""
    going = (_row.run == run) & (_row.state == "running")
    values = {"started": started, "ended": ended, "seen_at": clock.now()}
    return connection.execute(update(tables.simulation).where(going).values(values)).rowcount > 0


def end(
    connection: Connection,
    run: UUID,
    state: State,
    figures: Mapping[str, Any] | None = None,
    message: str | None = None,
) -> None:
    """Keep what a year came to, unless it has been stopped."""
    going = (_row.run == run) & (_row.state == "running")
    if figures is not None:
        figures = {**figures, "stuck": [[kept(why), count] for why, count in figures["stuck"]]}
    values = {"state": state, "figures": figures, "message": kept(message)}
    connection.execute(update(tables.simulation).where(going).values(values))


def stop(connection: Connection, draft_id: UUID) -> None:
    """Let the years of a draft that are under way be stopped."""
    going = (_row.draft_id == draft_id) & (_row.state == "running")
    connection.execute(update(tables.simulation).where(going).values(state="stopped"))


def of_draft(connection: Connection, draft_id: UUID) -> list[Kept]:
    """The years of a draft, one an edition at most."""
    rows = connection.execute(select(tables.simulation).where(_row.draft_id == draft_id)).mappings()
    return [_kept({**row}) for row in rows]


def _kept(row: Mapping[str, Any]) -> Kept:
    state, message, figures = row["state"], said_again(row["message"]) or "", row["figures"]
    if figures is not None:
        figures = {**figures, "stuck": [[said_again(why), count] for why, count in figures["stuck"]]}
    if state == "running" and clock.now() - row["seen_at"] > SILENT:
        state, message = "failed", words("模拟中断了(网站重新启动过)。请再模拟一次。")
    told = ("edition", "digest", "asked", "started", "ended")
    return Kept(state=state, message=message, figures=figures, **{key: row[key] for key in told})
