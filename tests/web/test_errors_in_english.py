"""What goes wrong is told in English to who reads English: forms, imported tables, a draft of the designer."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest

from tests.support.chinese import CHINESE
from tests.web.english import foreign, words_of_the_county
from tests.web.site_support import SmallSite, Visitor
from tests.web.test_accounts import workbook
from tests.web.test_designer import begun, send

MILESTONES = """条目号,事项,任务内容,牵头单位,配合单位,期限原文,年份
一.1,清理审批事项,,天上局,地下局,4月底完成,26
一.1,,,政务服务中心,,不知何时,2026
,编制手册,,,,2月30日前,2026,多一格
"""
ITEMS = """事项,来源,牵头单位,督办类型,规定完成时限(文件明示的),原编号
清理欠薪,会议交办,天上局,专项查办,后天,X-1
,天外来文,应急局,天外,2026-03-40,
"""
HOLIDAYS = "2027-01-01,休\n2027-13-40,休\n2027-01-04,班\n2027-01-01,歇\n什么也不是\n2030-01-01,休\n"
BROKEN_FORM: dict[str, Any] = {
    "type": "default",
    "components": [
        {"type": "textfield", "id": "a", "key": "_a", "label": "甲"},
        {"type": "textfield", "id": "b", "key": "两 词", "label": "乙", "validate": {"pattern": "(a+)+$"}},
        {"type": "number", "id": "c", "key": "c", "validate": {"min": 9, "max": 1}, "conditional": {"hide": "= d +"}},
        {"type": "select", "id": "d", "key": "d", "label": "丁", "values": []},
        {"type": "moon", "id": "e", "key": "e", "label": "戊"},
    ],
}  # fmt: skip
BROKEN_DIAGRAM = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:bj="urn:banjie:bpmn:1" id="d" targetNamespace="t">
<process id="letter" name="来信" isExecutable="true">
<extensionElements><bj:form ref="forms/none.json"/><bj:rule id="ZZ-99"/><bj:nonsense/></extensionElements>
<startEvent id="s"/><userTask id="t" name="办理" unknown="1"><incoming>nowhere</incoming>
<extensionElements><bj:deadline name="办理" limit="policy:none"/><bj:assignment post="= a +"/></extensionElements></userTask>
<parallelGateway id="g"/><exclusiveGateway id="x" default="f1"/><endEvent id="e"/><complexGateway id="c"/>
<userTask id="alone"/><scriptTask id="script"><script>a == 1</script></scriptTask>
<boundaryEvent id="b" attachedToRef="t"><timerEventDefinition/></boundaryEvent>
<sequenceFlow id="f1" sourceRef="s" targetRef="t"/><sequenceFlow id="f2" sourceRef="t" targetRef="x"/>
<sequenceFlow id="f3" sourceRef="x" targetRef="g"/><sequenceFlow id="f4" sourceRef="x" targetRef="g"/>
<sequenceFlow id="f5" sourceRef="g" targetRef="e"><conditionExpression>a = = 1</conditionExpression></sequenceFlow>
<sequenceFlow id="f6" sourceRef="g" targetRef="gone"/></process></definitions>"""
BROKEN_TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="x" name="x" namespace="n">
<decision id="fee" name="fee"><decisionTable hitPolicy="UNIQUE"><input id="i"><inputExpression id="ie"><text>amount +</text>
</inputExpression></input><output id="o" name="fee"/><rule id="r"><inputEntry id="a"><text>&lt; </text></inputEntry>
<outputEntry id="b"><text>'红'</text></outputEntry></rule></decisionTable></decision></definitions>"""
BROKEN_NUMBERS = "within: {label: 期限, type: duration, unit: wd, default: soon}\nother: {type: hours}\n"
BROKEN_SCENARIO = "name: 走一遍\nexpects: []\n"


@pytest.fixture
def county(site: SmallSite) -> str:
    return (
        words_of_the_county(site)
        + "\n"
        + (site.settings.processes / "services.yaml").read_text(encoding="utf-8")
        + MILESTONES
        + ITEMS
        + HOLIDAYS
        + "甲 乙 丙 丁 戊 己 走一遍 红 来信 导入 两 词 甲局"
    )


def english(site: SmallSite, login: str) -> Visitor:
    visitor = site.visitor(login)
    visitor.client.set_cookie("language", "en")
    return visitor


@pytest.mark.parametrize(
    ("login", "path", "content", "problems"),
    [
        ("dcs.dcy1", "/import", MILESTONES, 5),
        ("dcs.dcy1", "/start/supervision/table", ITEMS, 4),
        ("sjj.gly", "/calendar/import", HOLIDAYS, 3),
    ],
    ids=["milestones", "items", "holidays"],
)
def test_a_table_that_is_wrong_is_told_in_english(
    site: SmallSite, county: str, login: str, path: str, content: str, problems: int
) -> None:
    sent = {
        "file": (BytesIO(content.encode()), "导入.csv"),
        "year": "2027",
        "notice": "导入",
        "issued": "2026-11-04",
    }
    answer = english(site, login).post(path, sent, page=path)
    assert answer.status_code == 422
    assert answer.text.count("Row ") >= problems, answer.text
    assert foreign(answer.text, county) == []


@pytest.mark.parametrize("path", ["/accounts/import", "/people/import"])
def test_people_and_units_that_are_wrong_are_told_in_english(site: SmallSite, county: str, path: str) -> None:
    heading = ("账号", "姓名", "单位", "岗位", "起日") if "accounts" in path else (
        "代号", "全称", "简称", "类别", "岗位", "分管领导岗位", "起日")  # fmt: skip
    rows = [("zjj.cb9", "甲", "天上局", "承办人", ""), ("zjj.cb", "乙", "住建局", "承办人", "明天")] if (
        "accounts" in path) else [("Z!", "甲局", "甲", "乙", "丙", "", ""), ("jia", "住建局", "", "丁", "戊", "己", "")]  # fmt: skip
    sent = {"file": (workbook(*rows, heading=heading), "导入.xlsx")}
    answer = english(site, "sjj.gly").post(path, sent, page=path, content_type="multipart/form-data")
    assert answer.text.count("Row ") >= 2, answer.text
    assert foreign(answer.text, county) == []


def test_a_form_that_is_wrong_is_told_in_english(site: SmallSite, county: str) -> None:
    visitor = english(site, "dcs.dcy1")
    payload = json.dumps({"title": "", "unit": "天上局", "limit_on": "31日", "_x": 1})
    answer = visitor.post("/start/supervision", {"payload": payload}, page="/start/supervision")
    assert answer.status_code == 422
    assert "Fill in “" in answer.text or "Choose “" in answer.text
    assert foreign(answer.text, county + " 天上局 日") == []


def test_a_draft_that_is_wrong_is_told_in_english(site: SmallSite, county: str) -> None:
    visitor = english(site, "sjj.sjy")
    draft = begun(visitor)
    files = {
        "letter.bpmn": BROKEN_DIAGRAM,
        "forms/start.json": json.dumps(BROKEN_FORM),
        "fee.dmn": BROKEN_TABLE,
        "policy.yaml": BROKEN_NUMBERS,
        "scenarios/走一遍.yaml": BROKEN_SCENARIO,
    }
    for path, content in files.items():
        kept = send(visitor, f"{draft}/files/{path}", draft, data=content.encode())
        assert kept.status_code == 200, kept.text
    problems = visitor.get(f"{draft}/problems").get_json()["problems"]
    assert len({each["rule"] for each in problems}) > 20
    said = [text for each in problems for text in (each["message"], each["remedy"])]
    assert [text for text in said if foreign(text, county)] == []
    answers = [visitor.get(f"{draft}/{path}") for path in ("soundness", "differences", "choices", "rehearse", "scenarios")]  # fmt: skip
    answers += [
        send(visitor, f"{draft}/until", draft, json={"limit": "5 wd"}),
        send(visitor, f"{draft}/who", draft, json={"post": "天上岗"}),
        send(visitor, f"{draft}/rehearse", draft, json={"now": "2026-03-16 09:00", "start": {}, "steps": []}),
    ]
    assert [run for answer in answers for run in foreign(_told(answer), county + " 天上岗")] == []
    page = visitor.get(draft)
    assert foreign(page.text, county) == []
    assert CHINESE.search(page.text)


def _told(answer: Any) -> str:
    """What a JSON answer says, without escapes."""
    return json.dumps(answer.get_json(), ensure_ascii=False)
