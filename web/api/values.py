"""Case data as plain JSON."""

from collections.abc import Mapping
from typing import Any

from web.answers import as_json


def plain(value: Any) -> Any:
    """A value of the case data as JSON has it: numbers as numbers, dates as texts."""
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return as_json(value)
