"""The limits by which a case as a whole, and each of its user tasks, is judged."""

from sqlalchemy import func, select

from engine import tables

_instance, _deadline, _task = tables.instance, tables.deadline, tables.user_task

_own_due = (
    select(func.min(_deadline.c.due_at, type_=_deadline.c.due_at.type))
    .where(
        _deadline.c.instance_id == _task.c.instance_id,
        _deadline.c.engine_task == _task.c.engine_task,
        _deadline.c.status == "running",
    )
    .correlate(_task)
    .scalar_subquery()
)

task_due = func.coalesce(_own_due, _task.c.due_at, _instance.c.due_at, type_=_task.c.due_at.type)
"""Column: when a user task's own limit ends; without one the limit around it, else the case's nearest."""

case_due = _instance.c.limit_at
"""Column: when the case's own limit ends; where it has none, the nearest limit of its tasks."""
