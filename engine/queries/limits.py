"""The limit by which a case as a whole is judged."""

from sqlalchemy import func, select

from engine import tables

MAIN = "办理"
"""The name of a case's own limit; docs/notation.md gives it to a deadline that names none."""

_instance, _deadline = tables.instance, tables.deadline

_main_due = (
    select(func.max(_deadline.c.due_at, type_=_deadline.c.due_at.type))
    .where(
        _deadline.c.instance_id == _instance.c.id, _deadline.c.name == MAIN, _deadline.c.status != "cancelled"
    )
    .correlate(_instance)
    .scalar_subquery()
)

case_due = func.coalesce(_main_due, _instance.c.due_at, type_=_instance.c.due_at.type)
"""Column: when the case's own limit ends; where it has none, the nearest limit of its tasks."""
