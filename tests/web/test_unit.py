"""本单位: what is asked, what it will cost next, and the points with their slips."""

from __future__ import annotations

import pytest

from tests.web.items import TITLE, received_item, waiting_for_signature
from tests.web.site_support import NOW, SmallSite


def test_the_unit_sees_what_is_asked_and_what_it_will_cost(site: SmallSite) -> None:
    received_item(site)
    text = site.visitor("czj.cb").get("/unit").text
    assert TITLE in text
    assert "再不办:3月16日 周一 17:30发" in text
    assert "扣 1 分" in text
    assert "反馈办理结果" in text


def test_after_the_blue_slip_the_yellow_one_is_next_and_the_ledger_leads_to_the_slip(site: SmallSite) -> None:
    received_item(site)
    site.move_to(NOW.replace(hour=17, minute=31))
    text = site.visitor("czj.cb").get("/unit").text
    assert "再不办:3月23日 周一 17:30送签" in text
    assert "扣 2 分" in text
    assert "<td>-1</td>" in text.replace("<strong>", "").replace("</strong>", "")
    assert "看督办单" in text
    assert "督办〔2026〕1号" in text


def test_a_slip_at_its_signer_is_said_to_be_there(site: SmallSite) -> None:
    waiting_for_signature(site)
    text = site.visitor("czj.fzr").get("/unit").text
    assert "已送签" in text


def test_last_year_has_no_entries_and_no_page(site: SmallSite) -> None:
    assert site.visitor("czj.cb").get("/unit?year=2025").status_code == 404


@pytest.mark.parametrize(
    ("login", "status"),
    [
        ("czj.cb", 200),
        ("dcs.dcy1", 200),
        ("xzf.cwfxz", 200),
        ("xzf.xz", 200),
        ("zjj.cb", 404),
        ("xzf.fxzny", 404),
    ],
)
def test_another_unit_is_seen_by_its_leader_and_the_overseers(
    site: SmallSite, login: str, status: int
) -> None:
    assert site.visitor(login).get("/unit?unit=czj").status_code == status
