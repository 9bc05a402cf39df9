"""Case data as plain JSON."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from web.answers import as_json
from web.disclosed import case_fields


def case_data(case_id: UUID, branch: str = "") -> dict[str, Any]:
    """The case data as it stands, as plain JSON, without the personal data the viewer may not see."""
    found = case_fields(case_id, branch)
    return {name: plain(value) for name, value in found.items()}


def plain(value: Any) -> Any:
    """A value of the case data as JSON has it: numbers as numbers, dates as texts."""
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return as_json(value)
