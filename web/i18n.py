"""Words of the interface: Chinese in the source, other languages by catalogue (`web/languages.py`)."""

from collections.abc import Iterable
from typing import Any, Final

from flask.json.provider import DefaultJSONProvider
from flask_babel import get_locale, gettext, ngettext

from engine.words import Words

SOURCE: Final = "zh"
"""The language of the source: its words need no catalogue."""
_CLOSING: Final = tuple(",.:;!?)]”")
"""What a sentence goes on with, with no space before it."""


class SpokenJSON(DefaultJSONProvider):
    """JSON that says what the engine says in the reader's language; Chinese as it is, which is half as long."""

    ensure_ascii = False

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """As Flask does it, the words in the reader's language."""
        return super().dumps(obj if in_chinese() else throughout(obj), **kwargs)


def in_chinese() -> bool:
    """Whether the reader reads the language of the source."""
    locale = get_locale()
    return locale is None or str(locale.language) == SOURCE


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
    if not value.parts:
        return _(value.template, **value.values)
    said = [str(in_language(part)) for part in value.parts]
    if not value.between:
        return _run_on(said)
    return str(in_language(value.between)).join(said)


def throughout(value: Any) -> Any:
    """Plain data with whatever the engine says in it in the reader's language."""
    if isinstance(value, dict):
        return {in_language(key): throughout(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [throughout(each) for each in value]
    return in_language(value)


def _run_on(parts: list[str]) -> str:
    """Sentences one after the other: Chinese sets nothing between them, other languages a space."""
    if in_chinese():
        return "".join(parts)
    text = ""
    for part in filter(None, parts):
        text += part if not text or text[-1].isspace() or part.startswith(_CLOSING) else f" {part}"
    return text


def _in_language(values: dict[str, Any]) -> dict[str, Any]:
    return {name: in_language(value) for name, value in values.items()}
