"""Which field of an altered entry was altered, and what it said: found by trying values against the entry's digest.

A digest cannot be read backwards, but a value that makes it right again is proof of what stood there. Tried are
the values an altered record plausibly had: accounts, acts and words of the same site, numbers and days nearby.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from engine.records import journal
from engine.words import words

_WORDS: Final = {
    "actor": words("经办人"),
    "on_behalf": words("代谁办"),
    "act": words("动作"),
    "due_at": words("应办时刻"),
    "key": words("幂等键"),
    "events": words("经过"),
}
_NUMBERS: Final = range(-100, 101)
_DAYS: Final = 60


@dataclass(frozen=True, slots=True)
class AlteredField:
    """A field of an entry with what it said and what it says now; `path` leads to it, in words of the record."""

    path: str
    was: Any
    now: Any

    @property
    def in_words(self) -> str:
        """One Chinese clause."""
        return words(
            "改动的是“%(path)s”,原为“%(was)s”,现为“%(now)s”",
            path=self.path,
            was=_shown(self.was),
            now=_shown(self.now),
        )


def find(before: bytes, row: Mapping[str, Any], known: Iterable[str]) -> AlteredField | None:
    """The one field whose former value makes the digest right, or None where no single value tried does.

    `known` are words that may have stood there: accounts, acts, decisions, units.
    """
    spoken = sorted({*known})
    for column, values in _columns(row, spoken):
        for value in values:
            if row["digest"] == journal.digest_of(before, {**row, column: value}):
                return AlteredField(_WORDS[column], value, row[column])
    events = row["events"]
    for path, now in leaves(events):
        for value in _nearby(now, spoken):
            if row["digest"] == journal.digest_of(before, {**row, "events": _with(events, path, value)}):
                return AlteredField(words("经过 › ") + " › ".join(_said(events, path)), value, now)
    return None


def _columns(row: Mapping[str, Any], spoken: list[str]) -> Iterator[tuple[str, Iterable[Any]]]:
    yield "actor", spoken
    yield "act", spoken
    yield "on_behalf", [None, *spoken]
    yield "due_at", [None, row["at"]]
    yield "key", [None]


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every value inside of events, with the keys and places that lead to it."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from leaves(each, (*path, key))
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from leaves(each, (*path, place))
    else:
        yield path, value


def _nearby(now: Any, spoken: list[str]) -> Iterable[Any]:
    if isinstance(now, bool):
        return [not now]
    if isinstance(now, int):
        return _NUMBERS
    if not isinstance(now, str):
        return spoken
    try:
        day = date.fromisoformat(now)
    except ValueError:
        return spoken
    return [(day + timedelta(days=n)).isoformat() for n in range(-_DAYS, _DAYS + 1)]


def _with(value: Any, path: tuple[Any, ...], put: Any) -> Any:
    if not path:
        return put
    if isinstance(value, Mapping):
        return {**value, path[0]: _with(value[path[0]], path[1:], put)}
    return [_with(each, path[1:], put) if place == path[0] else each for place, each in enumerate(value)]


def _said(events: Any, path: tuple[Any, ...]) -> list[str]:
    """The path with an event's name in place of its number."""
    first = events[path[0]] if isinstance(events, list) and path else None
    name = first.get("event") if isinstance(first, Mapping) else None
    return [str(name or path[0]), *(str(each) for each in path[1:])]


def _shown(value: Any) -> str:
    return words("空") if value is None else str(value)
