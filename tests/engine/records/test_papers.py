"""Rendering through the outbox: the file's digest stands on the paper's row, twice is as good as once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from docx import Document
from sqlalchemy import Connection, select

from engine import tables
from engine.database import Database, new_key
from engine.records import outbox
from engine.records.blobs import Blobs, digest_of
from engine.records.outbox import Delivered
from engine.records.papers import Papers, answers_of
from engine.time import clock
from tests.engine.records.test_rendering import BLUE_SLIP
from tests.support.rows import add_case

NOW = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)
RECORD = {
    "kind": "蓝色督办单",
    "number": "督办〔2026〕3号",
    "unit": "安澜县住房和城乡建设局",
    "issued_on": "2026-03-16",
    "case_number": "督办-00001",
    "title": "整治占道经营",
    "started_on": "2026-03-05",
    "due": {"办理": "2026-03-16"},
    "fields": {"source": "县长批示", "unit": "住建局", "standard": {"@": "d", "v": "2026-03-31"}},
}


@pytest.fixture(autouse=True)
def _at_close_of_business() -> Iterator[None]:
    with clock.using(lambda: NOW):
        yield


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database on SQLite and on PostgreSQL."""
    opened = Database(database_url)
    yield opened
    opened.dispose()


def _issue(database: Database, template: bytes) -> tuple[UUID, UUID]:
    """A paper and its outbox item, as an act writes them."""
    paper, item, digest = new_key(), new_key(), digest_of(template)
    with database.transaction() as connection:
        case = add_case(connection)
        connection.execute(tables.artefact.insert().values(digest=digest, content=template))
        connection.execute(
            tables.document.insert().values(
                id=paper, instance_id=case, kind="蓝色督办单", number=RECORD["number"], element="blue",
                template=digest, record=RECORD, record_digest="sha256:" + "0" * 64, issued_at=NOW,
                issued_by="system",
            )
        )  # fmt: skip
        connection.execute(
            tables.outbox.insert().values(
                id=item, instance_id=case, kind="render", payload={"document": paper.hex}, created_at=NOW,
                next_attempt_at=NOW, attempts=0,
            )
        )  # fmt: skip
    return paper, item


def _unnoted(connection: Connection, instance: UUID, event: str, facts: dict[str, str]) -> None:
    """Stands for the engine where a case has nothing to load; `tests/workers` use the engine itself."""
    name = f"{instance.hex}:{event}:{facts['digest']}"[:64]
    connection.execute(tables.setting.insert().values(name=name, value=facts))


def _paper(database: Database, paper: UUID) -> Any:
    with database.reading() as connection:
        return connection.execute(select(tables.document).where(tables.document.c.id == paper)).one()


def test_a_record_answers_by_field_fact_and_limit() -> None:
    answers = answers_of(RECORD)
    assert answers["unit"] == "安澜县住房和城乡建设局"
    assert answers["source"] == "县长批示"
    assert answers["standard"] == date(2026, 3, 31)
    assert answers["issued_on"] == date(2026, 3, 16)
    assert answers["deadlines"] == {"办理": date(2026, 3, 16)}


def test_a_rendered_paper_bears_the_digest_of_its_file(database: Database, tmp_path: Path) -> None:
    paper, _ = _issue(database, BLUE_SLIP.read_bytes())
    blobs = Blobs(tmp_path / "files")
    channels = {"render": Papers(database, blobs, _unnoted).deliver}
    assert outbox.deliver_due(database, channels) == Delivered(1, 0)
    row = _paper(database, paper)
    assert row.rendered_at == NOW
    assert (
        "整治占道经营"
        in Document(BytesIO(blobs.get(row.file_digest))).tables[0].rows[0].cells[0].tables[0]._tbl.xml
    )

    with database.transaction() as connection:
        connection.execute(tables.outbox.update().values(next_attempt_at=NOW, delivered_at=None))
    assert outbox.deliver_due(database, channels) == Delivered(1, 0)
    assert _paper(database, paper).file_digest == row.file_digest
    assert len(list((tmp_path / "files").iterdir())) == 1
    with database.reading() as connection:
        facts = connection.execute(select(tables.setting.c.value)).scalar_one()
    assert facts == {"document": paper.hex, "digest": row.file_digest}


def test_a_template_that_does_not_fit_is_an_incident_at_once(database: Database, tmp_path: Path) -> None:
    written = BytesIO()
    document = Document()
    document.add_paragraph("{{ 整改期限 }}")
    document.save(written)
    paper, item = _issue(database, written.getvalue())
    channels = {"render": Papers(database, Blobs(tmp_path / "files"), _unnoted).deliver}
    assert outbox.deliver_due(database, channels) == Delivered(0, 1)
    with database.reading() as connection:
        incident = connection.execute(select(tables.incident)).one()
    assert incident.subject == item
    assert "蓝色督办单的模板与内容不合:模板要填的内容办件中没有:“整改期限”" in incident.message
    assert _paper(database, paper).file_digest is None
