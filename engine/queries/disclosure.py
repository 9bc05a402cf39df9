"""Who may see which personal data: the one way by which pages, exports and the API read it (docs/privacy.md)."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables
from engine.people.directory import Directory
from engine.queries.duties import Duties
from engine.runtime.fields import Fields
from engine.time import clock

if TYPE_CHECKING:
    from engine.engine import Engine


def visible_fields(
    engine: "Engine", connection: Connection, case_id: UUID, viewer: Duties, branch: str = ""
) -> dict[str, Any]:
    """The case data as it stands, seen from a branch, without the personal data the viewer may not see.

    What the case's version no longer declares is seen by nobody. Empty for an unknown case.
    """
    declared = _declared(engine, connection, case_id)
    if declared is None:
        return {}
    allowed = _allowed(engine, connection, declared, viewer)
    fields = Fields(connection, case_id, personal=declared, vault=lambda: engine.vault)
    seen = fields.visible(branch)
    known = {name for name in allowed if fields.has(name, branch)}
    return {**seen, **{name: fields.get(name, branch) for name in known}}


def shown_with(engine: "Engine", connection: Connection, case_id: UUID, viewer: Duties) -> frozenset[str]:
    """The personal fields of a case whose values, and the files that came with them, the viewer may see."""
    declared = _declared(engine, connection, case_id)
    return frozenset(_allowed(engine, connection, declared, viewer) if declared is not None else ())


def allowed_names(engine: "Engine", connection: Connection, version_id: UUID, viewer: Duties) -> set[str]:
    """The personal fields of a version's cases that the viewer may see."""
    return _allowed(engine, connection, engine.program(version_id, connection).personal, viewer)


def _declared(engine: "Engine", connection: Connection, case_id: UUID) -> Mapping[str, frozenset[str]] | None:
    version = connection.execute(
        select(tables.instance.c.version_id).where(tables.instance.c.id == case_id)
    ).scalar()
    return engine.program(version, connection).personal if version is not None else None


def _allowed(
    engine: "Engine", connection: Connection, declared: Mapping[str, frozenset[str]], viewer: Duties
) -> set[str]:
    directory = engine.directory(connection)
    return {name for name, who in declared.items() if not who or may_see(directory, viewer, who)}


def may_see(directory: Directory, viewer: Duties, who: Iterable[str]) -> bool:
    """Whether the viewer is of a unit, or holds or acts for a post, that `who` names as `unit` or `unit/post`."""
    today = clock.today()
    for name in who:
        unit_name, _, post_name = name.partition("/")
        unit = directory.find_unit(unit_name)
        if unit is None:
            continue
        post = directory.post_of(unit.id, post_name, today) if post_name else None
        if (post is not None and post.id in viewer.posts) or (not post_name and unit.id in viewer.units):
            return True
    return False
