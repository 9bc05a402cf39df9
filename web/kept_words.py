"""What the engine said and the database kept as text, said again in the reader's language.

An incident, a reason, how a scenario ended were written down in Chinese when they happened. Each was made from a
sentence of the catalogue, and is found again by it.
"""

import re
from functools import cache
from typing import Final

from babel.messages.pofile import read_po
from flask_babel import get_locale

from engine.words import CLAUSES, Words, side_by_side, words
from web.i18n import in_chinese, in_language
from web.languages import catalogue_file

_PLACE: Final = re.compile(r"%\((\w+)\)s")
_SIGN: Final = re.compile(r"[\u3400-\u9fff]")
_NAME: Final = re.compile(r"[\u3400-\u9fff]{1,3}")
"""What may as well be the name of something."""
_FEWEST: Final = 4
"""Chinese characters a sentence must have of its own to be told by them; fewer may be somebody's own words or a name."""
_FEWEST_WITHIN: Final = 2
"""The same for what stands in a place of a sentence that is ours for sure."""


def told_again(text: str, ours: bool = False) -> str:
    """A kept text in the reader's language, where it is one of ours; as it stands where it is somebody's own.

    `ours`: nobody but the engine writes such a text, so that few words are enough to know it by.
    """
    if in_chinese() or not text:
        return text
    return str(
        in_language(
            text if isinstance(text, Words) else _recognised(text, _FEWEST_WITHIN if ours else _FEWEST)
        )
    )


def _recognised(text: str, fewest: int) -> str:
    sentences, patterns = _known(str(get_locale().language))
    if text in sentences:
        return words(text)
    for own, longest, template in patterns:
        found = _pattern(template).fullmatch(text) if own >= fewest and longest in text else None
        if found:
            within = {name: _recognised(value, _FEWEST_WITHIN) for name, value in found.groupdict().items()}
            return words(template, **within)
    clauses = text.split(CLAUSES)
    return (
        side_by_side([_recognised(each, fewest) for each in clauses], CLAUSES) if len(clauses) > 1 else text
    )


@cache
def _known(language: str) -> tuple[frozenset[str], tuple[tuple[int, str, str], ...]]:
    """The engine's sentences without places, and those with: how much each has of its own, and its longest part."""
    with catalogue_file(language).open("rb") as file:
        messages = read_po(file, locale=language)
    ours = [
        str(message.id)
        for message in messages
        if message.id and any(path.startswith("engine/") for path, _line in message.locations)
    ]
    placed = [
        (_own(each), max(_PLACE.split(each)[::2], key=len), each) for each in ours if _PLACE.search(each)
    ]
    whole = (each for each in ours if not _PLACE.search(each) and not _NAME.fullmatch(each))
    return frozenset(whole), tuple(sorted(placed, reverse=True))


def _own(template: str) -> int:
    """How many Chinese characters a sentence has outside its places."""
    return len(_SIGN.findall(_PLACE.sub("", template)))


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """What a sentence with something in its places looks like; a place named twice holds the same both times."""
    parts, seen = _PLACE.split(template), set[str]()
    pattern = re.escape(parts[0])
    for name, own in zip(parts[1::2], parts[2::2], strict=True):
        pattern += (rf"(?P={name})" if name in seen else rf"(?P<{name}>.*?)") + re.escape(own)
        seen.add(name)
    return re.compile(pattern, re.DOTALL)
