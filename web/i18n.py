"""Words of the interface: Chinese in the source, other languages by catalogue (`web/languages.py`)."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext, ngettext

from engine.words import Words


def _(words: str, /, **values: Any) -> str:
    """The words in the reader's language, with `%(name)s` places filled in."""
    found = str(gettext(words))
    return found % _in_language(values) if values else found


def _n(words: str, n: int, /, **values: Any) -> str:
    """The words for `n` of something, which is filled in as `%(n)s`; other languages may tell one from many."""
    return str(ngettext(words, words, n, n=n, **_in_language(values)))


def listed(words: Iterable[object]) -> str:
    """Several things as the reader's language sets them side by side."""
    return _("、").join(str(in_language(each)) for each in words)


def in_language(value: Any) -> Any:
    """What the engine says, in the reader's language; anything else as it is."""
    if not isinstance(value, Words):
        return value
    return listed(value.parts) if value.parts else _(value.template, **value.values)


def _in_language(values: dict[str, Any]) -> dict[str, Any]:
    return {name: in_language(value) for name, value in values.items()}
