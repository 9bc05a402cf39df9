"""Cases found by their applicant: by personal data, and only by what the searcher may see of it (decision 0011)."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select

from engine import tables
from engine.queries.disclosure import allowed_names
from engine.queries.duties import Duties
from engine.records import search
from engine.records.grams import grams
from engine.records.personal import opened, standing
from engine.records.sealed_words import is_short
from engine.records.vault import UnreadableError

if TYPE_CHECKING:
    from engine.engine import Engine

MOST: Final = 50
"""Cases that one search looks into, the latest first."""
_case = tables.instance.c


def cases_named(
    engine: "Engine", connection: Connection, text: str, visible: ColumnElement[bool], viewer: Duties
) -> tuple[UUID, ...]:
    """The latest of the cases one may see (`visible`) in which a personal value one may see holds every word.

    The digests only say which cases to look into: each is decrypted and compared, so nothing is found by chance
    and nothing by a value that is hidden from the viewer.
    """
    likely = search.holding_sealed(connection, engine.vault, text)
    if likely is None:
        return ()
    statement = select(_case.id, _case.version_id).where(visible, _case.id.in_(likely))
    rows = connection.execute(statement.order_by(_case.started_at.desc()).limit(MOST)).all()
    versions = {row.id: row.version_id for row in rows}
    return _holding(engine, connection, versions, set(grams(text)), viewer) if versions else ()


def _holding(
    engine: "Engine",
    connection: Connection,
    versions: Mapping[UUID, UUID],
    wanted: set[str],
    viewer: Duties,
) -> tuple[UUID, ...]:
    allowed = {
        version: allowed_names(engine, connection, version, viewer) for version in set(versions.values())
    }
    said: dict[UUID, set[str]] = {}
    for row in standing(connection, versions):
        if row.name in allowed[versions[row.instance_id]]:
            said.setdefault(row.instance_id, set()).update(_grams_of(engine, row))
    return tuple(case for case, known in said.items() if wanted <= known)


def _grams_of(engine: "Engine", row: Any) -> Iterable[str]:
    try:
        value = opened(engine.vault, row)
    except UnreadableError:
        return ()
    return grams(value) if is_short(value) else ()
