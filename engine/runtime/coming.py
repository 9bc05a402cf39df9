"""Versions published for a later day: on it, their messages, signals and timers start cases instead of the older ones'."""

from sqlalchemy import Connection, func, select

from engine import tables
from engine.queries.versions import in_force
from engine.runtime import starts
from engine.runtime.runner import Runner
from engine.time import clock


def take_effect(runner: Runner, connection: Connection) -> int:
    """Declare what starts cases of every version whose day has come and that was not declared yet; how many."""
    row, start = tables.process_version.c, tables.start_event.c
    newest = (
        select(row.process, func.max(row.number).label("number"))
        .where(row.withdrawn_at.is_(None), row.pilot_units.is_(None), in_force(clock.now()))
        .group_by(row.process)
        .subquery()
    )
    due = connection.execute(
        select(row.id, row.process, row.in_force)
        .join(newest, (row.process == newest.c.process) & (row.number == newest.c.number))
        .where(row.in_force.is_not(None))
    ).all()
    declared = 0
    for version in due:
        listening = set(
            connection.execute(
                select(start.version_id)
                .join(tables.process_version, row.id == start.version_id)
                .where(row.process == version.process)
            ).scalars()
        )
        program = runner.program(version.id, connection)
        if listening - {version.id} or (not listening and starts.begins_by_itself(program)):
            starts.declare(runner, connection, version.process, version.id, version.in_force)
            declared += 1
    return declared
