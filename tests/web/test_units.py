"""机构改革 on the page: what was typed is kept, the dry run speaks of people and posts, and what is confirmed is done."""

from __future__ import annotations

import html
import re

from tests.web.site_support import SmallSite

ADMINISTRATOR = "sjj.gly"
DAY = "2026-04-01"
SPLIT = {
    "id": "fangguan",
    "name": "安澜县房产管理局",
    "short_name": "房管局",
    # A Chinese keyboard writes the wide colon and comma.
    "posts": "主要负责人\uff1azjj.fg\n承办人\uff1azjj.cb\uff0czjj.fg",
    "cases": "",
    "valid_from": DAY,
    "reason": "机构改革方案第3号",
}


def _shown(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def _kept(text: str) -> dict[str, str]:
    """What the page of a dry run sends on when it is confirmed."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text)
    return {name: html.unescape(value) for name, value in found if name != "csrf_token"}


def test_a_new_unit_is_split_off_as_it_is_written_on_a_chinese_keyboard(site: SmallSite) -> None:
    visitor = site.visitor(ADMINISTRATOR)
    planned = visitor.post("/units/zjj/split", SPLIT, page="/units/zjj")
    assert planned.status_code == 200, planned.text
    assert "住建局分管负责人:新任 → fangguan/主要负责人" in _shown(planned.text)
    assert "房管局" not in visitor.get("/people").text
    done = visitor.post("/units/zjj/split", _kept(planned.text), opened=planned.text)
    assert done.status_code == 302, done.text
    assert "房管局" in visitor.get("/people").text
    assert "单位分设" in visitor.get("/operations").text


def test_a_merger_names_people_and_posts_before_it_is_done(site: SmallSite) -> None:
    site.start()
    visitor = site.visitor(ADMINISTRATOR)
    sent = {"into": "czj", "valid_from": DAY, "reason": "机构改革方案第4号"}
    planned = visitor.post("/units/zjj/merge", sent, page="/units/zjj")
    assert planned.status_code == 200, planned.text
    said = _shown(planned.text)
    for line in (
        "任职 住建局承办人:住建局/承办人 → 财政局/承办人",
        "岗位 承办人:住建局/承办人 → 财政局/承办人",
        "整治占道经营:住建局 → 财政局",
        "/副县长（城乡建设） → 到此为止",
    ):
        assert line in said
    assert "单位合并" not in visitor.get("/operations?q=机构改革").text
    done = visitor.post("/units/zjj/merge", _kept(planned.text), opened=planned.text)
    assert done.status_code == 302
    assert "单位合并" in visitor.get("/operations?q=机构改革").text
    twice = visitor.post("/units/zjj/merge", sent, page="/units/zjj")
    assert twice.status_code in (409, 422)


def test_what_was_typed_is_kept_where_a_reform_is_refused(site: SmallSite) -> None:
    visitor = site.visitor(ADMINISTRATOR)
    refused = visitor.post("/units/zjj/split", {**SPLIT, "posts": "承办人:zjj.cb"}, page="/units/zjj")
    assert refused.status_code == 422
    assert "新单位须有“主要负责人”" in refused.text
    for typed in ('value="安澜县房产管理局"', 'value="机构改革方案第3号"', ">承办人:zjj.cb</textarea>"):
        assert typed in refused.text
    assert re.search(r"<details open><summary>分出一个新单位", refused.text)
    taken = {"name": "安澜县财政局", "short_name": "财政局", "valid_from": DAY, "reason": "更名的依据"}
    refused = visitor.post("/units/zjj/rename", taken, page="/units/zjj")
    assert refused.status_code in (409, 422)
    assert 'value="更名的依据"' in refused.text
    assert re.search(r"<details open><summary>更名", refused.text)


def test_a_unit_goes_on_under_its_new_name_and_the_old_one_is_still_understood(site: SmallSite) -> None:
    site.start("更名前的事")
    visitor = site.visitor(ADMINISTRATOR)
    sent = {
        "name": "安澜县住房保障局",
        "short_name": "住保局",
        "valid_from": "2026-03-16",
        "reason": "机改5号",
    }
    assert visitor.post("/units/zjj/rename", sent, page="/units/zjj").status_code == 302
    assert "安澜县住房保障局" in visitor.get("/units/zjj").text
    assert "更名前的事" in site.visitor("zjj.cb").get("/inbox").text
    log = _shown(visitor.get("/operations").text)
    assert ("单位更名" in log, "机改5号" in log) == (True, True)
    with site.engine.database.reading() as connection:
        found = site.engine.directory(connection).find_unit("住建局")
    assert found is not None
    assert (found.id, found.short_name) == ("zjj", "住保局")
