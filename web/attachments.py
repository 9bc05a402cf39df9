"""The attachments (附件) of a case: in their versions, and by their names in the answers.

A file of the same name as one the case has already is its next version; those before stay.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables

_attachment = tables.attachment


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment (附件) of a case; `field` is the personal field it came with."""

    id: UUID
    instance_id: UUID
    name: str
    size: int
    digest: str
    added_by: str
    added_at: datetime
    field: str | None


@dataclass(frozen=True, slots=True)
class Versions:
    """An attachment as it stands, and what was handed in under the same name before, the latest first."""

    current: Attachment
    earlier: list[Attachment]

    @property
    def number(self) -> int:
        """The number of the version that stands, from 1."""
        return len(self.earlier) + 1

    @property
    def all(self) -> list[Attachment]:
        """Every version, the latest first."""
        return [self.current, *self.earlier]

    def number_of(self, file: Attachment) -> int:
        """Which version a file of this name is, from 1."""
        return self.number - self.all.index(file)

    def __contains__(self, file: Attachment) -> bool:
        return file in self.all


def versions(files: Iterable[Attachment]) -> list[Versions]:
    """Files of one case, in the order they came, under their names; the latest of each name stands."""
    found: dict[tuple[str, str | None], list[Attachment]] = {}
    for file in files:
        found.setdefault((file.name, file.field), []).append(file)
    return [Versions(group[-1], group[-2::-1]) for group in found.values()]


def find(connection: Connection, attachment_id: UUID) -> Attachment | None:
    """The attachment of this id; whether it may be seen is decided by its case."""
    row = connection.execute(_columns().where(_attachment.c.id == attachment_id)).first()
    return None if row is None else Attachment(*row)


def of_case(connection: Connection, case_id: UUID) -> list[Attachment]:
    """The attachments of a case in the order they came."""
    statement = _columns().where(_attachment.c.instance_id == case_id).order_by(_attachment.c.id)
    return [Attachment(*row) for row in connection.execute(statement)]


def named(attachments: Iterable[Attachment], data: dict[str, Any]) -> dict[str, Any]:
    """The answers with the names of files in place of their keys."""
    names = {each.id.hex: each.name for each in attachments}

    def in_words(value: Any) -> Any:
        if isinstance(value, list):
            return [in_words(item) for item in value]
        return names.get(value, value) if isinstance(value, str) else value

    return {key: in_words(value) for key, value in data.items()}


def _columns() -> Any:
    row = _attachment.c
    return select(
        row.id, row.instance_id, row.name, row.size, row.digest, row.added_by, row.added_at, row.field
    )
