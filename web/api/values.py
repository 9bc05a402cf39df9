"""Case data as plain JSON."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine.queries.disclosure import visible_fields
from web.answers import as_json
from web.site import reading, site
from web.viewer import viewer


def case_data(case_id: UUID, branch: str = "") -> dict[str, Any]:
    """The case data as it stands, as plain JSON, without the personal data the viewer may not see."""
    found = visible_fields(site().engine, reading(), case_id, viewer().duties, branch)
    return {name: plain(value) for name, value in found.items()}


def plain(value: Any) -> Any:
    """A value of the case data as JSON has it: numbers as numbers, dates as texts."""
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return as_json(value)
