"""消息: what was sent to one stands in the page, is new until it is read, and is counted on every page."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import func, select

from engine import tables
from engine.records.deliveries import READ
from tests.web.site_support import NOW, SmallSite


def reminded(site: SmallSite, text: str = "请今天报来") -> None:
    case = site.start()
    site.engine.remind(site.open_task(case.id), site.actor("dcs.dcy1"), text)


def test_a_message_is_new_until_it_is_read(site: SmallSite) -> None:
    visitor = site.visitor("zjj.cb")
    assert "没有消息" in visitor.get("/messages").text
    reminded(site)
    assert 'aria-label="1 条新消息"' in visitor.get("/inbox").text
    text = visitor.get("/messages").text
    assert "请今天报来" in text
    assert "message-new" in text
    assert visitor.post("/messages/seen", page="/messages").status_code == 302
    assert "message-new" not in visitor.get("/messages").text
    assert "条新消息" not in visitor.get("/inbox").text


def test_one_message_is_read_and_the_others_stay_new(site: SmallSite) -> None:
    """By its own button; those that came with it are still counted, and the sender sees which was read."""
    reminded(site, "第一件请报来")
    site.clock.move_to(NOW + timedelta(minutes=5))
    reminded(site, "第二件请报来")
    visitor = site.visitor("zjj.cb")
    address = re.search(r"/messages/[0-9a-f-]{36}/seen", visitor.get("/messages").text)
    assert address is not None
    for _twice in range(2):
        assert visitor.post(address.group(), page="/messages").status_code == 302
    text = visitor.get("/messages").text
    assert text.count("message-new") == 1
    assert text.index("第二件请报来") < text.index("message-new") < text.index("第一件请报来")
    assert 'aria-label="1 条新消息"' in text
    assert site.visitor("czj.cb").post(address.group(), page="/messages").status_code == 302
    with site.engine.database.reading() as connection:
        row = tables.delivery.c
        assert connection.execute(select(func.count()).where(row.channel == READ)).scalar_one() == 1


def test_the_case_says_who_has_read_a_message_and_when(site: SmallSite) -> None:
    case = site.start().id
    site.engine.remind(site.open_task(case), site.actor("dcs.dcy1"), "请今天报来")
    sender, reader = site.visitor("dcs.dcy1"), site.visitor("zjj.cb")
    page = sender.get(f"/cases/{case}").text
    assert "还没有读" in page
    site.clock.move_to(NOW + timedelta(minutes=10))
    for _twice in range(2):
        assert reader.post("/messages/seen", page="/messages").status_code == 302
    page = sender.get(f"/cases/{case}").text
    assert "还没有读" not in page
    receipt = page[page.index('id="deliveries"') :]
    assert "住建局承办人" in receipt
    assert "已读 · 3月16日 周一 17:00" in receipt


def test_what_comes_after_reading_is_new_again(site: SmallSite) -> None:
    visitor = site.visitor("zjj.cb")
    reminded(site, "第一次")
    visitor.post("/messages/seen", page="/messages")
    site.clock.move_to(NOW + timedelta(minutes=5))
    reminded(site, "第二次")
    assert visitor.get("/messages").text.count("message-new") == 1


def test_others_do_not_see_it(site: SmallSite) -> None:
    reminded(site)
    assert "请今天报来" not in site.visitor("czj.cb").get("/messages").text


def test_the_head_of_an_open_page_counts_anew(site: SmallSite) -> None:
    visitor = site.visitor("zjj.cb")
    before = visitor.get("/messages/live", headers={"HX-Request": "true"}).text
    assert 'id="open-count" hx-swap-oob="true" aria-label="0 项" hidden' in before
    reminded(site)
    after = visitor.get("/messages/live", headers={"HX-Request": "true"}).text
    assert 'aria-label="1 项">1</span>' in after
    assert "1 条新消息" in after
    assert "<html" not in after
