"""What a start form takes over from another case (`fromCase`): a text with the case's facts in braces."""

import re
from collections.abc import Mapping
from typing import Final

PROPERTY: Final = "fromCase"
FACTS: Final = ("title", "number", "unit", "process")
"""What may stand in braces: the case's title, its number, its main unit's short name, its process's name."""
_BRACES = re.compile(r"\{([^{}]*)\}")


def unknown_facts(text: str) -> list[str]:
    """What stands in braces and is no fact of a case."""
    return [name for name in _BRACES.findall(text) if name not in FACTS]


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with its facts."""
    return _BRACES.sub(lambda found: facts[found.group(1)], text)
