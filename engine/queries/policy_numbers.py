"""政策参数: every number the published processes declare, its value on a day, and how it has changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from engine import strict_yaml, tables
from engine.definitions import house_numbers
from engine.definitions.policy import PolicyNumber
from engine.engine import Engine
from engine.queries.versions import current_versions


@dataclass(frozen=True, slots=True)
class SetValue:
    """A value the county has set: from which day, on which basis, why, when and by whom."""

    value: Any
    valid_from: date
    basis: str
    reason: str
    set_at: datetime
    set_by: str


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A declared number with its value on a day. `history` has the latest day first, later days included."""

    number: PolicyNumber
    process: str
    note: str
    value: Any
    basis: str
    history: tuple[SetValue, ...]

    @property
    def is_default(self) -> bool:
        """Whether the process's own default holds, the county having set nothing else."""
        return bool(self.value == self.number.default)


def policy_numbers(engine: Engine, connection: Connection, on: date) -> list[NumberLine]:
    """The county's numbers, then those of the current versions, process by process, in the order of their files."""
    history = _history(connection)
    known: dict[str, NumberLine] = {}
    for process, numbers, notes in _declared(engine, connection):
        for name, number in numbers.items():
            values = tuple(history.get(name, ()))
            valid = next((each for each in values if each.valid_from <= on), None)
            known.setdefault(
                name,
                NumberLine(
                    number,
                    process,
                    notes.get(name, ""),
                    valid.value if valid else number.default,
                    valid.basis if valid else number.basis,
                    values,
                ),
            )
    return list(known.values())


def _declared(
    engine: Engine, connection: Connection
) -> Iterator[tuple[str, Mapping[str, PolicyNumber], Mapping[str, str]]]:
    """Where numbers are declared: the name of the place, the numbers, what is said beside them."""
    yield house_numbers.NAME, house_numbers.HOUSE_NUMBERS, house_numbers.NOTES
    for version in current_versions(connection):
        program = engine.program(version.id, connection)
        yield version.name, program.declared, dict(_notes(program.files.get("policy.yaml")))


def _history(connection: Connection) -> dict[str, list[SetValue]]:
    row = tables.policy_value.c
    found: dict[str, list[SetValue]] = {}
    statement = select(
        row.name, row.value, row.valid_from, row.basis, row.reason, row.set_at, row.set_by
    ).order_by(row.valid_from.desc(), row.set_at.desc())
    for name, *value in connection.execute(statement):
        found.setdefault(name, []).append(SetValue(*value))
    return found


def _notes(raw: bytes | None) -> Iterator[tuple[str, str]]:
    """What policy.yaml says beside each number for people."""
    content = strict_yaml.load(raw.decode("utf-8")) if raw is not None else None
    for name, entry in content.items() if isinstance(content, dict) else ():
        if isinstance(entry, dict) and entry.get("note"):
            yield str(name), str(entry["note"])
