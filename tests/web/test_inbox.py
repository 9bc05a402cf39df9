"""The lists of one's own: counts that are right, receipts, what one follows, filters under a name, several at once."""

from __future__ import annotations

import re
from io import BytesIO
from uuid import UUID

import pytest
from openpyxl import load_workbook

from engine.people.deputising import deputise_own
from engine.records import search
from engine.time import clock
from tests.web.items import ITEM, task_named
from tests.web.site_support import NOW, SmallSite

REPORT = {"result": "街面已经整治完毕。", "progress": "all"}


def handed_over(site: SmallSite, title: str) -> UUID:
    """An item that waits for its receipt by 财政局; its case."""
    return site.engine.start("supervision", site.actor("dcs.dcy1"), {**ITEM, "title": title}).id


def test_groups_count_what_stands_on_other_pages_too(site: SmallSite) -> None:
    for number in range(53):
        site.start(f"第{number}件", due="2026-04-20")
    shown = {number: site.visitor("zjj.cb").get(f"/inbox?page={number}").text for number in (1, 2, 9)}
    assert {number: page.count('class="task-link"') for number, page in shown.items()} == {1: 50, 2: 3, 9: 3}
    for page in shown.values():
        assert 'id="group-later">以后 <span class="count">53</span>' in page


def test_tabs_stop_counting_what_is_done_and_the_list_says_how_many(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.pages.inbox.MOST_COUNTED", 52)
    visitor = site.visitor("dcs.dcy1")
    for number in range(52):
        site.start(f"第{number}件")
    assert '我发起 <span class="count">52</span>' in visitor.get("/inbox").text
    site.start("再一件")
    assert '我发起 <span class="count">52+</span>' in visitor.get("/inbox").text
    assert "第 1 页,共 2 页(53 条)" in visitor.get("/inbox/started").text


def test_receipts_have_a_list_and_are_given_together(site: SmallSite) -> None:
    first, second = handed_over(site, "甲事"), handed_over(site, "乙事")
    site.start("不是签收", unit="财政局")
    visitor = site.visitor("czj.cb")
    page = visitor.get("/inbox/receipts").text
    assert ("甲事" in page, "乙事" in page, "不是签收" in page) == (True, True, False)
    chosen = [str(task_named(site, case, "签收")) for case in (first, second)]
    answer = visitor.post("/inbox/bulk/receive", {"task": chosen, "back": "receipts"}, page="/inbox/receipts")
    assert answer.headers["Location"] == "/inbox/receipts"
    after = visitor.get("/inbox/receipts").text
    assert "已签收 2 项" in after
    assert "没有待签收的" in after


def test_what_is_no_receipt_is_not_received_with_the_others(site: SmallSite) -> None:
    case = site.start("要认真办的事", unit="财政局")
    task = str(site.open_task(case.id))
    visitor = site.visitor("czj.cb")
    visitor.post("/inbox/bulk/receive", {"task": [task]}, page="/inbox")
    assert "不是签收,请打开办理" in visitor.get("/inbox").text
    assert str(site.open_task(case.id)) == task


def test_claiming_several_tells_what_was_refused_and_does_the_rest(site: SmallSite) -> None:
    mine, taken = site.start("甲事"), site.start("乙事")
    for case in (mine, taken):
        site.engine.complete(site.open_task(case.id), site.actor("zjj.cb"), REPORT)
    site.engine.claim(site.open_task(taken.id), site.actor("dcs.dcy2"))
    visitor = site.visitor("dcs.dcy1")
    chosen = [str(site.open_task(case.id)) for case in (mine, taken)]
    visitor.post("/inbox/bulk/claim", {"task": [*chosen, "nonsense"]}, page="/inbox")
    text = visitor.get("/inbox").text
    assert "已认领 1 项" in text
    assert "认领,请与其联系" in text
    assert "我已认领" in text


def test_nothing_chosen_is_said(site: SmallSite) -> None:
    site.start("甲事")
    visitor = site.visitor("zjj.cb")
    visitor.post("/inbox/bulk/claim", {}, page="/inbox")
    assert "没有勾选环节" in visitor.get("/inbox").text


def test_a_filter_narrows_and_is_kept_for_colleagues(site: SmallSite) -> None:
    site.start("修桥"), site.start("铺路")
    visitor = site.visitor("zjj.cb")
    found = visitor.get("/inbox?q=修桥").text
    assert ("修桥</span>" in found, "铺路</span>" in found) == (True, False)
    kept = visitor.post(
        "/filters/inbox", {"q": "修桥", "name": "桥的事", "shared": "on"}, page="/inbox?q=修桥"
    )
    assert kept.status_code == 302
    assert "桥的事" in site.visitor("zjj.fg").get("/inbox").text
    assert "桥的事" not in site.visitor("czj.cb").get("/inbox").text
    colleague = site.visitor("zjj.fg").get("/inbox").text
    assert "/forget" not in colleague
    mine = visitor.get("/inbox").text
    path = mine.split('action="/filters/inbox/')[1].split('"')[0]
    visitor.post(f"/filters/inbox/{path}", page="/inbox")
    assert "桥的事" not in visitor.get("/inbox").text


def test_what_was_said_in_a_case_finds_its_task(site: SmallSite) -> None:
    site.start("整治占道经营", standard="夜市摊点入室")
    site.start("修桥")
    while search.refresh(site.engine.database, site.engine.vault):
        pass
    found = site.visitor("zjj.cb").get("/inbox?q=摊点 整治").text
    assert ("整治占道经营" in found, "修桥" in found) == (True, False)


def test_what_one_does_as_a_deputy_is_marked_counted_and_found(site: SmallSite) -> None:
    """In the list, on the task's page, among the case's, in the table; and no colleague of the post is told so."""
    site.start("修桥"), site.start("清账", unit="财政局")
    with clock.using(lambda: NOW):
        days = (NOW.date(), NOW.date())
        deputise_own(site.engine, "住建局/承办人", "czj.cb", *days, site.actor("zjj.cb"))
    visitor = site.visitor("czj.cb")
    page = visitor.get("/inbox").text
    line = page[page.index('<ul class="task-list') :]
    assert line.count("代 住建局承办人 办") == 1
    assert "只看代理的(1)" in page
    only = visitor.get("/inbox?deputy=1").text
    assert ("修桥</span>" in only, "清账</span>" in only) == (True, False)
    task = re.search(r'href="(/tasks/[^"]+)"', only)
    assert task is not None
    assert "代 住建局承办人 办" in visitor.get(task.group(1)).text
    assert "代 " not in site.visitor("zjj.cb").get(task.group(1)).text
    assert "只看代理的" not in site.visitor("zjj.cb").get("/inbox").text
    rows = load_workbook(BytesIO(visitor.get("/inbox/open.xlsx").data)).active
    assert rows is not None
    assert {row[2]: row[6] for row in list(rows.values)[1:]} == {"修桥": "住建局承办人", "清账": None}


def test_another_cannot_throw_a_filter_away(site: SmallSite) -> None:
    visitor = site.visitor("zjj.cb")
    visitor.post("/filters/inbox", {"q": "桥", "name": "桥的事", "shared": "on"}, page="/inbox")
    path = visitor.get("/inbox").text.split('action="/filters/inbox/')[1].split('"')[0]
    site.visitor("zjj.fg").post(f"/filters/inbox/{path}", page="/inbox")
    assert "桥的事" in visitor.get("/inbox").text


def test_a_case_is_followed_and_no_longer(site: SmallSite) -> None:
    case = site.start("盯着的事")
    visitor, page = site.visitor("dcs.zr"), f"/cases/{case.id}"
    assert "还没有关注办件" in visitor.get("/inbox/followed").text
    visitor.post(f"{page}/follow", {"follow": "yes"}, page=page)
    visitor.post(f"{page}/follow", {"follow": "yes"}, page=page)
    assert visitor.get("/inbox/followed").text.count("盯着的事") == 1
    assert "盯着的事" not in site.visitor("dcs.dcy1").get("/inbox/followed").text
    visitor.post(f"{page}/follow", {"follow": "no"}, page=page)
    assert "还没有关注办件" in visitor.get("/inbox/followed").text


def test_every_list_is_a_table_too(site: SmallSite) -> None:
    site.start("修桥"), site.start("铺路")
    visitor = site.visitor("zjj.cb")
    for tab, rows in (("open", 2), ("receipts", 0), ("done", 0), ("started", 0), ("followed", 0)):
        book = load_workbook(BytesIO(visitor.get(f"/inbox/{tab}.xlsx").data))
        assert book.active is not None
        assert book.active.max_row == rows + 1, tab
    filtered = load_workbook(BytesIO(visitor.get("/inbox/open.xlsx?q=修桥").data)).active
    assert filtered is not None
    assert [row[2] for row in filtered.values][1:] == ["修桥"]


def test_what_one_did_started_and_follows_is_found_and_taken_along(site: SmallSite) -> None:
    first, second = handed_over(site, "甲事"), handed_over(site, "乙事")
    receiver, starter = site.visitor("czj.cb"), site.visitor("dcs.dcy1")
    for case in (first, second):
        task = task_named(site, case, "签收")
        receiver.post(
            "/inbox/bulk/receive", {"task": [str(task)], "back": "receipts"}, page="/inbox/receipts"
        )
        starter.post(f"/cases/{case}/follow", page=f"/cases/{case}")
        site.engine.copy_to(case, site.actor("dcs.dcy1"), ["czj.cb"])
    for visitor, tab in ((receiver, "done"), (receiver, "told"), (starter, "started"), (starter, "followed")):
        assert f'href="/inbox/{tab}.xlsx"' in visitor.get(f"/inbox/{tab}").text, f"{tab} is taken along whole"
        page = visitor.get(f"/inbox/{tab}?q=甲事").text
        assert ('"task-title">甲事' in page, '"task-title">乙事' in page) == (True, False), tab
        assert f"/inbox/{tab}.xlsx?q=" in page, f"{tab} is taken along as found"
        table = load_workbook(BytesIO(visitor.get(f"/inbox/{tab}.xlsx?q=甲事").data)).active
        assert table is not None
        assert [row[2] for row in table.values][1:] == ["甲事"]
        assert "没有符合条件的" in visitor.get(f"/inbox/{tab}?q=没有的事").text


def test_the_register_shows_the_columns_one_chooses(site: SmallSite) -> None:
    site.start("修桥")
    visitor = site.visitor("dcs.dcy1")
    usual = visitor.get("/cases").text
    assert ('class="cell-paper"' in usual, 'class="cell-started"' in usual) == (True, False)
    chosen = visitor.get("/cases?col=started&col=process&col=nonsense").text
    assert ('class="cell-paper"' in chosen, 'class="cell-started"' in chosen) == (False, True)
    assert "交办事项" in chosen
    assert f"{NOW.month}月{NOW.day}日" in chosen
