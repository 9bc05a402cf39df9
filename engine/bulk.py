"""Acts on many cases: over to another version and back, incidents tried again. Each case is an act of its own.

For pages and commands: first `planned`, which changes nothing and gives the reasons; then `migrate`, which tells
how far it has come after every batch and may be stopped between two; then, where it was wrong, `undo`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import Connection, select

from engine import administration, tables
from engine.people.actor import Actor
from engine.refusals import Refused, StuckError
from engine.runtime import migrating
from engine.runtime.migrating import Planned, Progress
from engine.trial import Trial
from engine.words import words

if TYPE_CHECKING:
    from engine.engine import Engine

AT_ONCE: Final = 20
"""Cases of one batch (product default)."""

_instance, _incident = tables.instance.c, tables.incident.c


@dataclass(frozen=True, slots=True)
class Kind:
    """Incidents of the same making: kind, element and message, and how many cases have one."""

    kind: str
    element: str | None
    message: str
    process: str
    incidents: tuple[UUID, ...]


def cases_on(connection: Connection, process: str, version_id: UUID | None = None) -> list[UUID]:
    """The cases of a process that go on, on one version or on any, the oldest first."""
    statement = select(_instance.id).where(
        _instance.process == process, _instance.status.in_(("running", "suspended"))
    )
    if version_id is not None:
        statement = statement.where(_instance.version_id == version_id)
    return list(connection.execute(statement.order_by(_instance.started_at, _instance.id)).scalars())


def planned(
    engine: "Engine",
    cases: Iterable[UUID],
    version_id: UUID,
    actor: Actor,
    mapping: Mapping[str, str] | None = None,
) -> Iterator[Planned]:
    """What would become of each case (空跑): it is migrated in memory and forgotten. Raises Refused (gone).

    `mapping` says which element of the new version an old one has become.
    """
    for key in cases:
        with engine.database.reading() as connection:
            row = connection.execute(select(_instance.number).where(_instance.id == key)).first()
            if row is None:
                raise Refused(words("没有这个办件。"), kind="gone")
            (found,) = migrating.plan(engine, [key], version_id, mapping)
            if found.is_possible:
                said = _tried(Trial(engine, connection), key, version_id, actor, mapping)
                found = Planned(key, row.number, (said,) if said else ())
            yield found


def _tried(
    trial: Trial, key: UUID, version_id: UUID, actor: Actor, mapping: Mapping[str, str] | None
) -> str | None:
    try:
        trial.migrate(key, version_id, actor, mapping)
    except Refused as error:
        return error.message
    return None


def migrate(
    engine: "Engine",
    cases: Iterable[UUID],
    version_id: UUID,
    actor: Actor,
    mapping: Mapping[str, str] | None = None,
    at_once: int = AT_ONCE,
) -> Iterator[Progress]:
    """Let cases go over to a version; how far it has come after each batch, and who stayed behind and why."""
    return _batches(cases, lambda key: engine.migrate(key, version_id, actor, mapping), at_once)


def undo(engine: "Engine", cases: Iterable[UUID], actor: Actor, at_once: int = AT_ONCE) -> Iterator[Progress]:
    """Let cases go back to the version each came from last; the same progress."""
    return _batches(cases, lambda key: engine.undo_migration(key, actor), at_once)


def kinds_of_incidents(connection: Connection) -> list[Kind]:
    """The incidents that wait, those of the same making together, the most frequent first."""
    statement = (
        select(_incident.id, _incident.kind, _incident.element, _incident.message, _instance.process)
        .join(tables.instance, _instance.id == _incident.instance_id)
        .where(_incident.resolved_at.is_(None))
        .order_by(_incident.raised_at, _incident.id)
    )
    found: dict[tuple[str, str | None, str, str], list[UUID]] = {}
    for row in connection.execute(statement):
        found.setdefault((row.kind, row.element, row.message, row.process), []).append(row.id)
    kinds = [Kind(*key, tuple(ids)) for key, ids in found.items()]
    return sorted(kinds, key=lambda kind: -len(kind.incidents))


def retry(
    engine: "Engine", incidents: Iterable[UUID], actor: Actor, at_once: int = AT_ONCE
) -> Iterator[Progress]:
    """Try again what incidents have stopped; those that cannot go on yet stay, each with its reason."""
    return _batches(incidents, lambda key: administration.retry_incident(engine, key, actor), at_once)


def _batches(keys: Iterable[UUID], work: Callable[[UUID], object], at_once: int) -> Iterator[Progress]:
    """Do the work for each key, each in a transaction of its own; what is refused stops no other."""
    todo = list(dict.fromkeys(keys))
    refused: dict[UUID, str] = {}
    for place, key in enumerate(todo, 1):
        try:
            work(key)
        except (Refused, StuckError) as error:
            refused[key] = error.message
        if place % at_once == 0 or place == len(todo):
            yield Progress(place, len(todo), dict(refused))
