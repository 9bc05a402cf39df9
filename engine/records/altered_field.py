"""Which field of an altered entry was altered, and what it said: found by trying values against the entry's digest.

A digest cannot be read backwards, but a value that makes it right again is proof of what stood there. Tried are
the values an altered record plausibly had: accounts, acts and words of the same site, numbers and days nearby.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from engine.records import journal

_WORDS: Final = {
    "actor": "经办人",
    "on_behalf": "代谁办",
    "act": "动作",
    "due_at": "应办时刻",
    "key": "幂等键",
    "events": "经过",
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
        return f"改动的是“{self.path}”,原为“{_shown(self.was)}”,现为“{_shown(self.now)}”"


def find(before: bytes, row: Mapping[str, Any], known: Iterable[str]) -> AlteredField | None:
    """The one field whose former value makes the digest right, or None where no single value tried does.

    `known` are words that may have stood there: accounts, acts, decisions, units.
    """
    words = sorted({*known})
    for column, values in _columns(row, words):
        for value in values:
            if row["digest"] == journal.digest_of(before, {**row, column: value}):
                return AlteredField(_WORDS[column], value, row[column])
    events = row["events"]
    for path, now in leaves(events):
        for value in _nearby(now, words):
            if row["digest"] == journal.digest_of(before, {**row, "events": _with(events, path, value)}):
                return AlteredField("经过 › " + " › ".join(_said(events, path)), value, now)
    return None


def _columns(row: Mapping[str, Any], words: list[str]) -> Iterator[tuple[str, Iterable[Any]]]:
    yield "actor", words
    yield "act", words
    yield "on_behalf", [None, *words]
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


def _nearby(now: Any, words: list[str]) -> Iterable[Any]:
    if isinstance(now, bool):
        return [not now]
    if isinstance(now, int):
        return _NUMBERS
    if not isinstance(now, str):
        return words
    try:
        day = date.fromisoformat(now)
    except ValueError:
        return words
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
    return "空" if value is None else str(value)
