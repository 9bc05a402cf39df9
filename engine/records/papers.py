"""Rendering an issued paper: from its signed record and its template to a file named by digest.

The record was signed and numbered in the act that issued the paper; here only its Word file is made, as often
as need be with the same result.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables, values
from engine.database import Database
from engine.records.blobs import Blobs
from engine.records.outbox import Finish, Item, Undeliverable
from engine.records.rendering import PaperError, render
from engine.time import clock
from engine.words import words

Note = Callable[[Connection, UUID, str, dict[str, str]], None]
"""Adds an event with its facts to a case's history, in the transaction given."""

RENDERED = "document.rendered"
"""The event that binds a paper to the file made of it."""


class Papers:
    """Renders the papers of one database into one store of files; `deliver` serves the outbox' kind `render`."""

    def __init__(self, database: Database, blobs: Blobs, note: Note) -> None:
        self._database = database
        self._blobs = blobs
        self._note = note

    def deliver(self, item: Item) -> Finish:
        """Render the paper `item` asks for. Raises Undeliverable when template and record do not fit."""
        paper = UUID(item.payload["document"])
        document, artefact = tables.document.c, tables.artefact.c
        statement = select(document.kind, document.record, artefact.content).where(
            document.id == paper, artefact.digest == document.template
        )
        with self._database.reading() as connection:
            row = connection.execute(statement).one()
        try:
            content = render(row.content, answers_of(row.record))
        except PaperError as error:
            raise Undeliverable(
                words("%(kind)s的模板与内容不合:%(error)s", kind=row.kind, error=error)
            ) from error
        digest = self._blobs.put(content)

        def finish(connection: Connection) -> None:
            known = connection.execute(select(document.file_digest).where(document.id == paper)).scalar_one()
            if known is None:
                self._note(connection, item.instance_id, RENDERED, {"document": paper.hex, "digest": digest})
                rendered = tables.document.update().where(document.id == paper)
                connection.execute(rendered.values(file_digest=digest, rendered_at=clock.now()))

        return finish


def answers_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """What a template may ask of a record: the case's fields by name, the paper's own facts, `deadlines`.

    The paper's own facts go before fields of the same name; its dates (`…_on`) and `deadlines.NAME`, the civil
    dates of the case's limits, are dates.
    """
    own = {name: _dated(name, value) for name, value in record.items() if name not in ("fields", "due")}
    limits = {name: _dated("due_on", value) for name, value in record.get("due", {}).items()}
    return {**values.from_json(record.get("fields", {})), **own, "deadlines": limits}


def _dated(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name.endswith("_on") and isinstance(value, str) else value
