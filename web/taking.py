"""Files that come with a form: checked, looked through for viruses, kept by content, named in the answer by their key."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from uuid import UUID

import structlog
from flask import request
from sqlalchemy import Connection, delete, insert, select
from werkzeug.datastructures import FileStorage, MultiDict

from engine import tables
from engine.database import new_key
from engine.people.actor import Actor
from engine.records.blobs import Blobs
from engine.records.virus_scan import Scan, ScannerUnreachable, scan_with
from engine.refusals import Refused
from engine.runtime.starting import Started
from engine.time import clock
from web.file_kinds import BEGINNINGS, is_taken, is_what_it_says
from web.i18n import _, listed
from web.site import act, end_reading, site

LARGEST = 20 * 1024 * 1024
MOST = 20
_attachment = tables.attachment
_log = structlog.get_logger(__name__)

Received = dict[str, list[tuple[str, bytes]]]
"""The names and contents of files, by the reference under which they were sent."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The answers with the keys of the files that came with them; `added` are those kept anew."""

    data: dict[str, Any]
    added: list[UUID]


@contextmanager
def files_taken(case_id: UUID, login: str, data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """For one act the answers with the keys of the request's files; the files go again where the act is refused.

    Raises Refused (invalid) for a file that is not taken.
    """
    if not request.files:
        yield data
        return
    end_reading()
    database, settings = site().engine.database, site().settings
    received = check(scan_with(settings.virus_scanner), request.files)
    blobs = Blobs(settings.files)
    taken = database.transact(lambda connection: keep(connection, blobs, case_id, login, received, data))
    try:
        yield taken.data
    except Refused:
        database.transact(lambda connection: drop(connection, taken.added))
        raise


def start_with_files(process: str, actor: Actor, data: dict[str, Any], key: str) -> Started:
    """Start a case with what its form brought. Raises Refused; sent again with its key it is started once."""
    case_id = new_key()
    with files_taken(case_id, actor.login, data) as answers:
        started = act(lambda engine: engine.start(process, actor, answers, key=key, case_id=case_id))
    if request.files and started.id != case_id:
        site().engine.database.transact(lambda connection: _throw_away(connection, case_id))
    return started


def check(scan: Scan, files: MultiDict[str, FileStorage]) -> Received:
    """The files of a form.

    Raises Refused (invalid) for a file that is too large, not what its name says, infected, or that could not
    be looked through; nothing is kept.
    """
    sent = {name: [file for file in files.getlist(name) if file.filename] for name in files}
    if sum(map(len, sent.values())) > MOST:
        raise _refused(_("一次最多上传 %(most)s 个文件。", most=MOST))
    return {
        name: [(_plain_name(file), _checked(scan, file)) for file in group] for name, group in sent.items()
    }


def keep(
    connection: Connection,
    blobs: Blobs,
    case_id: UUID,
    login: str,
    files: Received,
    data: dict[str, Any],
) -> Taken:
    """Keep checked files and put their keys where the answers name them.

    form-js writes a reference such as `files::1` as the field's value and sends the files under that name. What
    the same person has handed in for the case already, under the same name, is not kept twice.
    """
    added: list[UUID] = []
    kept = {
        reference: [_keep(connection, blobs, case_id, login, *each, added) for each in group]
        for reference, group in files.items()
    }
    answers = {
        key: kept[value] if isinstance(value, str) and value in kept else value for key, value in data.items()
    }
    return Taken(answers, added)


def drop(connection: Connection, added: Iterable[UUID]) -> None:
    """Forget files whose act was refused; what they hold is swept later."""
    connection.execute(delete(_attachment).where(_attachment.c.id.in_(list(added))))


def _throw_away(connection: Connection, case_id: UUID) -> None:
    connection.execute(delete(_attachment).where(_attachment.c.instance_id == case_id))


def _plain_name(file: FileStorage) -> str:
    return PurePath(str(file.filename).replace("\\", "/")).name[-200:]


def _checked(scan: Scan, file: FileStorage) -> bytes:
    name = _plain_name(file)
    if not is_taken(name):
        raise _refused(
            _("“%(name)s”不是可以上传的文件;可上传 %(kinds)s。", name=name, kinds=listed(BEGINNINGS))
        )
    content = file.stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise _refused(_("“%(name)s”超过 20 MB,请压缩或分开后再上传。", name=name))
    if not is_what_it_says(name, content):
        raise _refused(_("“%(name)s”的内容与扩展名不符,请核对后重新上传。", name=name))
    _look_through(scan, name, content)
    return content


def _look_through(scan: Scan, name: str, content: bytes) -> None:
    try:
        found = scan(content)
    except ScannerUnreachable as error:
        _log.error("virus scanner unreachable", reason=str(error))
        raise _refused(
            _("查毒程序暂时用不了,“%(name)s”没有收下。请稍后再交;一直这样,请告诉系统管理员。", name=name)
        ) from error
    if found is not None:
        _log.warning("infected file refused", found=found)
        raise _refused(
            _("“%(name)s”里查出病毒(%(found)s),没有收下。请查杀以后重新制作再上传。", name=name, found=found)
        )


def _keep(
    connection: Connection,
    blobs: Blobs,
    case_id: UUID,
    login: str,
    name: str,
    content: bytes,
    added: list[UUID],
) -> str:
    digest, row = blobs.put(content), _attachment.c
    same = select(row.id).where(
        row.instance_id == case_id, row.name == name, row.digest == digest, row.added_by == login
    )
    if (found := connection.execute(same.limit(1)).scalar()) is not None:
        return str(found.hex)
    key = new_key()
    facts = {
        "id": key,
        "instance_id": case_id,
        "name": name,
        "media_type": "application/octet-stream",
        "size": len(content),
        "digest": digest,
        "added_at": clock.now(),
        "added_by": login,
    }
    connection.execute(insert(_attachment), facts)
    added.append(key)
    return key.hex


def _refused(message: str) -> Refused:
    return Refused(message, kind="invalid")
