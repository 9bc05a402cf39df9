"""快捷键: the sheet names every key that a page has, every verb has one, and no two share one."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests.web.site_support import SmallSite
from web.case_acts import every_case_act
from web.office_acts import every_act
from web.shortcuts import shortcuts

TEMPLATES = Path(__file__).parents[2] / "web" / "templates"


def test_the_sheet_names_every_key_of_the_pages(site: SmallSite) -> None:
    sheet = site.visitor("zjj.cb").get("/shortcuts").text
    written = {
        key
        for file in TEMPLATES.rglob("*.html")
        for key in re.findall(r'aria-keyshortcuts="([^"{]+)"', file.read_text(encoding="utf-8"))
    }
    assert "Alt+S" in written
    assert [key for key in written if f">{key.split()[0].replace('+', ' + ')}</kbd>" not in sheet] == []


def test_every_act_has_a_key_and_no_key_means_two_things(site: SmallSite) -> None:
    with site.app.test_request_context():
        acts = [*every_act(), *every_case_act()]
        keys = Counter(each.keys for each in shortcuts())
    assert [act.verb for act in acts if not act.keys] == []
    assert max(keys.values()) == 1


def test_every_page_leads_to_the_sheet(site: SmallSite) -> None:
    assert 'href="/shortcuts"' in site.visitor("zjj.cb").get("/inbox").text
    assert 'href="/shortcuts"' not in site.visitor().get("/sign-in").text
