"""Cases under way go over to a new version from the page: tried first, then moved, and back again."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from engine.people.actor import SYSTEM
from tests.web.site_support import ERRAND, SmallSite
from web.pages import migration

CHIEF = "dcs.zr"


def publish_changed(site: SmallSite, tmp_path: Path, old: str, new: str) -> None:
    """The errand with one replacement in its diagram, as its next version."""
    folder = tmp_path / "errand"
    shutil.copytree(ERRAND, folder)
    file = folder / "errand.bpmn"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    site.engine.publish(folder, SYSTEM, "改期限")


def test_a_case_goes_over_and_back(site: SmallSite, tmp_path: Path) -> None:
    case = site.start()
    publish_changed(site, tmp_path, 'name="', 'name=" ')
    visitor = site.visitor(CHIEF)
    page = visitor.get("/designer/versions/errand").text
    assert "整治占道经营" in page
    assert "可以换" in page
    moved = visitor.post("/designer/versions/errand", {"case": case.id.hex}, follow_redirects=True)
    assert "1 件已换到第 2 版" in moved.text
    assert "没有办件在旧版本上" in moved.text
    back = visitor.post("/designer/versions/errand/undo", {"case": case.id.hex}, page="/designer/versions/errand",
                        follow_redirects=True)  # fmt: skip
    assert "1 件已换回原来的版本" in back.text
    assert "可以换" in back.text


def test_a_step_that_is_gone_asks_for_its_successor(site: SmallSite, tmp_path: Path) -> None:
    case = site.start()
    found = re.search(r'<bpmn:userTask id="(\w+)"', (ERRAND / "errand.bpmn").read_text("utf-8"))
    assert found
    publish_changed(site, tmp_path, f'"{found.group(1)}"', '"renamed_step"')
    publish_text = site.visitor(CHIEF).get("/designer/versions/errand").text
    assert "不能换" in publish_text
    assert f'name="map.{found.group(1)}"' in publish_text
    visitor = site.visitor(CHIEF)
    mapped = visitor.get(f"/designer/versions/errand?map.{found.group(1)}=renamed_step").text
    assert "可以换" in mapped
    sent = {"case": case.id.hex, f"map.{found.group(1)}": "renamed_step"}
    assert "1 件已换到第 2 版" in visitor.post("/designer/versions/errand", sent, follow_redirects=True).text


def test_many_cases_go_over_a_batch_at_a_time(
    site: SmallSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migration, "BATCH", 1)
    cases = [site.start().id.hex for _ in range(2)]
    publish_changed(site, tmp_path, 'name="', 'name=" ')
    visitor = site.visitor(CHIEF)
    first = visitor.post("/designer/versions/errand", {"case": cases}, page="/designer/versions/errand").text
    assert "已换 1 件,共 2 件" in first
    sent = {name: re.findall(rf'name="{name}" value="(\w+)"', first) for name in ("case", "moved", "total")}
    assert len(sent["case"]) == len(sent["moved"]) == 1
    last = visitor.post(
        "/designer/versions/errand", sent, page="/designer/versions/errand", follow_redirects=True
    )
    assert "2 件已换到第 2 版" in last.text
    assert "没有办件在旧版本上" in last.text
