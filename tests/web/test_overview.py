"""总览: every number is the length of the list it leads to."""

from __future__ import annotations

import html
import re

import pytest

from tests.web.items import waiting_for_signature
from tests.web.site_support import NOW, SmallSite

_FIGURE = re.compile(
    r'figure-[a-z]+" href="([^"]+)"><strong class="figure-number">(\d+)</strong><span>([^<]+)'
)
_CELL = re.compile(r'<td class="number" data-label="[^"]+"><a href="([^"]+)">(\d+)</a>')


def figures(site: SmallSite, login: str) -> dict[str, tuple[str, int]]:
    text = site.visitor(login).get("/overview").text
    return {name: (html.unescape(path), int(number)) for path, number, name in _FIGURE.findall(text)}


@pytest.fixture
def busy(site: SmallSite) -> SmallSite:
    """A county with something overdue, near, signed for."""
    waiting_for_signature(site)
    site.start("已经逾期", due="2026-03-17")
    site.start("明天到期", due="2026-03-24")
    site.start("今天到期", due="2026-03-23", unit="财政局")
    site.start("还早", due="2026-06-30")
    site.move_to(NOW.replace(day=23, hour=17, minute=31))
    return site


def test_what_stands_how_is_counted(busy: SmallSite) -> None:
    numbers = {name: number for name, (_path, number) in figures(busy, "dcs.zr").items()}
    assert numbers == {"已逾期": 3, "今日到期": 1, "临近时限": 1, "等签发": 1, "有异议": 0, "在办": 5}


def test_every_number_is_the_length_of_its_list(busy: SmallSite) -> None:
    visitor = busy.visitor("dcs.zr")
    text = visitor.get("/overview").text
    links = [(html.unescape(path), int(number)) for path, number in _CELL.findall(text)]
    links += list(figures(busy, "dcs.zr").values())
    assert len(links) > 8
    for path, number in links:
        assert f'<span class="count">{number}</span></h1>' in visitor.get(path).text, path


def test_a_leader_sees_the_units_in_their_charge_and_others_nothing(busy: SmallSite) -> None:
    assert figures(busy, "xzf.fxzcj")["在办"][1] == 3
    assert busy.visitor("zjj.cb").get("/overview").status_code == 403
