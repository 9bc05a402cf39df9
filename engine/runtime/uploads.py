"""The files uploaded to a case (附件), as its forms see them."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables


class Uploads(Mapping[str, str]):
    """Reference of an uploaded file (its key in hexadecimal) to its name; read when first asked for."""

    def __init__(self, connection: Connection, case_id: UUID) -> None:
        self._connection = connection
        self._case_id = case_id

    @cached_property
    def _names(self) -> dict[str, str]:
        row = tables.attachment.c
        statement = select(row.id, row.name).where(row.instance_id == self._case_id)
        return {found.id.hex: found.name for found in self._connection.execute(statement)}

    def __getitem__(self, reference: str) -> str:
        return self._names[reference]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
