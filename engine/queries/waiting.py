"""What waits for somebody, counted by step in one look: the numbers at the head of every page and of the inbox."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, func, select

from engine import tables
from engine.queries.duties import Duties, is_theirs

_task, _instance = tables.user_task, tables.instance

RECEIPT = "签收"
"""How the name of a task begins that only confirms receipt (rules.md part F): it stands in 待签收."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many open tasks of somebody's stand at one step of one version, in cases of one status."""

    process: str
    version_id: UUID
    status: str
    element: str
    name: str
    count: int

    @property
    def is_receipt(self) -> bool:
        """Whether the step only confirms receipt."""
        return self.name.startswith(RECEIPT)


def waiting_for(connection: Connection, duties: Duties) -> list[Waiting]:
    """Everything that waits for somebody, by step."""
    columns = (
        _instance.c.process,
        _instance.c.version_id,
        _instance.c.status,
        _task.c.element,
        _task.c.name,
    )
    statement = (
        select(*columns, func.count())
        .select_from(_task.join(_instance, _instance.c.id == _task.c.instance_id))
        .where(_task.c.status == "open", is_theirs(duties))
        .group_by(*columns)
    )
    return [Waiting(*row) for row in connection.execute(statement)]
