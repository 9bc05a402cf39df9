"""The county's numbers, each with a day from which it holds (政策参数).

A process declares its numbers with defaults in policy.yaml; the county's own values stand in the database.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from engine import tables


@dataclass(frozen=True, slots=True)
class PolicyValue:
    """A number as it holds on a day, with its basis: a rule, a clause, or 「产品默认」."""

    value: Any
    basis: str


class CountyPolicy:
    """The values the county has set. Immutable; build it with `read_policy`."""

    def __init__(self, values: Mapping[str, list[tuple[date, PolicyValue]]]) -> None:
        self._values = values

    def get(self, name: str, on: date) -> PolicyValue | None:
        """The county's value of `name` on a day, or None where it has set none."""
        valid = [value for valid_from, value in self._values.get(name, ()) if valid_from <= on]
        return valid[-1] if valid else None


def read_policy(connection: Connection) -> CountyPolicy:
    """All values the county has set."""
    row = tables.policy_value.c
    values: dict[str, list[tuple[date, PolicyValue]]] = defaultdict(list)
    for item in connection.execute(
        select(row.name, row.value, row.valid_from, row.basis).order_by(row.valid_from, row.set_at)
    ):
        values[item.name].append((item.valid_from, PolicyValue(item.value, item.basis)))
    return CountyPolicy(values)
