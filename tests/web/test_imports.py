"""Importing milestones over the page: a dry run first, then all of it or nothing."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from engine import tables
from tests.web.site_support import ROOT, SmallSite, Visitor

HEADER = "条目号,事项,任务内容,牵头单位,配合单位,期限原文"
GOOD = f"{HEADER}\n一.1,清理审批事项,逐项清理,司法局,县级部门,4月底完成\n一.2,编制审批手册,,政务服务中心,,3月16日完成\n"
BAD = f"{HEADER}\n一.1,清理审批事项,,天上局,,4月底完成\n一.2,编制审批手册,,政务服务中心,,不知何时\n"
_DIGEST = re.compile(r'name="digest" value="([0-9a-f]{64})"')


def _dry_run(visitor: Visitor, content: bytes, name: str = "事项.csv", **more: Any) -> TestResponse:
    return visitor.post("/import", {"file": (BytesIO(content), name), "year": "2026", **more})


def _cases(site: SmallSite) -> int:
    with site.engine.database.reading() as connection:
        found: int = connection.execute(select(func.count()).select_from(tables.instance)).scalar_one()
    return found


def _run(visitor: Visitor, shown: str) -> TestResponse:
    digest = _DIGEST.findall(shown)[0]
    sent = {"digest": digest, "file": "事项.csv", "year": "2026", "moved": "no"}
    return visitor.post("/import/run", sent, opened=shown)


def test_a_dry_run_shows_every_row_and_starts_nothing(site: SmallSite) -> None:
    shown = _dry_run(site.visitor("dcs.dcy1"), GOOD.encode()).text
    assert "将导入 2 项" in shown
    assert "4月30日 周四" in shown
    assert _cases(site) == 0


def test_what_was_shown_is_imported_once(site: SmallSite) -> None:
    visitor = site.visitor("dcs.dcy1")
    shown = _dry_run(visitor, GOOD.encode()).text
    assert _run(visitor, shown).headers["Location"] == "/cases?sort=-started"
    assert _cases(site) == 2
    assert "清理审批事项" in visitor.get("/cases").text
    assert _run(visitor, shown).status_code == 409
    again = _dry_run(visitor, GOOD.encode()).text
    assert _run(visitor, again).status_code == 302
    assert _cases(site) == 2


def test_every_bad_row_is_named_and_nothing_is_kept(site: SmallSite) -> None:
    answer = _dry_run(site.visitor("dcs.dcy1"), BAD.encode())
    assert answer.status_code == 422
    assert "第 2 行" in answer.text
    assert "天上局" in answer.text
    assert "第 3 行" in answer.text
    assert not (site.settings.data / "uploads").exists()
    assert _cases(site) == 0


def test_a_picture_is_no_table(site: SmallSite) -> None:
    answer = _dry_run(site.visitor("dcs.dcy1"), b"\x89PNG\x00", "图.png")
    assert answer.status_code == 422
    assert "图.png" in answer.text


def test_without_a_file_one_is_asked_for(site: SmallSite) -> None:
    answer = site.visitor("dcs.dcy1").post("/import", {"year": "2026"})
    assert answer.status_code == 422
    assert "请先选择" in answer.text


def test_a_file_of_somebody_else_is_not_imported(site: SmallSite) -> None:
    shown = _dry_run(site.visitor("dcs.dcy1"), GOOD.encode()).text
    digest = _DIGEST.findall(shown)[0]
    other = site.visitor("dcs.dcy2")
    answer = other.post("/import/run", {"digest": digest, "file": "x.csv", "year": "2026"}, page="/import")
    assert answer.status_code == 409
    stray = other.post("/import/run", {"digest": "../../etc/passwd", "file": "x.csv"}, page="/import")
    assert stray.status_code == 409
    assert _cases(site) == 0


def test_the_county_s_own_milestones_are_readable(site: SmallSite) -> None:
    content = Path(ROOT / "processes" / "demo" / "milestones.csv").read_bytes()
    shown = _dry_run(site.visitor("dcs.dcy1"), content, "milestones.csv", move="on")
    assert shown.status_code == 200
    assert "将导入 69 项" in shown.text
    assert "原为 2008年" in shown.text


def test_the_empty_table_has_the_columns(site: SmallSite) -> None:
    answer = site.visitor("dcs.dcy1").get("/import/template.csv")
    assert "牵头单位" in answer.data.decode("utf-8-sig")
