"""Which cases somebody stands in relation to: as rows, so that lists and single pages ask the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Text, and_, cast, exists, false, func, or_, select, true, union

from engine import tables
from engine.people.directory import Directory
from engine.queries.circulations import is_told
from engine.queries.duties import Duties

_instance, _task, _field = tables.instance, tables.user_task, tables.field
_told = tables.circulation

COOPERATING = "cooperating"
"""The case data field that lists the cooperating units (配合单位), by id or by any of their names."""


@dataclass(frozen=True, slots=True)
class Relations:
    """What ties somebody to cases: own duties, the units in their charge, and all names of own units."""

    duties: Duties
    charged_units: frozenset[str]
    unit_names: frozenset[str]


def relations_of(directory: Directory, duties: Duties, on: date) -> Relations:
    """What ties the person of these duties to cases on a day."""
    leaders = {unit: directory.in_charge_of(unit, on) for unit in directory.units}
    charged = {unit for unit, post in leaders.items() if post is not None and post.id in duties.posts}
    own = (directory.units[unit] for unit in duties.units)
    names = {name for unit in own for name in (unit.id, unit.name, unit.short_name, *unit.aliases)}
    return Relations(duties, frozenset(charged), frozenset(names))


def is_related(relations: Relations) -> ColumnElement[bool]:
    """The condition on `instance` that a case concerns this person: they have a part in it, or were told of it."""
    return or_(takes_part(relations), _was_told(relations.duties))


def related_cases(relations: Relations) -> ColumnElement[bool]:
    """The same as `is_related`, for going through all cases: theirs are gathered first, each kind by its own index.

    A condition on the whole is what keeps a database from joining them in: it looks each case up among them in
    whatever order the list wants.
    """
    duties = relations.duties
    alike = tables.instance.alias("alike")
    units = sorted(duties.units | relations.charged_units)
    gathered = union(
        select(alike.c.id).where(or_(alike.c.unit_id.in_(units), alike.c.started_by == duties.login)),
        select(_task.c.instance_id).where(_is_given(duties)),
        select(_told.c.instance_id).where(is_told(duties)),
        select(_field.c.instance_id).where(_names(relations.unit_names)),
    )
    return _instance.c.id.in_(gathered).is_(true())


def takes_part(relations: Relations) -> ColumnElement[bool]:
    """The condition on `instance` that this person has a part in a case.

    It is of a unit of theirs or in their charge, names their unit as cooperating, was started by them, or gave a
    task to them, their post or their unit. Being told of it (抄送, 传阅) is not enough.
    """
    duties = relations.duties
    return or_(
        _instance.c.unit_id.in_(sorted(duties.units | relations.charged_units)),
        _instance.c.started_by == duties.login,
        _had_task(duties),
        _cooperates(relations.unit_names),
    )


def _had_task(duties: Duties) -> ColumnElement[bool]:
    return exists().where(_task.c.instance_id == _instance.c.id, _is_given(duties))


def _is_given(duties: Duties) -> ColumnElement[bool]:
    """The condition on `user_task` that it is or was somebody's."""
    return or_(
        _task.c.assignee == duties.person_id,
        _task.c.owner == duties.person_id,
        _task.c.ended_by == duties.login,
        _task.c.post_id.in_(sorted(duties.posts)),
        and_(_task.c.post_id.is_(None), _task.c.unit_id.in_(sorted(duties.units))),
    )


def _was_told(duties: Duties) -> ColumnElement[bool]:
    return exists().where(_told.c.instance_id == _instance.c.id, is_told(duties))


def _cooperates(names: Iterable[str]) -> ColumnElement[bool]:
    return exists().where(_field.c.instance_id == _instance.c.id, _names(names))


def _names(names: Iterable[str]) -> ColumnElement[bool]:
    """The condition on `field` that it is the standing value of cooperating units and names one of these.

    The value is JSON text, names stand in quotes.
    """
    later = _field.alias("later")
    newest = (
        select(func.max(later.c.sequence))
        .where(later.c.instance_id == _field.c.instance_id, later.c.name == COOPERATING)
        .correlate(_field)
        .scalar_subquery()
    )
    text = cast(_field.c.value, Text)
    named = or_(false(), *(text.contains(f'"{name}"', autoescape=True) for name in sorted(names)))
    return and_(tables.cooperating_named, _field.c.sequence == newest, named)
