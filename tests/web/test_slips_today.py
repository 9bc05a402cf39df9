"""今日应发: what goes out today by itself, what goes for signature, what is held, what went."""

from __future__ import annotations

import re

from tests.web.items import TITLE, YELLOW_DAY, received_item, task_named, waiting_for_signature
from tests.web.site_support import NOW, SmallSite

PAGE = "/supervision/today"


def _section(text: str, how: str) -> str:
    """The text of one group, empty where the page does not show it."""
    found = re.search(rf'<section class="group group-{how}".*?</section>', text, re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", found.group(0)) if found else ""


def test_a_blue_slip_is_announced_before_the_close_of_business(site: SmallSite) -> None:
    received_item(site)
    shown = _section(site.visitor("dcs.dcy1").get(PAGE).text, "by_itself")
    assert TITLE in shown
    assert "17:30" in shown
    assert "蓝色督办单" in shown
    assert "扣 1 分" in shown
    assert "SD-04" in shown
    assert "不须签字" in shown


def test_after_the_close_it_stands_under_what_was_sent(site: SmallSite) -> None:
    received_item(site)
    site.move_to(NOW.replace(hour=17, minute=31))
    text = site.visitor("dcs.dcy1").get(PAGE).text
    assert not _section(text, "by_itself")
    assert "督办〔2026〕1号" in text
    assert "致 财政局" in text


def test_looking_ahead_changes_nothing(site: SmallSite) -> None:
    received_item(site)
    visitor = site.visitor("dcs.dcy1")
    assert visitor.get(PAGE).text.count("蓝色督办单") == visitor.get(PAGE).text.count("蓝色督办单")
    site.move_to(NOW.replace(hour=17, minute=31))
    assert "督办〔2026〕1号" in visitor.get(PAGE).text


def test_a_yellow_draft_names_its_signer_and_where_to_edit_it(site: SmallSite) -> None:
    case_id = received_item(site)
    site.move_to(YELLOW_DAY)
    text = site.visitor("dcs.dcy1").get(PAGE).text
    shown = _section(text, "to_sign")
    assert "黄色督办单" in shown
    assert "由 常务副县长 签" in shown
    assert "扣 2 分" in shown
    for name in ("拟黄色督办单", "记录正当理由"):
        assert f"/tasks/{task_named(site, case_id, name)}" in text


def test_before_the_office_opens_the_day_s_draft_is_foreseen_without_a_dead_link(site: SmallSite) -> None:
    case_id = received_item(site)
    site.move_to(YELLOW_DAY.replace(hour=7))
    text = site.visitor("dcs.dcy1").get(PAGE).text
    assert "黄色督办单" in _section(text, "to_sign")
    links = set(re.findall(r"/tasks/([0-9a-f-]{36})", text))
    assert links == {str(task_named(site, case_id, "记录正当理由"))}


def test_what_has_been_reported_is_judged_and_not_sent(site: SmallSite) -> None:
    case_id = received_item(site)
    report = task_named(site, case_id, "反馈办理结果")
    site.engine.complete(report, site.actor("czj.cb"), {"result": "已经全部清偿。"})
    text = site.visitor("dcs.dcy1").get(PAGE).text
    assert TITLE in _section(text, "held")
    assert not _section(text, "by_itself")


def test_a_slip_with_its_signer_waits_for_the_signature(site: SmallSite) -> None:
    case_id = waiting_for_signature(site)
    text = site.visitor("dcs.dcy1").get(PAGE).text
    assert "由 常务副县长 签" in _section(text, "signing")
    assert f"/tasks/{task_named(site, case_id, '签发黄色督办单')}" in text


def test_a_day_without_slips_says_so(site: SmallSite) -> None:
    assert "今天没有要发的督办单" in site.visitor("dcs.dcy1").get(PAGE).text
