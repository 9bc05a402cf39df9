"""Words of the engine for people: Chinese as they stand, and sayable in another language by whoever shows them.

The engine speaks Chinese. What it says through `words("…%(name)s…", name=…)` is a string like any other to be
shown, kept and compared; it also remembers what it was made from, so that a page can look the sentence up in its
catalogue (`web/i18n.py`).
"""

from collections.abc import Iterable, Mapping
from typing import Any, Self


class Words(str):
    """A sentence, or several things side by side, with what it was made from."""

    template: str
    values: Mapping[str, Any]
    parts: tuple[str, ...]

    @classmethod
    def made(
        cls,
        text: str,
        template: str = "",
        values: Mapping[str, Any] | None = None,
        parts: tuple[str, ...] = (),
    ) -> Self:
        """The text, with the sentence and the values, or the parts, that made it."""
        found = cls(text)
        found.template, found.values, found.parts = template, values or {}, parts
        return found


def words(template: str, /, **values: Any) -> Words:
    """The sentence with its `%(name)s` places filled in."""
    return Words.made(template % values if values else template, template, values)


def side_by_side(parts: Iterable[str]) -> Words:
    """Several things, set apart as Chinese does."""
    found = tuple(parts)
    return Words.made("、".join(found), parts=found)
