"""核验记录: what the page says of records that somebody altered behind the program's back."""

from __future__ import annotations

import re

import pytest

from engine.records.audit import verify
from tests.web.items import altered, received_item
from tests.web.site_support import SmallSite
from web.pages import audit


def test_an_untouched_site_is_intact_and_an_altered_record_is_named_like_the_command_does(
    site: SmallSite,
) -> None:
    case = received_item(site)
    visitor = site.visitor("dcs.dcy1")
    assert "记录完好" in visitor.post("/audit", {}, page="/audit").text
    said = altered(site, case)
    (line,) = (each.in_words for each in verify(site.engine).altered)
    assert line.endswith(said)
    found = visitor.post("/audit", {}, page="/audit").text
    assert line in found
    assert "1 件的记录被改动" in found
    number = re.findall(r"办件 (\S+) 第 1 条记录", line)[0]
    assert line in visitor.post("/audit", {"number": number}, page="/audit").text
    unknown = visitor.post("/audit", {"number": "督办-1900-1"}, page="/audit")
    assert unknown.status_code == 422
    assert "没有编号为“督办-1900-1”的办件" in unknown.text


def test_many_cases_are_verified_in_parts_and_what_was_found_before_is_not_forgotten(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = received_item(site), received_item(site)
    said = altered(site, first)
    monkeypatch.setattr(audit, "AT_ONCE", 1)
    visitor = site.visitor("sjj.gly")
    part = visitor.post("/audit", {}, page="/audit").text
    assert said in part
    carried = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', part))
    carried.pop("csrf_token", None)
    last = visitor.post("/audit", carried, page="/audit").text
    assert said not in last
    assert "1 件的记录被改动" in last
    assert "其中 1 件在前面几段已经列出" in last
    assert "已核验 2 件" in last
    assert "接着核验</button>" not in last
