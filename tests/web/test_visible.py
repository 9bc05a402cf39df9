"""A field's `visible` is honoured wherever its value could show: case, task, request and signing pages, exports."""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from engine import tables
from engine.people.actor import SYSTEM
from tests.web.site_support import ERRAND, NOW, SmallSite

SECRET = "来电人甲三八一"
CALLER = {
    "type": "textfield",
    "id": "f_caller",
    "key": "caller",
    "label": "来电人",
    "properties": {"personal": "true", "visible": "督查室"},
}


@pytest.fixture
def case(site: SmallSite, tmp_path: Path) -> UUID:
    """An errand whose start form takes who called, for 督查室 alone to see; 住建局 handles it."""
    folder = tmp_path / "errand"
    shutil.copytree(ERRAND, folder)
    for name, more in (("start", {}), ("feedback", {"readonly": True}), ("check", {"readonly": True})):
        file = folder / "forms" / f"{name}.json"
        form = json.loads(file.read_text(encoding="utf-8"))
        form["components"].insert(0, {**CALLER, **more})
        file.write_text(json.dumps(form, ensure_ascii=False), encoding="utf-8")
    site.engine.publish(folder, SYSTEM, "加来电人")
    return site.start(caller=SECRET).id


def pages(site: SmallSite, case: UUID) -> list[str]:
    """The pages on which the case's data stands."""
    return [
        f"/cases/{case}",
        f"/tasks/{site.open_task(case)}",
        f"/sign/{site.open_task(case)}",
        "/sign",
        "/cases",
    ]


def test_who_may_see_it_sees_it(site: SmallSite, case: UUID) -> None:
    visitor = site.visitor("dcs.dcy1")
    assert SECRET in visitor.get(f"/cases/{case}").text
    assert SECRET in visitor.get(f"/tasks/{site.open_task(case)}").text


@pytest.mark.parametrize("login", ["zjj.cb", "zjj.fzr", "xzf.fxzcj", "xzf.xz"])
def test_nobody_else_does(site: SmallSite, case: UUID, login: str) -> None:
    visitor = site.visitor(login)
    assert visitor.get(f"/cases/{case}").status_code == 200
    for path in pages(site, case):
        assert SECRET not in visitor.get(path, follow_redirects=True).text, path


def test_the_one_who_handles_it_gives_it_back_untouched(site: SmallSite, case: UUID) -> None:
    """A read-only field keeps its value through a hand that may not see it."""
    answer = {"result": "已经办完。", "progress": "all"}
    site.engine.complete(site.open_task(case), site.actor("zjj.cb"), answer)
    assert SECRET in site.visitor("dcs.dcy1").get(f"/cases/{case}").text
    assert SECRET not in site.visitor("zjj.cb").get(f"/cases/{case}").text


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("login", ["dcs.dcy1", "zjj.cb"])
def test_exports_leave_it_out(site: SmallSite, login: str) -> None:
    answer = site.visitor(login).get("/cases/export.xlsx")
    cells = [
        cell.value for row in load_workbook(BytesIO(answer.data)).worksheets[0].iter_rows() for cell in row
    ]
    assert "整治占道经营" in cells
    assert "来电人" not in cells
    assert not any(SECRET in str(value) or "personal" in str(value) for value in cells)


@pytest.mark.usefixtures("case")
def test_papers_do_not_hold_it(site: SmallSite) -> None:

    site.move_to(NOW.replace(hour=17, minute=31))
    with site.engine.database.reading() as connection:
        records = connection.execute(select(tables.document.c.record)).scalars().all()
    assert records
    assert all(SECRET not in json.dumps(record, ensure_ascii=False) for record in records)
