"""Case data during an act: typed fields, who wrote them and when, kept apart by branch."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from engine import tables, values

_row = tables.field.c
_FIELDS = (
    select(_row.name, _row.scope, _row.value)
    .where(_row.instance_id == bindparam("key"))
    .order_by(_row.sequence)
)


class Fields:
    """The case's own record. Read from the database when first asked for, not before."""

    def __init__(self, connection: Connection, instance_id: UUID, is_new: bool = False) -> None:
        self._connection = connection
        self._instance_id = instance_id
        self._values: dict[tuple[str, str], Any] | None = {} if is_new else None
        self.written: dict[tuple[str, str], tuple[Any, str, str]] = {}

    def get(self, name: str, branch: str = "") -> Any:
        """The value seen from a branch: its own, else that of the branch around it; None where nobody wrote."""
        known = self._known()
        return next((known[name, scope] for scope in _outwards(branch) if (name, scope) in known), None)

    def has(self, name: str, branch: str = "") -> bool:
        """Whether somebody has written this field, as seen from a branch."""
        known = self._known()
        return any((name, scope) in known for scope in _outwards(branch))

    def write(self, name: str, value: Any, branch: str, by: str, element: str) -> None:
        """Write a field in a branch; a value that does not change is not written again."""
        known = self._known()
        if (name, branch) in known and known[name, branch] == value:
            return
        known[name, branch] = value
        self.written[name, branch] = (value, by, element)

    def visible(self, branch: str = "") -> dict[str, Any]:
        """Every field as seen from a branch."""
        seen: dict[str, Any] = {}
        known = self._known()
        for scope in reversed(list(_outwards(branch))):
            seen.update({name: value for (name, where), value in known.items() if where == scope})
        return seen

    def branches(self) -> set[str]:
        """The branches in which something was written."""
        return {scope for _, scope in self._known()}

    def in_branch(self, branch: str) -> dict[str, Any]:
        """What was written in one branch itself."""
        return {name: value for (name, scope), value in self._known().items() if scope == branch}

    def _known(self) -> dict[tuple[str, str], Any]:
        if self._values is None:
            self._values = read_fields(self._connection, self._instance_id)
        return self._values


def read_fields(connection: Connection, instance_id: UUID) -> dict[tuple[str, str], Any]:
    """The standing value of every field of a case, by name and branch; one statement."""
    found = connection.execute(_FIELDS, {"key": instance_id})
    return {(name, branch): values.from_json(value) for name, branch, value in found}


def visible_fields(stored: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    """The fields outside any branch."""
    return {name: value for (name, scope), value in stored.items() if scope == ""}


def _outwards(branch: str) -> Iterator[str]:
    while branch:
        yield branch
        branch = branch.rpartition("/")[0]
    yield ""
