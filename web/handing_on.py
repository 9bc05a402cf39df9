"""批示交办: a new case begun from another, its start form filled with what the diagram's form takes over."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from engine.queries.case import Case
from engine.queries.versions import CurrentVersion
from engine.records.handed_on import PROPERTY, filled
from web.access import case_or_404
from web.answers import inputs
from web.schemas import start_form
from web.site import versions
from web.startable import is_offered


def handed_on(case: Case) -> Iterator[CurrentVersion]:
    """The processes the viewer may start from a case: another than its own, whose start form takes something over."""
    for version in versions().values():
        if version.process != case.process and _texts(version.id) and is_offered(version):
            yield version


def taken_over(version_id: UUID, asked: str) -> dict[str, str]:
    """What a start form takes over from the case of this key, which the viewer must be able to see, else 404."""
    texts = _texts(version_id)
    if not texts or not asked:
        return {}
    case = case_or_404(_key(asked))
    facts = {
        "title": case.title,
        "number": case.number,
        "unit": case.unit or "",
        "process": case.process_name,
    }
    return {key: text for key, each in texts.items() if (text := filled(each, facts))}


def _texts(version_id: UUID) -> dict[str, str]:
    """The fields of a start form that take something over, with their texts."""
    found: dict[str, str] = {}
    for part in inputs(start_form(version_id)):
        properties: Mapping[str, Any] = part.get("properties", {})
        if PROPERTY in properties:
            found[str(part["key"])] = str(properties[PROPERTY])
    return found


def _key(asked: str) -> UUID:
    try:
        return UUID(asked)
    except ValueError:
        return UUID(int=0)
