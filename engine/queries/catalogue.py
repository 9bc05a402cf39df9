"""The catalogue of matters (事项目录) as pages show it: the list, one matter's guide, its history, the rates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from engine import tables
from engine.matters.catalogue import Catalogue
from engine.matters.matter import Bundle, Matter
from engine.people.directory import Directory

_row = tables.catalogue_entry.c


@dataclass(frozen=True, slots=True)
class Listed:
    """A matter with the short names of its unit and of those it concerns."""

    matter: Matter
    unit: str
    departments: tuple[tuple[str, str], ...]
    delegated_to: str | None
    is_stopped: bool

    @property
    def items(self) -> dict[str, Any]:
        """The seven items of GK-02, by the words of the rule."""
        one = self.matter
        return {
            "服务程序": one.steps,
            "规定条件": one.conditions,
            "所需手续": one.materials,
            "收费标准": one.fee,
            "处罚条例": one.penalties,
            "办事时限": {"法定时限": one.limits.statutory, "承诺时限": one.limits.promised},
            "办事人员": one.handlers,
        }


@dataclass(frozen=True, slots=True)
class Recorded:
    """A change of the catalogue: from which day, when and by whom recorded, why; `content` is what it became."""

    valid_from: date
    at: datetime
    by: str
    reason: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rates:
    """进驻 and 授权 (LJ-01): matters in the catalogue, those in the service centre, those decided there."""

    matters: int
    in_hall: int
    authorised: int


def listed(
    catalogue: Catalogue, directory: Directory, on: date, *, unit: str | None = None, public: bool = False
) -> list[Listed]:
    """The matters that can be applied for on a day, in the catalogue's order.

    `unit` is the id of a unit to list alone; with `public` those that are not published (GK-03) are left out.
    """
    found = catalogue.matters(on)
    return [
        _listed(matter, directory, on)
        for matter in found
        if (unit is None or matter.unit == unit) and (matter.public or not public)
    ]


def find_matter(catalogue: Catalogue, directory: Directory, code: str, on: date) -> Listed | None:
    """One matter as it stands on a day, stopped or not; None where the catalogue has none of this code."""
    matter = catalogue.matter(code, on)
    return _listed(matter, directory, on) if matter is not None else None


def bundles(catalogue: Catalogue, on: date) -> list[tuple[Bundle, list[Matter]]]:
    """Every bundle with those of its matters that can be applied for on a day (QT-12)."""
    found = []
    for bundle in catalogue.bundles(on):
        held = [catalogue.matter(code, on) for code in bundle.matters]
        found.append((bundle, [each for each in held if each is not None and not each.is_stopped(on)]))
    return found


def rates(catalogue: Catalogue, on: date, unit: str | None = None) -> Rates:
    """How many matters there are on a day, of all units or of one, in the hall and decided there."""
    found = [each for each in catalogue.matters(on) if unit is None or each.unit == unit]
    return Rates(len(found), sum(each.hall for each in found), sum(each.authorised for each in found))


def history(connection: Connection, sort: str, code: str) -> list[Recorded]:
    """What was recorded of a matter, bundle or paper, the latest first."""
    statement = (
        select(_row.valid_from, _row.recorded_at, _row.recorded_by, _row.reason, _row.content)
        .where(_row.sort == sort, _row.code == code)
        .order_by(_row.recorded_at.desc(), _row.id.desc())
    )
    return [Recorded(*item) for item in connection.execute(statement)]


def _listed(matter: Matter, directory: Directory, on: date) -> Listed:
    delegated = matter.delegated_unit(on)
    return Listed(
        matter,
        _name(directory, matter.unit),
        tuple((_name(directory, each.unit), each.role) for each in matter.departments),
        _name(directory, delegated) if delegated else None,
        matter.is_stopped(on),
    )


def _name(directory: Directory, unit_id: str) -> str:
    unit = directory.units.get(unit_id)
    return unit.short_name if unit is not None else unit_id
