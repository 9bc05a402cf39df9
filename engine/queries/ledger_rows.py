"""What the register's export needs beside its lines: the standing case data of many cases at once."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables, values
from engine.records.personal import is_marker

_field, _instance = tables.field.c, tables.instance.c


def fields_of_cases(connection: Connection, case_ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """By case: the data common to the whole case as it stands, personal data left out, and what is a branch's."""
    statement = (
        select(_field.instance_id, _field.name, _field.value)
        .where(_field.instance_id.in_(list(case_ids)), _field.scope == "")
        .order_by(_field.instance_id, _field.sequence)
    )
    found: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for row in connection.execute(statement):
        if not is_marker(row.value):
            found[row.instance_id][row.name] = values.from_json(row.value)
    return found


def versions_of_cases(connection: Connection, case_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """By case: the version it runs."""
    statement = select(_instance.id, _instance.version_id).where(_instance.id.in_(list(case_ids)))
    return {row.id: row.version_id for row in connection.execute(statement)}
