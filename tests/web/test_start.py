"""发起: what somebody is offered to start."""

from __future__ import annotations

import pytest

from engine.people.actor import SYSTEM
from tests.web.site_support import ROOT, SmallSite


@pytest.mark.parametrize(
    ("login", "offered"),
    [("zjj.fzr", True), ("jyj.cb", True), ("zfb.zr", True), ("xzf.cwfxz", False)],
)
def test_a_post_of_many_units_may_start_from_each(site: SmallSite, login: str, offered: bool) -> None:
    """`bj:case start` names posts; where several units have one of the name, each of their holders is meant."""
    site.engine.publish(ROOT / "processes" / "coordination", SYSTEM, "测试")
    visitor = site.visitor(login)
    assert visitor.get("/start/coordination").status_code == (200 if offered else 403)
