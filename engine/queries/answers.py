"""What was answered in the tasks of a case: decisions and opinions, and the fields each task wrote.

Personal data is left out here; engine.queries.disclosure shows it to those who may see it.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables, values
from engine.queries.case import CaseTask
from engine.records.personal import is_marker

_Written = tuple[datetime, str, Any]


def answers_of(
    connection: Connection, case_id: UUID, tasks: Iterable[CaseTask]
) -> dict[UUID, dict[str, Any]]:
    """By task: its answer with the values its fields had when it ended. Open tasks have none."""
    column = tables.field.c
    statement = (
        select(column.name, column.scope, column.value, column.written_at)
        .where(column.instance_id == case_id)
        .order_by(column.sequence)
    )
    history: dict[str, list[_Written]] = defaultdict(list)
    for row in connection.execute(statement):
        if not is_marker(row.value):
            history[row.name].append((row.written_at, row.scope, values.from_json(row.value)))
    return {task.id: _answer(task, history) for task in tasks if task.ended_at and task.answer}


def _answer(task: CaseTask, history: dict[str, list[_Written]]) -> dict[str, Any]:
    """The ballot, and each field as it stood, seen from the task's branch, at the task's end.

    Fields that a script of the same act has written over are kept with the answer itself.
    """
    answer = {name: value for name, value in values.from_json(task.answer).items() if name != "fields"}
    branch = (task.item or {}).get("branch", "")
    ended_at = task.ended_at
    assert ended_at is not None
    for name in set(task.answer.get("fields", ())) - answer.keys():
        seen = [value for at, scope, value in history[name] if at <= ended_at and scope in (branch, "")]
        if seen:
            answer[name] = seen[-1]
    return answer


def standing_fields(connection: Connection, case_id: UUID, branch: str = "") -> dict[str, Any]:
    """The case data as it stands, seen from a branch, personal data left out."""
    column = tables.field.c
    statement = (
        select(column.name, column.scope, column.value)
        .where(column.instance_id == case_id)
        .order_by(column.sequence)
    )
    common: dict[str, Any] = {}
    own: dict[str, Any] = {}
    for row in connection.execute(statement):
        if is_marker(row.value):
            continue
        if row.scope == "":
            common[row.name] = values.from_json(row.value)
        elif branch == row.scope or branch.startswith(f"{row.scope}/"):
            own[row.name] = values.from_json(row.value)
    return {**common, **own}
