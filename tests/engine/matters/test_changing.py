"""A decided change of the catalogue: judged like the file, recorded as a version of its own, refused where it cannot be."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.matters.catalogue import Catalogue
from engine.matters.catalogue_file import read_catalogue
from engine.matters.changing import ChangeError, changed
from engine.queries.catalogue import history
from engine.refusals import Refused
from tests.engine.matters.samples import TEXT, UNITS
from tests.engine.matters.test_register import take
from tests.support.office import Office, diagram, flows

TODAY = date(2020, 3, 9)
WHOLE = {
    "name": "临时占道",
    "kind": "行政许可",
    "unit": "住建局",
    "subjects": ["企业"],
    "steps": ["收件"],
    "conditions": ["不影响通行"],
    "materials": ["申请表"],
    "fee": "不收费",
    "penalties": "责令改正",
    "limits": {"promised": "5 wd"},
    "handlers": ["承办人"],
}


def change(kind: str, code: str, /, **content: Any) -> Any:
    """What a change makes of a matter of the sample."""
    catalogue = Catalogue(read_catalogue(TEXT, UNITS.get).entries)
    return changed(
        catalogue,
        kind,
        code,
        content,
        TODAY,
        lambda name: UNITS.get(name, name if name in UNITS.values() else None),
    )


def test_only_what_is_said_changes() -> None:
    matter = change(
        "change", "zjj-sgxk", fee="每件10元", limits={"statutory": None, "promised": "8 wd"}, penalties=None
    )
    assert (matter.fee, matter.limits.promised, matter.limits.statutory) == ("每件10元", "8 wd", "20 wd")
    assert (matter.penalties, matter.unit, matter.cooperating) == ("责令改正", "zjj", ["fgj"])


def test_a_new_matter_is_whole() -> None:
    assert change("add", "zjj-zd", **WHOLE).limit == "5 wd"
    with pytest.raises(ChangeError, match="不完整"):
        change("add", "zjj-zd", name="临时占道")


@pytest.mark.parametrize(
    ("kind", "code", "content", "words"),
    [
        ("change", "gone", {"fee": "免费"}, "不在目录中"),
        ("add", "zjj-sgxk", WHOLE, "已在目录中"),
        ("move", "zjj-sgxk", {}, "不认识的变更"),
        ("change", "zjj-sgxk", {"limits": {"promised": "25 wd"}}, "长于法定时限"),
        ("change", "zjj-sgxk", {"materials": ["没有的材料"]}, "不在材料名录"),
        ("change", "zjj-sgxk", {"fees": "免费"}, "不完整或填写不对:fees"),
        ("delegate", "zjj-sgxk", {"unit": "某局", "document": "文", "from": "2020-03-09", "to": "2020-04-01"}, "单位名录"),
        ("delegate", "zjj-sgxk", {"unit": "发改局", "document": "文", "from": "2020-03-09", "to": "2020-03-01"}, "早于"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(kind: str, code: str, content: dict[str, Any], words: str) -> None:
    with pytest.raises(ChangeError, match=words):
        change(kind, code, **content)


XML = diagram(
    '<bpmn:startEvent id="s"/><bpmn:scriptTask id="r"><bpmn:extensionElements>'
    '<bj:register kind="= kind" code="zjj-sgxk" content="content" from="= since" reason="会议纪要"/>'
    '</bpmn:extensionElements><bpmn:script>done = true</bpmn:script></bpmn:scriptTask><bpmn:endEvent id="e"/>'
    + flows("s>r", "r>e"),
)


def test_a_case_records_its_change_once_it_is_delivered(made: Office) -> None:
    take(made)
    made.publish(XML)
    case = made.start({"kind": "change", "content": {"fee": "每件10元"}, "since": date(2020, 3, 16)})
    (event,) = made.events(case, "catalogue.changed")
    assert (event["kind"], event["code"], event["date"]) == ("change", "zjj-sgxk", "2020-03-16")
    made.settle()
    with made.engine.database.reading() as connection:
        catalogue = made.engine.world(connection).catalogue
        fees = [catalogue.matter("zjj-sgxk", day) for day in (date(2020, 3, 15), date(2020, 3, 16))]
        recorded = history(connection, "matter", "zjj-sgxk")
    assert [each.fee for each in fees if each is not None] == ["不收费", "每件10元"]
    assert (recorded[0].reason, recorded[0].valid_from) == ("会议纪要", date(2020, 3, 16))
    assert made.is_intact(case)


def test_a_change_that_cannot_be_stops_the_case(made: Office) -> None:
    take(made)
    made.publish(XML)
    with pytest.raises(Refused, match="事项目录不能这样变更"):
        made.start({"kind": "add", "content": WHOLE, "since": TODAY})
