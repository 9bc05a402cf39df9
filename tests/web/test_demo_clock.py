"""The demo's clock: moved forward only, and what falls due happens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import demo_clock
from tests.web.items import ITEM
from tests.web.site_support import NOW, PASSWORD, SmallSite, close_small_site, open_small_site


@pytest.fixture
def demo(prepared_database: Path, tmp_path: Path) -> Iterator[SmallSite]:
    """A site on the demo's own clock, which stands at NOW."""
    opened = open_small_site(prepared_database, tmp_path)
    clock = demo_clock.use_in_this_process(opened.engine.database)
    with opened.engine.database.transaction() as connection:
        clock.set_to(connection, NOW)
    yield opened
    close_small_site(opened)


def test_moving_to_close_of_business_sends_the_slip(demo: SmallSite) -> None:
    case = demo.start()
    visitor = demo.visitor("dcs.dcy1")
    moved = visitor.post("/demo/clock", {"step": "close"})
    assert moved.status_code == 302
    shown = visitor.get(moved.headers["Location"]).text
    assert "3月16日 周一 17:30" in shown
    assert "蓝色督办单(测督〔2026〕1号) 已发往 住建局" in shown
    assert "已发往 住建局" in visitor.get(f"/cases/{case.id}").text


def test_what_stands_in_ones_own_register_is_told_first(demo: SmallSite) -> None:
    """督查室 has come to see its slips, not the other limits that end at close of business."""
    other = demo.start()
    item = demo.engine.start("supervision", demo.actor("dcs.dcy1"), {**ITEM, "due": "2026-03-16"})
    visitor = demo.visitor("dcs.dcy1")
    moved = visitor.post("/demo/clock", {"step": "close"})
    told = visitor.get(moved.headers["Location"]).text.partition('id="happened"')[2]
    assert -1 < told.find(item.number) < told.find(other.number)


def test_buttons_lead_over_days_of_rest(demo: SmallSite) -> None:
    visitor = demo.visitor("dcs.dcy1")
    visitor.post("/demo/clock", {"moment": "2026-03-20T18:00"})
    page = visitor.get("/demo/clock").text
    assert "3月23日 周一 17:30" in page
    assert "3月23日 周一 09:00" in page
    assert "3月21日 周六 18:00" in page


@pytest.mark.parametrize("moment", ["2026-03-16T16:00", "2028-01-01T00:00", "yesterday", ""])
def test_the_clock_moves_forward_only_and_not_too_far(demo: SmallSite, moment: str) -> None:
    answer = demo.visitor("dcs.dcy1").post("/demo/clock", {"moment": moment})
    assert answer.status_code == 422
    assert "只能向前走" in answer.text


def test_what_happened_is_shown_only_to_those_it_concerns(demo: SmallSite) -> None:
    demo.start()
    visitor = demo.visitor("czj.cb")
    moved = visitor.post("/demo/clock", {"step": "close"})
    assert "蓝色督办单" not in visitor.get(moved.headers["Location"]).text


def test_a_county_has_no_movable_clock(county_site: SmallSite) -> None:
    visitor = county_site.visitor()
    visitor.post("/sign-in", {"login": "dcs.dcy1", "password": PASSWORD})
    assert visitor.get("/demo/clock").status_code == 404
    assert visitor.post("/demo/clock", {"step": "close"}, page="/inbox").status_code == 404
    assert "演示时钟" not in visitor.get("/inbox").text
