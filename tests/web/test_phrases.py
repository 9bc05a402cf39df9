"""常用语: one's own, kept a line each, offered where one writes an opinion, used as it without scripts."""

from __future__ import annotations

from sqlalchemy import select

from engine import tables
from tests.web.items import task_named, waiting_for_signature
from tests.web.site_support import SmallSite


def test_phrases_are_ones_own_and_each_is_kept_once(site: SmallSite) -> None:
    visitor = site.visitor("zjj.cb")
    assert "同意。" in visitor.get("/phrases").text
    assert visitor.post("/phrases", {"phrases": " 拟同意 \n\n拟同意\n" + "长" * 120}).status_code == 302
    page = visitor.get("/phrases").text
    assert f">拟同意\n{'长' * 100}</textarea>" in page
    assert "拟同意" not in site.visitor("zjj.fg").get("/phrases").text


def test_the_countys_stand_where_nobody_has_chosen(site: SmallSite) -> None:
    administrator, clerk = site.visitor("sjj.gly"), site.visitor("zjj.cb")
    site.visitor("zjj.fg").post("/phrases", {"phrases": "拟同意"})
    said = {"phrases": "依规办理。\n依规办理。\n请分管领导阅示。"}
    assert administrator.post("/phrases/county", said, page="/phrases").status_code == 302
    assert ">依规办理。\n请分管领导阅示。</textarea>" in clerk.get("/phrases").text
    assert "依规办理" not in site.visitor("zjj.fg").get("/phrases").text
    assert "全县的常用语" not in clerk.get("/phrases").text
    assert "全县常用语" in administrator.get("/operations").text


def test_none_is_a_choice_too(site: SmallSite) -> None:
    visitor = site.visitor("zjj.cb")
    visitor.post("/phrases", {"phrases": ""})
    assert "同意。" not in visitor.get("/phrases").text


def test_they_are_offered_where_one_writes(site: SmallSite) -> None:
    task = site.open_task(site.start().id)
    page = site.visitor("zjj.cb").get(f"/tasks/{task}").text
    assert "hidden>请抓紧办理。</button>" in page
    assert "data-phrase" not in site.visitor("dcs.dcy1").get(f"/tasks/{task}").text


def test_without_scripts_a_phrase_stands_for_the_opinion(site: SmallSite) -> None:
    task = task_named(site, waiting_for_signature(site), "签发黄色督办单")
    visitor = site.visitor("xzf.cwfxz")
    foreign = visitor.post(f"/sign/{task}", {"decision": "reject", "phrase": "不在其中"})
    assert foreign.status_code == 422
    assert visitor.post(f"/sign/{task}", {"decision": "reject", "phrase": "请抓紧办理。"}).status_code == 302
    row = tables.user_task.c
    with site.engine.database.reading() as connection:
        answer = connection.execute(select(row.answer).where(row.id == task)).scalar_one()
    assert answer["opinion"] == "请抓紧办理。"
