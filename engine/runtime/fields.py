"""Case data during an act: typed fields, who wrote them and when, kept apart by branch."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from engine import tables, values
from engine.records.personal import Safe, is_marker
from engine.records.vault import UnreadableError, Vault
from engine.refusals import Refused, StuckError
from engine.statements import Statement
from engine.words import words

_row = tables.field.c
_FIELDS = Statement(
    select(_row.name, _row.scope, _row.value, _row.sequence)
    .where(_row.instance_id == bindparam("key"))
    .order_by(_row.sequence)
)


@dataclass(frozen=True, slots=True)
class _Sealed:
    """Stands for a personal value that has not been decrypted."""

    sequence: int


class Fields:
    """The case's own record. Read from the database when first asked for, not before.

    `personal` are the names its process declares personal; `vault` gives what encrypts them.
    """

    def __init__(
        self,
        connection: Connection,
        instance_id: UUID,
        is_new: bool = False,
        personal: Iterable[str] = (),
        vault: Callable[[], Vault] | None = None,
    ) -> None:
        self._connection = connection
        self._instance_id = instance_id
        self._values: dict[tuple[str, str], Any] | None = {} if is_new else None
        self._personal = set(personal)
        self._vault = vault
        self.written: dict[tuple[str, str], tuple[Any, str, str]] = {}

    def declare(self, personal: Iterable[str]) -> None:
        """Count these names, too, as personal from now on."""
        self._personal |= set(personal)

    def is_personal(self, name: str) -> bool:
        """Whether a name holds personal data: declared so now, or when it was written."""
        if name not in self._personal:
            self._known()
        return name in self._personal

    def get(self, name: str, branch: str = "") -> Any:
        """The value seen from a branch: its own, else that of the branch around it; None where nobody wrote.

        A personal one is decrypted; it is None once it has been erased. Raises StuckError where the key is not
        the one it was encrypted with.
        """
        known = self._known()
        for scope in _outwards(branch):
            if (name, scope) in known:
                return self._opened(name, scope)
        return None

    def has(self, name: str, branch: str = "") -> bool:
        """Whether somebody has written this field, as seen from a branch."""
        known = self._known()
        return any((name, scope) in known for scope in _outwards(branch))

    def write(self, name: str, value: Any, branch: str, by: str, element: str) -> None:
        """Write a field in a branch; a value that does not change is not written again.

        Raises StuckError for a value with the key `@`, which could not be told from a stored one's type.
        """
        if isinstance(value, dict | list) and values.reserved_at(value) is not None:
            raise StuckError(
                words("字段“%(name)s”的值里用了系统保留的名称“@”,请改用别的名称", name=name), element
            )
        known = self._known()
        if (name, branch) in known and self._opened(name, branch) == value:
            return
        known[name, branch] = value
        self.written[name, branch] = (value, by, element)

    def visible(self, branch: str = "", *, personal: bool = False) -> dict[str, Any]:
        """Every field as seen from a branch; the personal ones only where they are asked for."""
        seen: dict[str, Any] = {}
        known = self._known()
        for scope in reversed(list(_outwards(branch))):
            names = [name for name, where in known if where == scope]
            seen.update({name: self._opened(name, scope) for name in names if self._shown(name, personal)})
        return seen

    def branches(self) -> set[str]:
        """The branches in which something was written."""
        return {scope for _, scope in self._known()}

    def below(self, name: str, branch: str = "") -> list[Any]:
        """The values of one field in every branch below a branch, in the order they were first written."""
        if self.is_personal(name):
            return []
        inside = f"{branch}/" if branch else ""
        return [
            value
            for (field, scope), value in self._known().items()
            if field == name and scope != branch and scope.startswith(inside)
        ]

    def in_branch(self, branch: str) -> dict[str, Any]:
        """What was written in one branch itself, personal data left out."""
        return {
            name: value
            for (name, scope), value in self._known().items()
            if scope == branch and self._shown(name, False)
        }

    @property
    def vault(self) -> Vault:
        """What encrypts the personal fields."""
        assert self._vault is not None
        return self._vault()

    def _shown(self, name: str, personal: bool) -> bool:
        return name not in self._personal or (personal and self._vault is not None)

    def _opened(self, name: str, scope: str) -> Any:
        value = self._known()[name, scope]
        if not isinstance(value, _Sealed):
            return value
        try:
            return self._safe.value(value.sequence, name, scope)
        except UnreadableError as error:
            raise StuckError(str(error)) from error

    @cached_property
    def _safe(self) -> Safe:
        return Safe(self._connection, self._instance_id, self.vault)

    def _known(self) -> dict[tuple[str, str], Any]:
        if self._values is None:
            self._values = {}
            for name, branch, value, sequence in _read(self._connection, self._instance_id):
                sealed = is_marker(value)
                self._values[name, branch] = _Sealed(sequence) if sealed else values.from_json(value)
                if sealed:
                    self._personal.add(name)
        return self._values


def require_storable(data: object) -> None:
    """Raises Refused (invalid) where data from outside uses the key `@`, which marks stored values' types."""
    place = values.reserved_at(data)
    if place is not None:
        said = words("“%(place)s”里用了名称“@”,它是系统保留的;请改用别的名称。", place=place or words("内容"))
        raise Refused(said, kind="invalid", problems={place: words("名称“@”是系统保留的")})


def read_fields(connection: Connection, instance_id: UUID) -> dict[tuple[str, str], Any]:
    """The standing value of every field of a case, by name and branch; one statement. Personal ones are None."""
    return {
        (name, branch): None if is_marker(value) else values.from_json(value)
        for name, branch, value, _ in _read(connection, instance_id)
    }


def _read(connection: Connection, instance_id: UUID) -> Iterator[tuple[str, str, Any, int]]:
    for row in _FIELDS.rows(connection, key=instance_id):
        yield row["name"], row["scope"], row["value"], row["sequence"]


def visible_fields(stored: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    """The fields outside any branch."""
    return {name: value for (name, scope), value in stored.items() if scope == ""}


def _outwards(branch: str) -> Iterator[str]:
    while branch:
        yield branch
        branch = branch.rpartition("/")[0]
    yield ""
