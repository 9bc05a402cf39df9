"""Files that come with a form: kept by content, checked by content, named in the answer by their key."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select
from werkzeug.datastructures import FileStorage, MultiDict

from engine import tables
from engine.database import new_key
from engine.records.blobs import Blobs
from engine.runtime.refusals import Refused
from engine.time import clock
from web.i18n import _

LARGEST = 20 * 1024 * 1024
MOST = 20
_ZIP, _OLE = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0",)
BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    **dict.fromkeys((".docx", ".xlsx", ".pptx", ".ofd", ".zip"), _ZIP),
    **dict.fromkeys((".doc", ".xls", ".ppt", ".wps", ".et"), _OLE),
}
"""The kinds of files taken, by the ending of their name, with the bytes such a file begins with."""

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
    field: str | None


def take(
    connection: Connection,
    blobs: Blobs,
    case_id: UUID,
    login: str,
    files: MultiDict[str, FileStorage],
    data: dict[str, Any],
) -> dict[str, Any]:
    """Keep the files of a form and put their keys where the answers name them.

    form-js writes a reference such as `files::1` as the field's value and sends the files under that name.
    Raises Refused (invalid) for a file that is too large or not what its name says; nothing is kept then.
    """
    sent = {name: [file for file in files.getlist(name) if file.filename] for name in files}
    if sum(map(len, sent.values())) > MOST:
        raise _refused(_("一次最多上传 %(most)s 个文件。", most=MOST))
    contents = {name: [(_plain_name(file), _checked(file)) for file in group] for name, group in sent.items()}
    kept = {
        name: [_keep(connection, blobs, case_id, login, *each) for each in group]
        for name, group in contents.items()
    }
    return {
        key: kept[value] if isinstance(value, str) and value in kept else value for key, value in data.items()
    }


def throw_away(connection: Connection, case_id: UUID) -> None:
    """Forget the files of a case that was not started after all; what they hold is swept later."""
    connection.execute(delete(_attachment).where(_attachment.c.instance_id == case_id))


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
    return select(row.id, row.instance_id, row.name, row.size, row.digest, row.added_by, row.field)


def _plain_name(file: FileStorage) -> str:
    return PurePath(str(file.filename).replace("\\", "/")).name[-200:]


def _checked(file: FileStorage) -> bytes:
    name = _plain_name(file)
    beginnings = BEGINNINGS.get(PurePath(name).suffix.lower())
    if beginnings is None:
        raise _refused(
            _("“%(name)s”不是可以上传的文件;可上传 %(kinds)s。", name=name, kinds="、".join(BEGINNINGS))
        )
    content = file.stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise _refused(_("“%(name)s”超过 20 MB,请压缩或分开后再上传。", name=name))
    if not content.startswith(beginnings):
        raise _refused(_("“%(name)s”的内容与扩展名不符,请核对后重新上传。", name=name))
    return content


def _keep(connection: Connection, blobs: Blobs, case_id: UUID, login: str, name: str, content: bytes) -> str:
    key = new_key()
    row = {
        "id": key,
        "instance_id": case_id,
        "name": name,
        "media_type": "application/octet-stream",
        "size": len(content),
        "digest": blobs.put(content),
        "added_at": clock.now(),
        "added_by": login,
    }
    connection.execute(insert(_attachment), row)
    return key.hex


def _refused(message: str) -> Refused:
    return Refused(message, kind="invalid")
