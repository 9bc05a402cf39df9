"""Words of the engine for people: Chinese as they stand, and sayable in another language by whoever shows them.

The engine speaks Chinese. What it says through `words("…%(name)s…", name=…)` is a string like any other to be
shown, kept and compared; it also remembers what it was made from, so that a page can look the sentence up in its
catalogue (`web/i18n.py`).
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Self


class Words(str):
    """A sentence, or several things one after the other, with what it was made from."""

    template: str
    values: Mapping[str, Any]
    parts: tuple[str, ...]
    between: str

    @classmethod
    def made(
        cls,
        text: str,
        template: str = "",
        values: Mapping[str, Any] | None = None,
        parts: tuple[str, ...] = (),
        between: str = "",
    ) -> Self:
        """The text, with the sentence and the values, or the parts and what stands between them, that made it."""
        found = cls(text)
        found.template, found.values, found.parts, found.between = template, values or {}, parts, between
        return found

    def __str__(self) -> str:
        """Itself: `str()` of an error that was raised with words gives them back whole."""
        return self

    def __add__(self, other: str) -> "Words":
        """The two one after the other, each still sayable in another language."""
        return side_by_side((self, other), between="") if other else self

    def __radd__(self, other: str) -> "Words":
        """The same the other way round."""
        return side_by_side((other, self), between="") if other else self


def words(template: str, /, **values: Any) -> Words:
    """The sentence with its `%(name)s` places filled in; an error among the values stands for what it says."""
    said = {name: str(value) if isinstance(value, Exception) else value for name, value in values.items()}
    return Words.made(template % said if said else template, template, said)


LABEL: Final = "%(label)s"
"""Stands for the label of a field in a sentence about whatever field it may be; `about` puts it in."""


def about(label: str, said: str) -> str:
    """A sentence about a field, with its label where `%(label)s` stands."""
    if isinstance(said, Words):
        return words(said.template, **{**said.values, "label": label})
    return said.replace(LABEL, label)


LIST: Final = words("、")
"""What stands between the things of a list."""
CLAUSES: Final = words(";")
"""What stands between the clauses of a sentence."""


def side_by_side(parts: Iterable[str], between: str = LIST) -> Words:
    """Several things, set apart as Chinese does: as a list, as clauses, on lines, or with nothing between."""
    found = tuple(parts)
    return Words.made(between.join(found), parts=found, between=between)


def kept(said: Any) -> Any:
    """What was said as plain data that JSON holds, with what it was made from; `said_again` reads it."""
    if not isinstance(said, Words):
        return said if isinstance(said, str | int | None) else str(said)
    if said.parts:
        return {"parts": [kept(part) for part in said.parts], "between": kept(said.between)}
    return {"words": said.template, "values": {name: kept(value) for name, value in said.values.items()}}


def said_again(data: Any) -> Any:
    """What was kept, sayable as before."""
    if not isinstance(data, dict):
        return data
    if "parts" in data:
        return side_by_side(map(said_again, data["parts"]), said_again(data["between"]))
    template, values = data["words"], data["values"]
    return words(template, **{name: said_again(value) for name, value in values.items()})
