"""Bad input at every entrance of supervision: refused in the clerk's words, what was typed kept, nothing changed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Text, func, select, type_coerce

from engine import tables
from tests.web.items import ITEM, YELLOW_DAY, received_item, task_named, waiting_for_signature
from tests.web.site_support import SmallSite

KEPT = "half-written 3721"
CHANGING = (tables.instance, tables.field, tables.document, tables.score, tables.user_task)


@dataclass(frozen=True)
class Entry:
    """One piece of nonsense: who sends it where, what it holds, and what they must be told."""

    login: str
    task: str
    data: dict[str, Any]
    told: str
    kept: bool = True
    more: dict[str, Any] = field(default_factory=dict)


def counted(site: SmallSite) -> list[int]:
    """What an act would change: the rows of every table that acts write, and how many tasks are open.

    That an act was refused is itself on record and does not count.
    """
    events, status = type_coerce(tables.journal.c.events, Text), tables.user_task.c.status
    with site.engine.database.reading() as connection:
        sizes = [
            connection.execute(select(func.count()).select_from(table)).scalar_one() for table in CHANGING
        ]
        acts = connection.execute(
            select(func.count()).where(events.not_like('%"event":"refused"%'))
        ).scalar_one()
        open_ones = connection.execute(select(func.count()).where(status == "open")).scalar_one()
    return [*sizes, acts, open_ones]


STARTS = [
    ({"title": KEPT, "source": "县长批示"}, "请选择“承办(被督办)单位”"),
    ({"title": KEPT, "source": "县长批示", "unit": "火星局"}, "没有“火星局”"),
    ({"title": KEPT, "source": "道听途说", "unit": "住建局"}, "“来源”中没有“道听途说”"),
    ({"title": KEPT, "source": "县长批示", "unit": "住建局", "due": "明天"}, "“规定完成时限(文件明示的)”应填写日期"),
    ({"title": KEPT, "source": "县长批示", "unit": "住建局", "stated_due": "改天再说"}, "看不懂这个期限"),
    ({"title": KEPT * 40, "source": "县长批示", "unit": "住建局"}, "“事项名称”最多 200 字"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "told"), STARTS, ids=[told for _, told in STARTS])
def test_no_item_is_raised_from_nonsense(site: SmallSite, data: dict[str, Any], told: str) -> None:
    before = counted(site)
    answer = site.visitor("dcs.dcy1").post("/start/supervision", {"payload": json.dumps(data)})
    assert answer.status_code == 422
    assert told in answer.text, re.findall(r"<li>.*?</li>|<strong>.*?</strong>", answer.text)
    assert KEPT in answer.text
    assert counted(site) == before


TASKS = [
    Entry("czj.cb", "报落实方案", {"responsible": KEPT}, "请填写“工作班子”"),
    Entry("czj.cb", "反馈办理结果", {"result": ""}, "请填写“办理结果”", kept=False),
    Entry("czj.cb", "反馈办理结果", {"result": KEPT * 2000}, "“办理结果”最多 10000 字"),
    Entry("dcs.dcy1", "核验", {"decision": "也许", "opinion": KEPT}, "请从"),
    Entry("dcs.dcy1", "核验", {"opinion": KEPT}, "请选择"),
    Entry("dcs.dcy1", "记录正当理由", {"recheck": "2020-01-01", "excuse": KEPT}, "再查日"),
    Entry("dcs.dcy1", "记录正当理由", {}, "请填写", kept=False),
    Entry("dcs.dcy1", "拟黄色督办单", {"yellow_facts": "", "yellow_basis": KEPT}, "请填写"),
]


def prepared(site: SmallSite, task: str) -> UUID:
    """A case in which this task waits."""
    if task == "报落实方案":
        case = site.engine.start("supervision", site.actor("dcs.dcy1"), ITEM).id
        site.engine.complete(task_named(site, case, "签收"), site.actor("czj.cb"), {})
        return case
    case = received_item(site)
    if task == "核验":
        report = task_named(site, case, "反馈办理结果")
        site.engine.complete(report, site.actor("czj.cb"), {"result": "已经全部清偿。"})
    elif task in ("记录正当理由", "拟黄色督办单"):
        site.move_to(YELLOW_DAY)
    return case


@pytest.mark.parametrize("entry", TASKS, ids=[f"{entry.task}-{entry.told}" for entry in TASKS])
def test_no_task_is_done_with_nonsense(site: SmallSite, entry: Entry) -> None:
    task = task_named(site, prepared(site, entry.task), entry.task)
    visitor = site.visitor(entry.login)
    page = visitor.get(f"/tasks/{task}").text
    before = counted(site)
    answer = visitor.post(f"/tasks/{task}", {"payload": json.dumps(entry.data)}, opened=page)
    assert answer.status_code == 422
    assert entry.told in answer.text, re.findall(r"<li>.*?</li>|<strong>.*?</strong>", answer.text)
    assert (KEPT in answer.text) == entry.kept
    assert counted(site) == before


def test_what_is_not_signed_needs_a_word_why(site: SmallSite) -> None:
    case = waiting_for_signature(site)
    task = task_named(site, case, "签发黄色督办单")
    visitor = site.visitor("xzf.cwfxz")
    visitor.get(f"/sign/{task}")
    before = counted(site)
    answer = visitor.post(f"/sign/{task}", {"decision": "reject", "opinion": " "})
    assert answer.status_code == 422
    assert "请写一句理由" in answer.text
    assert visitor.post(f"/sign/{task}", {"decision": "也许"}).status_code == 400
    assert counted(site) == before


REQUESTS = [
    ("czj.cb", "request_extension", {"until": "2026-04-10", "progress": KEPT}, "请填写“滞后原因”", 422),
    ("czj.cb", "request_extension", {"until": "2026-03-01", "progress": KEPT, "reason": "降雨"}, "延期", 422),
    ("czj.cb", "request_extension", {"until": "某天", "progress": KEPT, "reason": "降雨"}, "应填写日期", 422),
    ("dcs.dcy1", "mark_harm", {"organ": "县纪委监委"}, "请填写“造成了什么重大不良影响”", 422),
    ("dcs.dcy1", "extension_form", {}, "还没有批过延期", 409),
]


@pytest.mark.parametrize(
    ("login", "verb", "data", "told", "status"), REQUESTS, ids=[f"{each[1]}-{each[3]}" for each in REQUESTS]
)
def test_no_request_is_taken_with_nonsense(
    site: SmallSite, login: str, verb: str, data: dict[str, Any], told: str, status: int
) -> None:
    case = received_item(site)
    before = counted(site)
    path = f"/cases/{case}/requests/{verb}"
    answer = site.visitor(login).post(path, {"payload": json.dumps(data)})
    assert answer.status_code == status
    assert told in answer.text, re.findall(r"<li>.*?</li>|<strong>.*?</strong>", answer.text)
    assert (KEPT in answer.text) == (KEPT in data.values())
    assert counted(site) == before


def test_a_late_extension_is_refused_with_its_clause_and_its_words_are_kept(site: SmallSite) -> None:
    """Worked case 9: after close of business of the due day (SD-08)."""
    case = received_item(site)
    site.move_to(YELLOW_DAY.replace(day=17))
    before = counted(site)
    data = {"until": "2026-04-10", "progress": KEPT, "reason": "降雨"}
    path = f"/cases/{case}/requests/request_extension"
    answer = site.visitor("czj.cb").post(path, {"payload": json.dumps(data)})
    assert answer.status_code in (403, 409, 422)
    assert "附件第八条" in answer.text
    assert "申请延期完成" in answer.text
    assert KEPT in answer.text
    assert counted(site) == before


IMPORTS = [
    ("/import", {"year": "2026"}, "file", b"\x00\x01", "事项.xlsx"),
    ("/import", {"year": "2026"}, "file", "随便,写写\n1,2\n".encode(), "事项.csv"),
    ("/start/supervision/table", {}, "file", b"PK\x03\x04 no workbook", "事项.xlsx"),
    ("/start/supervision/table", {}, "file", b"", "事项.pdf"),
]


@pytest.mark.parametrize(("path", "sent", "name", "content", "file"), IMPORTS)
def test_no_file_of_nonsense_is_read(
    site: SmallSite, path: str, sent: dict[str, str], name: str, content: bytes, file: str
) -> None:
    before = counted(site)
    answer = site.visitor("dcs.dcy1").post(path, {**sent, name: (BytesIO(content), file)})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert counted(site) == before


SETTINGS = [
    ("/policy/supervision.yellow.after", {"value": "很久", "valid_from": "2026-04-01", "reason": KEPT}),
    ("/policy/supervision.yellow.after", {"value": "99 cd", "valid_from": "2026-04-01", "reason": KEPT}),
    ("/policy/supervision.yellow.after", {"value": "4 wd", "valid_from": "某天", "reason": KEPT}),
    ("/calendar/import", {"notice": KEPT, "issued": "2026-12-01", "year": "2027", "days": "元旦放假三天"}),
    ("/calendar/import", {"notice": KEPT, "issued": "很快", "year": "2027", "days": "2027-01-01,休,元旦"}),
]


@pytest.mark.parametrize(("path", "sent"), SETTINGS)
def test_no_number_and_no_notice_of_nonsense_is_taken(
    site: SmallSite, path: str, sent: dict[str, str]
) -> None:
    before = counted(site)
    answer = site.visitor("dcs.zr").post(path, sent)
    assert answer.status_code == 422
    assert KEPT in answer.text
    assert counted(site) == before


def test_several_plans_of_nonsense_are_not_taken(site: SmallSite) -> None:
    cases = [site.engine.start("supervision", site.actor("dcs.dcy1"), ITEM).id for _ in range(2)]
    for case in cases:
        site.engine.complete(task_named(site, case, "签收"), site.actor("czj.cb"), {})
    chosen = [str(task_named(site, case, "报落实方案")) for case in cases]
    visitor, before = site.visitor("czj.cb"), counted(site)
    opened = visitor.post("/inbox/bulk/form", {"task": chosen}, page="/inbox").text
    sent = {"task": chosen, "payload": json.dumps({"responsible": KEPT})}
    answer = visitor.post("/inbox/bulk/answer", sent, opened=opened)
    assert answer.status_code == 422
    assert "请填写“工作班子”" in answer.text
    assert KEPT in answer.text
    assert counted(site) == before
