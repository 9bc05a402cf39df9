"""批示交办: from a case to a new item in one step, its form filled, for those alone who may start it."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest

from engine.records.forms import FormError, read_form
from tests.web.site_support import SmallSite

DATA = re.compile(r"<script type=\"application/json\" data-data>(.*?)</script>", re.DOTALL)


def prefilled(text: str) -> dict[str, Any]:
    found = DATA.search(text)
    assert found is not None
    data: dict[str, Any] = json.loads(html.unescape(found.group(1)))
    return data


def test_a_leader_hands_a_case_on_with_its_facts(site: SmallSite) -> None:
    case = site.start("整治占道经营", "住建局")
    leader, place = site.visitor("xzf.xz"), f"/start/supervision?from={case.id}"
    assert place in html.unescape(leader.get(f"/cases/{case.id}").text)
    data = prefilled(leader.get(place).text)
    assert (data["title"], data["unit"]) == ("整治占道经营", "住建局")
    assert case.number in data["basis"]
    assert "source" not in data


def test_it_is_offered_only_to_who_may_start_it(site: SmallSite) -> None:
    case = site.start()
    clerk = site.visitor("zjj.cb")
    assert "/start/supervision?from=" not in clerk.get(f"/cases/{case.id}").text
    assert clerk.get(f"/start/supervision?from={case.id}").status_code == 403


@pytest.mark.parametrize("key", ["0" * 32, "x"])
def test_a_case_that_is_not_there_gives_nothing(site: SmallSite, key: str) -> None:
    assert site.visitor("xzf.xz").get(f"/start/supervision?from={key}").status_code == 404


def test_a_leader_does_not_learn_of_a_case_out_of_sight(site: SmallSite) -> None:
    case = site.start("核定部门预算", "财政局")
    answer = site.visitor("xzf.fxzny").get(f"/start/supervision?from={case.id}")
    assert answer.status_code == 404
    assert "核定部门预算" not in answer.text


def test_a_fact_that_no_case_has_is_refused() -> None:
    field = {"type": "textfield", "key": "a", "label": "事项", "properties": {"fromCase": "{opinion}"}}
    with pytest.raises(FormError, match="opinion"):
        read_form(json.dumps({"type": "default", "components": [field]}).encode())
