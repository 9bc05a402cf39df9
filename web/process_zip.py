"""A process folder that came as a .zip: unpacked with limits on sizes and paths, never outside its own folder."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Final
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from engine.definitions.workplace import laid_out
from web.i18n import _

MOST_FILES: Final = 500
LARGEST_FILE: Final = 20_000_000
LARGEST_WHOLE: Final = 60_000_000
_KEY = re.compile(r"[a-z][a-z0-9_\-]{0,79}")
_SYMLINK: Final = 0o120000


class ZipRefused(ValueError):
    """A .zip that is not taken; the message is for the designer."""


@contextmanager
def unpacked(content: bytes, filename: str, beside: Path) -> Iterator[Path]:
    """The process folder inside a .zip, in a temporary place with the county's other processes beside it.

    The folder's name is the process: that of the one folder the .zip holds, else the .zip's own. Raises
    ZipRefused.
    """
    files, key = _read(content, PurePosixPath(filename).stem)
    with laid_out(key, {str(path): data for path, data in files.items()}, beside) as folder:
        yield folder


def read_zip(content: bytes, filename: str) -> tuple[dict[str, bytes], str]:
    """The files of the process folder inside a .zip by path, and the folder's name. Raises ZipRefused."""
    files, key = _read(content, PurePosixPath(filename).stem)
    return {path.as_posix(): data for path, data in files.items()}, key


def _read(content: bytes, stem: str) -> tuple[dict[PurePosixPath, bytes], str]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_hidden(entry)]
            _refuse_too_much(entries)
            found = {_safe_path(entry): _bytes(archive, entry) for entry in entries}
    except (BadZipFile, LargeZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise ZipRefused(_("文件打不开:不是 .zip 压缩包,或已加密、损坏。请重新压缩流程文件夹。")) from error
    tops = {path.parts[0] for path in found}
    if len(tops) == 1 and all(len(path.parts) > 1 for path in found):
        stem = tops.pop()
        found = {PurePosixPath(*path.parts[1:]): data for path, data in found.items()}
    if not _KEY.fullmatch(stem):
        raise ZipRefused(
            _("流程文件夹的名称“%(name)s”只能用小写字母、数字、下划线和短横,以字母开头。", name=stem)
        )
    return found, stem


def _refuse_too_much(entries: list[ZipInfo]) -> None:
    if not entries:
        raise ZipRefused(_("压缩包是空的。请压缩整个流程文件夹。"))
    if len(entries) > MOST_FILES:
        raise ZipRefused(_("压缩包里的文件超过 %(n)s 个,请确认压缩的是一个流程文件夹。", n=MOST_FILES))
    if sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
        raise ZipRefused(_("压缩包解开后超过 %(n)s MB,请去掉无关的大文件。", n=LARGEST_WHOLE // 1_000_000))


def _safe_path(entry: ZipInfo) -> PurePosixPath:
    # Archives made on old Windows spell their separators backwards, and their Chinese in GBK.
    name = entry.filename if entry.flag_bits & 0x800 else _from_gbk(entry.filename)
    path = PurePosixPath(name.replace("\\", "/"))
    is_link = (entry.external_attr >> 16) & 0o170000 == _SYMLINK
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or is_link or "\0" in name:
        raise ZipRefused(_("压缩包里的“%(name)s”不是文件夹里的普通文件,不能接受。", name=name[:80]))
    return path


def _bytes(archive: ZipFile, entry: ZipInfo) -> bytes:
    """The entry's bytes; what unpacks to more than it says, or is allowed, is refused while it unpacks."""
    with archive.open(entry) as stream:
        data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        limit = LARGEST_FILE // 1_000_000
        raise ZipRefused(_("“%(name)s”超过 %(n)s MB。", name=entry.filename[:80], n=limit))
    return data


def _is_hidden(entry: ZipInfo) -> bool:
    parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
    return any(part.startswith((".", "~$", "__MACOSX")) and part != ".." for part in parts)


def _from_gbk(name: str) -> str:
    try:
        return name.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return name
