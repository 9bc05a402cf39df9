"""Personal data (个人信息): which fields hold it, and the safe it is kept in.

A form declares a field personal; from then on its name is personal in the whole process, whoever writes it.
The value stands in the table `personal`, encrypted, and nowhere else: `field` holds a reference, the history
names and digests. Erasing is deleting rows; the chain of digests stays whole (design, "History"; CP-10).
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, bindparam, exists, select

from engine import tables, values
from engine.records.forms import Form
from engine.records.vault import Vault

MARKER: Final = {"@": "personal"}
"""What stands in `field` in place of a personal value."""

Place = tuple[int, str, str]
"""Where a value of a case was written: sequence, name, branch."""

_row = tables.personal.c
_SEALED = select(tables.personal).where(_row.instance_id == bindparam("key"))


def is_marker(value: Any) -> bool:
    """Whether what `field` holds is a reference to a personal value."""
    return bool(value == MARKER)


def personal_names(forms: Iterable[Form]) -> Mapping[str, frozenset[str]]:
    """The names that forms declare personal, each with who may see it; nobody named: whoever sees the case.

    What a form works out (an expression field) from a personal one is personal too. Where two forms name
    different people, only those both name may see the value.
    """
    fields = [field for form in forms for field in form.fields]
    found: dict[str, frozenset[str]] = {}
    for field in fields:
        if field.is_personal:
            found[field.key] = _narrowed(found.get(field.key), field.seen_by)
    computed = [field for field in fields if field.expression is not None]
    while True:
        reached = {
            field.key: read
            for field in computed
            if field.key not in found
            and field.expression is not None
            and (read := (field.expression.names | field.expression.filter_names) & found.keys())
        }
        if not reached:
            return found
        for key, read in reached.items():
            for name in read:
                found[key] = _narrowed(found.get(key), found[name])


def _narrowed(one: frozenset[str] | None, other: frozenset[str]) -> frozenset[str]:
    if not one or not other:
        return one or other
    return (one & other) or frozenset({NOBODY})


NOBODY: Final = "—"
"""Stands for who may see a value that no unit or post may see."""


class Safe:
    """The personal values of one case; read when first asked for, not before."""

    def __init__(self, connection: Connection, instance_id: UUID, vault: Vault) -> None:
        self._connection = connection
        self._instance_id = instance_id
        self._vault = vault

    @cached_property
    def _values(self) -> dict[Place, Any]:
        found = self._connection.execute(_SEALED, {"key": self._instance_id})
        return {(row.sequence, row.name, row.scope): opened(self._vault, row) for row in found}

    def value(self, sequence: int, name: str, scope: str) -> Any:
        """The value written there; None where it was erased. Raises UnreadableError."""
        return self._values.get((sequence, name, scope))


def standing(connection: Connection, cases: Iterable[UUID]) -> Sequence[Any]:
    """The rows of `personal` that hold the latest value of their field, of some cases."""
    later = tables.field.c
    written_again = exists().where(
        later.instance_id == _row.instance_id,
        later.name == _row.name,
        later.scope == _row.scope,
        later.sequence > _row.sequence,
    )
    statement = select(tables.personal).where(_row.instance_id.in_(list(cases)), ~written_again)
    return connection.execute(statement).all()


def opened(vault: Vault, row: Any) -> Any:
    """The value that a row of `personal` keeps. Raises UnreadableError."""
    context = context_of(row.instance_id, row.name, row.scope)
    return values.loads(vault.open(row.ciphertext, row.key_id, context))


def sealed_row(vault: Vault, instance_id: UUID, place: Place, value: Any) -> dict[str, Any]:
    """The row of `personal` that keeps a value."""
    sequence, name, scope = place
    return {
        "instance_id": instance_id,
        "sequence": sequence,
        "name": name,
        "scope": scope,
        "ciphertext": vault.seal(values.dumps(value), context_of(instance_id, name, scope)),
        "algorithm": vault.ALGORITHM,
        "key_id": vault.key_id,
    }


def context_of(instance_id: UUID, name: str, scope: str) -> bytes:
    """What a ciphertext is bound to, so that it cannot be moved to another case or field."""
    return values.dumps([instance_id.hex, name, scope])


def erase(connection: Connection, instance_id: UUID, names: Iterable[str] | None = None) -> list[str]:
    """Delete the personal values of a case, all or those of some names; the names that had any, sorted."""
    chosen = _row.instance_id == instance_id
    if names is not None:
        chosen &= _row.name.in_(sorted(set(names)))
    erased = sorted(set(connection.execute(select(_row.name).where(chosen)).scalars()))
    if erased:
        connection.execute(tables.personal.delete().where(chosen))
    return erased
