"""The catalogue as it stands on each day: every matter, bundle and paper with the days its versions hold from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from engine.matters.matter import Bundle, Matter, Paper

Sort = Literal["matter", "bundle", "paper"]
Item = Matter | Bundle | Paper
T = TypeVar("T", Matter, Bundle, Paper)


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of something in the catalogue; it holds from a day until the next version's."""

    sort: Sort
    code: str
    item: Item
    valid_from: date


class Catalogue:
    """The versions of everything, the earlier ones first. Immutable."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._versions: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in entries:
            self._versions[entry.sort, entry.code].append(entry)

    def matter(self, code: str, on: date) -> Matter | None:
        """The matter as it stands on a day, stopped or not; None where it is not in the catalogue."""
        return self._standing("matter", code, on, Matter)

    def bundle(self, code: str, on: date) -> Bundle | None:
        """The bundle as it stands on a day."""
        return self._standing("bundle", code, on, Bundle)

    def paper(self, name: str, on: date) -> Paper | None:
        """What is known of a kind of paper on a day."""
        return self._standing("paper", name, on, Paper)

    def matters(self, on: date) -> list[Matter]:
        """Every matter as it stands on a day, those stopped by then left out, in the catalogue's order."""
        return [matter for matter in self._all("matter", on, Matter) if not matter.is_stopped(on)]

    def bundles(self, on: date) -> list[Bundle]:
        """Every bundle as it stands on a day."""
        return self._all("bundle", on, Bundle)

    def papers(self, on: date) -> list[Paper]:
        """Every kind of paper as it stands on a day."""
        return self._all("paper", on, Paper)

    def _all(self, sort: Sort, on: date, kind: type[T]) -> list[T]:
        found = (self._standing(sort, code, on, kind) for each, code in self._versions if each == sort)
        return [item for item in found if item is not None]

    def _standing(self, sort: Sort, code: str, on: date, kind: type[T]) -> T | None:
        valid = [entry.item for entry in self._versions.get((sort, code), ()) if entry.valid_from <= on]
        return valid[-1] if valid and isinstance(valid[-1], kind) else None
