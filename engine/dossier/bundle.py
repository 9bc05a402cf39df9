"""A dossier as one ZIP: Word file, papers, attachments, the chained record, and the list of their digests.

The digest of the list (目录.json) is the dossier's: it covers every file. Whoever has the ZIP can check it
without this site; whoever has the site can also see whether the record is still the one the case has.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Final
from uuid import UUID
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import orjson

from engine.dossier import paper
from engine.dossier.collecting import Dossier
from engine.records.journal import first_altered
from engine.words import words

LIST: Final = "目录.json"
RECORD: Final = "办理记录.jsonl"
WORD_FILE: Final = "卷宗.docx"
MOST_BYTES: Final = 2_000_000_000
"""What the files of a dossier may come to when it is checked."""


class DamagedDossier(ValueError):
    """A ZIP that is no dossier, or no longer what it was; the message says where."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The ZIP, and the digest of its list (algorithm and hexadecimal)."""

    content: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a dossier says of itself: its number, its digest, and the head of its record."""

    number: str
    digest: str
    head: str


def bundle(dossier: Dossier, by: str, at: datetime) -> Bundle:
    """The dossier as exported by somebody at a moment; the same gives the same bytes."""
    members = dict(_members(dossier))
    listed = {
        "number": dossier.number,
        "title": dossier.title,
        "head": f"sha256:{dossier.head}",
        "exported_by": by,
        "exported_at": at.isoformat(timespec="seconds"),
        "files": {name: _digest(content) for name, content in members.items()},
    }
    members[LIST] = orjson.dumps(listed, option=orjson.OPT_INDENT_2)
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return Bundle(written.getvalue(), _digest(members[LIST]))


def _members(dossier: Dossier) -> Iterator[tuple[str, bytes]]:
    yield WORD_FILE, paper.write(dossier)
    yield RECORD, b"".join(orjson.dumps(_plain(row)) + b"\n" for row in dossier.journal)
    for kept in (*dossier.papers, *dossier.files):
        if kept.content is not None:
            yield kept.name, kept.content


def check(content: bytes) -> Checked:
    """Whether a dossier is whole: every file as listed, the record's chain unbroken. Raises DamagedDossier."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_BYTES:
                raise DamagedDossier(words("卷宗解开后过大"))
            members = {name: archive.read(name) for name in archive.namelist()}
        listed = orjson.loads(members.pop(LIST))
        files, head = listed["files"], listed["head"]
    except (BadZipFile, KeyError, ValueError, TypeError) as error:
        if isinstance(error, DamagedDossier):
            raise
        raise DamagedDossier(words("这不是卷宗文件,或目录已损坏")) from error
    for name in sorted({*files, *members}):
        if name not in members:
            raise DamagedDossier(words("卷宗缺少“%(name)s”", name=name))
        if name not in files or _digest(members[name]) != files[name]:
            raise DamagedDossier(words("“%(name)s”与目录里的摘要不符", name=name))
    _check_record(members.get(RECORD, b""), head)
    return Checked(listed["number"], _digest(orjson.dumps(listed, option=orjson.OPT_INDENT_2)), head)


def _check_record(lines: bytes, head: str) -> None:
    rows = [_typed(orjson.loads(line)) for line in lines.splitlines()]
    altered = first_altered(rows)
    if altered is not None:
        raise DamagedDossier(words("办理记录第 %(number)s 条被改动", number=altered))
    if not rows or f"sha256:{rows[-1]['digest'].hex()}" != head:
        raise DamagedDossier(words("办理记录的末条与目录不符"))


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {str(key): _text(value) for key, value in row.items()}


def _text(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return value.hex() if isinstance(value, bytes) else value


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    moments = {name: datetime.fromisoformat(row[name]) if row[name] else None for name in ("at", "due_at")}
    return {**row, **moments, "digest": bytes.fromhex(row["digest"])}
