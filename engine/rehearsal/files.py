"""Files a scenario names: taken as uploaded, with nothing in them."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from engine import tables
from engine.database import new_key
from engine.records.forms import Form
from engine.time import clock


def with_files(
    connection: Connection, case_id: UUID, form: Form | None, data: Mapping[str, Any], login: str
) -> dict[str, Any]:
    """The answers of a form with the names of files replaced by references to uploads of those names."""
    uploaded = {
        key: [_upload(connection, case_id, name, login) for name in _names(data[key])]
        for key in names_files(form, data)
    }
    return {**data, **uploaded}


def names_files(form: Form | None, data: Mapping[str, Any]) -> list[str]:
    """The keys of the answers that name files."""
    fields = form.fields if form is not None else ()
    return [field.key for field in fields if field.kind == "filepicker" and data.get(field.key)]


def _names(value: Any) -> list[str]:
    return [str(name) for name in (value if isinstance(value, list) else [value])]


def _upload(connection: Connection, case_id: UUID, name: str, login: str) -> str:
    key = new_key()
    row = {
        "id": key,
        "instance_id": case_id,
        "name": name,
        "media_type": "application/octet-stream",
        "size": 0,
        "digest": "sha256:" + hashlib.sha256(b"").hexdigest(),
        "added_at": clock.now(),
        "added_by": login,
    }
    connection.execute(tables.attachment.insert().values(row))
    return key.hex
