"""督查总览: how many cases are overdue, near their limit, with a signer, in dispute – in all and by unit.

Every number is counted by the condition that its list in the register uses, so that the two agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from sqlalchemy import ColumnElement, Connection, case, func, select

from engine import tables
from engine.queries.cases import DueWindow, is_due_in, waits_at

_instance, _unit = tables.instance, tables.unit

SIGNING, REVIEW = "签发", "复核"
"""How the names of tasks begin that are a signature, and the review of a contested slip (rules.md part F)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How many running cases there are, and how many of them stand so."""

    running: int = 0
    overdue: int = 0
    today: int = 0
    near: int = 0
    signing: int = 0
    dispute: int = 0


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """The standing of one unit's cases; `unit_id` is None for cases of no unit."""

    unit_id: str | None
    unit: str | None
    standing: Standing


def standings(
    connection: Connection, visible: ColumnElement[bool], windows: Mapping[str, DueWindow]
) -> list[UnitStanding]:
    """By unit, those with most overdue first. `windows` says what `overdue`, `today` and `near` mean."""
    numbers = {
        "running": _instance.c.id.is_not(None),
        **{name: is_due_in(windows[name]) for name in ("overdue", "today", "near")},
        "signing": waits_at(SIGNING),
        "dispute": waits_at(REVIEW),
    }
    counts = [func.sum(case((condition, 1), else_=0)).label(name) for name, condition in numbers.items()]
    statement = (
        select(_instance.c.unit_id, _unit.c.short_name, *counts)
        .select_from(_instance.outerjoin(_unit, _unit.c.id == _instance.c.unit_id))
        .where(visible, _instance.c.status == "running")
        .group_by(_instance.c.unit_id, _unit.c.short_name, _unit.c.position)
        .order_by(_unit.c.position)
    )
    found = [
        UnitStanding(row.unit_id, row.short_name, _standing(dict(row._mapping)))
        for row in connection.execute(statement)
    ]
    return sorted(found, key=lambda each: (-each.standing.overdue, -each.standing.near))


def together(units: list[UnitStanding]) -> Standing:
    """The standing of all cases."""
    names = [field.name for field in fields(Standing)]
    return Standing(**{name: sum(getattr(each.standing, name) for each in units) for name in names})


def _standing(row: Mapping[str, int]) -> Standing:
    return Standing(**{field.name: int(row[field.name]) for field in fields(Standing)})
