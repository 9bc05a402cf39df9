"""Backing a site up and bringing it back: one archive of database and files.

The database is copied first, as it stood at one moment while the site runs on. Files are copied after it: a
file is never changed and is on disk before a row names it, so every file the copy names is there.
"""

import io
import json
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.engine import make_url

from engine import schema
from engine.database import Database
from engine.records.blobs import digest_of
from engine.settings import Settings
from engine.time import clock

FORMAT = 1
_MANIFEST, _FILES = "manifest.json", "files/"
_MEMBERS = {"sqlite": "database.sqlite", "postgresql": "database.dump"}


class BackupError(Exception):
    """The backup or restoration cannot be done; the message says what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What an archive holds; `made_at` is civil time."""

    made_at: str
    database: str
    files: int


def back_up(settings: Settings, target: Path) -> Summary:
    """Write an archive of the site to `target`, which must not exist. Raises BackupError."""
    kind = "sqlite" if settings.database_file else "postgresql"
    draft = target.with_name(f".{target.name}.part")
    if target.exists():
        raise BackupError(f"{target} 已经存在,请换一个文件名")
    with TemporaryDirectory(prefix="banjie-") as folder:
        copy = Path(folder) / _MEMBERS[kind]
        (_copy_sqlite if kind == "sqlite" else _dump_postgresql)(settings, copy)
        files = sorted(path for path in settings.files.glob("*") if not path.name.startswith("."))
        summary = Summary(clock.now().astimezone(clock.CIVIL).isoformat(), kind, len(files))
        with tarfile.open(draft, "w") as archive:
            _add_manifest(archive, {"format": FORMAT, "made_at": summary.made_at, "database": kind})
            archive.add(copy, copy.name)
            for path in files:
                archive.add(path, _FILES + path.name)
    draft.replace(target)
    return summary


def restore(settings: Settings, source: Path) -> Summary:
    """Bring the site of an archive back into an empty database and data directory. Raises BackupError."""
    _need_empty(settings)
    with tarfile.open(source) as archive, TemporaryDirectory(prefix="banjie-") as folder:
        manifest = _manifest(archive)
        kind = manifest["database"]
        if kind != ("sqlite" if settings.database_file else "postgresql"):
            raise BackupError(f"备份来自 {kind} 数据库,与 BANJIE_DATABASE_URL 的类型不同;请改用同类数据库")
        archive.extract(_MEMBERS[kind], folder, filter="data")
        settings.files.mkdir(parents=True, exist_ok=True)
        files = sum(1 for _ in _restored_files(archive, settings.files))
        (_put_sqlite if kind == "sqlite" else _load_postgresql)(settings, Path(folder) / _MEMBERS[kind])
    database = Database(settings.database_url)
    schema.upgrade(database)
    database.dispose()
    return Summary(manifest["made_at"], kind, files)


def _copy_sqlite(settings: Settings, target: Path) -> None:
    assert settings.database_file is not None
    if not settings.database_file.exists():
        raise BackupError(
            f"没有数据库文件 {settings.database_file},请核对 BANJIE_DATA 或 BANJIE_DATABASE_URL"
        )
    with closing(sqlite3.connect(settings.database_file)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def _put_sqlite(settings: Settings, copy: Path) -> None:
    assert settings.database_file is not None
    settings.database_file.unlink(missing_ok=True)
    shutil.move(copy, settings.database_file)


def _dump_postgresql(settings: Settings, target: Path) -> None:
    _run("pg_dump", settings, ["--format=custom", "--no-owner", f"--file={target}"])


def _load_postgresql(settings: Settings, copy: Path) -> None:
    _run("pg_restore", settings, ["--no-owner", "--exit-on-error", "--single-transaction", str(copy)])


def _run(program: str, settings: Settings, arguments: list[str]) -> None:
    path = shutil.which(program)
    if path is None:
        raise BackupError(f"找不到 {program};请安装与服务器同版本的 PostgreSQL 客户端,并让它在 PATH 中")
    url = make_url(settings.database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    done = subprocess.run([path, f"--dbname={url}", *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BackupError(f"{program} 没有成功:{done.stderr.strip()}")


def _need_empty(settings: Settings) -> None:
    database = Database(settings.database_url)
    try:
        with database.reading() as connection:
            if inspect(connection).get_table_names():
                raise BackupError("目标数据库不是空的;请换一个空的数据目录(BANJIE_DATA)或空的数据库再恢复")
    finally:
        database.dispose()


def _add_manifest(archive: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    content = json.dumps(manifest, ensure_ascii=False).encode()
    member = tarfile.TarInfo(_MANIFEST)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def _manifest(archive: tarfile.TarFile) -> dict[str, Any]:
    try:
        file = archive.extractfile(_MANIFEST)
        manifest: dict[str, Any] = json.load(file) if file else {}
    except (KeyError, ValueError):
        manifest = {}
    if manifest.get("format") != FORMAT or manifest.get("database") not in _MEMBERS:
        raise BackupError("这不是本程序的备份文件,或由更新的版本制作;请核对文件")
    return manifest


def _restored_files(archive: tarfile.TarFile, folder: Path) -> Iterator[str]:
    """Write every file whose content is what its name says; another raises BackupError."""
    for member in archive:
        if not member.name.startswith(_FILES) or not member.isfile():
            continue
        name = member.name.removeprefix(_FILES)
        file = archive.extractfile(member)
        content = file.read() if file else b""
        if digest_of(content) != f"sha256:{name}":
            raise BackupError(f"备份中的文件 {name} 已损坏,没有恢复;请换一份备份")
        (folder / name).write_bytes(content)
        yield name
