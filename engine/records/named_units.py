"""Units as a document names them: 「县纪委、监察局、县直机关工委」, 「各镇乡、县级各部门」, 「县工商局等」."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.people.directory import Unit

TOWNS = "乡镇街道"
DEPARTMENTS = "县级部门"
_PIECE = re.compile(r"(?:[（(][^）)]*[）)]|[^、，,；;\n（(])+")
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
_AND_OTHERS = re.compile(r"等(?:相关|有关|各|县级|县直|$).*$")
_TOWNS = re.compile(r"镇乡|乡镇|镇街")
_DEPARTMENTS = re.compile(r"部门|单位")
_UNSPECIFIED = re.compile(r"相关|有关")


@dataclass(frozen=True, slots=True)
class NamedUnits:
    """What a text names: unit ids in its order, groups of units as a whole, and names nobody knows."""

    units: tuple[str, ...]
    groups: tuple[str, ...]
    unknown: tuple[str, ...]


def lead_units(text: str, find: Callable[[str], Unit | None]) -> NamedUnits:
    """The units of a 牵头单位 column; a group cannot lead and counts as unknown."""
    found = [(name, _find(name, find)) for name in _names(text)]
    return NamedUnits(
        tuple(dict.fromkeys(unit.id for _, unit in found if unit)),
        (),
        tuple(name for name, unit in found if unit is None),
    )


def cooperating_units(text: str, find: Callable[[str], Unit | None]) -> NamedUnits:
    """The units and groups of a 配合单位 column.

    「县级相关部门」 and the like leave open who is meant: neither a group nor unknown.
    """
    units: list[str] = []
    groups: list[str] = []
    unknown: list[str] = []
    for name in _names(text):
        unit = _find(name, find)
        if unit is not None:
            units.append(unit.id)
        elif _TOWNS.search(name) or _DEPARTMENTS.search(name):
            groups += _groups(name)
        else:
            unknown.append(name)
    return NamedUnits(tuple(dict.fromkeys(units)), tuple(dict.fromkeys(groups)), tuple(unknown))


def _names(text: str) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        name = _AND_OTHERS.sub("", piece.strip()).strip("。 ")
        if name:
            yield name


def _groups(name: str) -> Iterator[str]:
    if _UNSPECIFIED.search(name):
        return
    if _TOWNS.search(name):
        yield TOWNS
    if _DEPARTMENTS.search(name):
        yield DEPARTMENTS


def _find(name: str, find: Callable[[str], Unit | None]) -> Unit | None:
    """The unit of a name, also with a working group in brackets, with or without 县 in front."""
    plain = _BRACKETS.sub("", name).strip()
    for candidate in (name, plain, plain.removeprefix("县"), f"县{plain}"):
        unit = find(candidate)
        if unit is not None:
            return unit
    return None
