"""`banjie audit`: what an operator is told about a site's records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from engine import tables
from tests.support.office import Office, diagram, flows, office, task
from tests.workers.cli.conftest import Banjie

ONE = diagram('<bpmn:startEvent id="s"/>' + task("a") + '<bpmn:endEvent id="e"/>' + flows("s>a", "a>e"))


@pytest.fixture
def made(migrated: Banjie, tmp_path: Path) -> Iterator[Office]:
    """The operator's site with one running case."""
    assert migrated("audit", "verify").exit_code == 0
    with office(f"sqlite:///{tmp_path}/data/banjie.db", tmp_path / "data") as found:
        found.publish(ONE)
        found.start()
        yield found


def test_a_sealed_site_verifies_against_what_was_exported(
    made: Office, banjie: Banjie, tmp_path: Path
) -> None:
    sealed = banjie("audit", "seal", "--json")
    assert json.loads(sealed.stdout)["cases"] == 1
    assert banjie("audit", "seal").stdout.startswith("上次封存之后没有新的记录")
    assert banjie("audit", "export", "--to", tmp_path / "anchors.jsonl").exit_code == 0
    assert banjie("audit", "export").stdout == (tmp_path / "anchors.jsonl").read_text(encoding="utf-8")
    result = banjie("audit", "verify", "--against", tmp_path / "anchors.jsonl")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (
        0,
        "共核验 1 件、1 条记录、1 次封存;记录完好",
    )
    assert made.case(made.open()[0]["instance_id"])["status"] == "running"


def test_an_altered_record_is_status_1_and_named(made: Office, banjie: Banjie) -> None:
    with made.engine.database.transaction() as connection:
        connection.execute(update(tables.journal).values(actor="zjj.承办人"))
    result = banjie("audit", "verify", "--json")
    assert result.exit_code == 1
    (altered,) = json.loads(result.stdout)["altered"]
    assert (altered["sequence"], altered["act"]) == (1, "start")
    assert banjie("audit", "verify").stdout.startswith(f"办件 {altered['case']} 第 1 条记录")


def test_a_file_that_is_no_export_is_refused(made: Office, banjie: Banjie, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("尊敬的", encoding="utf-8")
    result = banjie("audit", "verify", "--against", tmp_path / "letter.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "不是封存的导出文件" in result.stderr
    assert len(made.open()) == 1


def test_a_wrong_list_is_status_1_and_named(made: Office, banjie: Banjie) -> None:
    assert banjie("audit", "projections").stdout == "0 处不一致\n"
    with made.engine.database.transaction() as connection:
        connection.execute(update(tables.user_task).values(status="completed"))
    result = banjie("audit", "projections", "--json")
    assert result.exit_code == 1
    assert [line["difference"] for line in json.loads(result.stdout)] == [
        "待办环节“a”缺失:状态中有它而没有这一行"
    ]
