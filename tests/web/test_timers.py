"""自动任务: what will fire, in words; what fired; holding one case with a reason."""

from __future__ import annotations

from tests.web.items import TITLE, papers, received_item, status_of
from tests.web.site_support import NOW, SmallSite

CLOSE = NOW.replace(hour=17, minute=31)


def test_today_s_timers_say_what_they_will_do_and_by_which_rule(site: SmallSite) -> None:
    received_item(site)
    text = site.visitor("dcs.dcy1").get("/timers").text
    assert "规定完成时限届满" in text
    assert "SD-04" in text
    assert "发蓝色督办单,送财政局" in text
    assert "财政局扣 1 分" in text
    assert "时限届满" in text


def test_the_week_shows_what_today_does_not(site: SmallSite) -> None:
    received_item(site, due="2026-03-19")
    visitor = site.visitor("dcs.dcy1")
    assert TITLE not in visitor.get("/timers").text
    assert TITLE in visitor.get("/timers?span=week").text


def test_what_fired_is_told_with_its_slip(site: SmallSite) -> None:
    received_item(site)
    site.move_to(CLOSE)
    text = site.visitor("dcs.dcy1").get("/timers/fired").text
    assert "蓝色督办单(督办〔2026〕1号) 已发往 财政局" in text


def test_a_held_case_stands_still_until_it_is_resumed(site: SmallSite) -> None:
    case_id = received_item(site)
    visitor = site.visitor("dcs.dcy1")
    hold, resume = f"/timers/{case_id}/hold", f"/timers/{case_id}/resume"
    assert visitor.post(hold, {"reason": "核实债权人名单"}).status_code == 302
    assert status_of(site, case_id) == "suspended"
    site.move_to(CLOSE)
    assert papers(site) == []
    listed = visitor.get("/timers").text
    assert "核实债权人名单" in listed
    assert "已暂停办理" in listed
    assert visitor.post(resume, {"reason": "名单已核实"}).status_code == 302
    site.move_to(CLOSE)
    assert papers(site) == ["蓝色督办单"]
    assert status_of(site, case_id) == "running"


def test_without_a_reason_nothing_is_held(site: SmallSite) -> None:
    case_id = received_item(site)
    answer = site.visitor("dcs.dcy1").post(f"/timers/{case_id}/hold", {"reason": "  "})
    assert answer.status_code == 422
    assert "请填写中止的理由" in answer.text
    assert status_of(site, case_id) == "running"


def test_a_case_is_not_held_twice(site: SmallSite) -> None:
    case_id = received_item(site)
    visitor = site.visitor("dcs.dcy1")
    visitor.post(f"/timers/{case_id}/hold", {"reason": "核实"})
    assert visitor.get(f"/timers/{case_id}/hold").status_code == 409
    assert visitor.post(f"/timers/{case_id}/hold", {"reason": "核实"}, page="/timers").status_code == 409
