"""Only what the catalogue holds can be started (QT-01), only while it holds (QT-02); what it said then stays."""

from __future__ import annotations

import pytest

from engine.refusals import Refused
from tests.engine.matters.samples import changed
from tests.engine.matters.test_register import take
from tests.support.office import Office, diagram, flows, task

XML = diagram(
    '<bpmn:startEvent id="s"/>'
    + task(
        "a",
        post="承办人",
        unit="= guide.unit",
        extensions='<bj:deadline name="办理" limit="= guide.limit|15 wd"/>',
    )
    + '<bpmn:scriptTask id="look"><bpmn:script>now_says = matter_of(code).limit\n'
    'names = bundle_of("kg").matters.name</bpmn:script></bpmn:scriptTask><bpmn:endEvent id="e"/>'
    + flows("s>a", "a>look", "look>e"),
    extensions='<bj:matter code="= code" as="guide"/><bj:case title="= guide.name" unit="= guide.unit"/>',
)


def refused(made: Office, code: str | None) -> Refused:
    """How a start is refused."""
    with pytest.raises(Refused) as error:
        made.start({"code": code})
    return error.value


def test_the_matter_decides_unit_limit_and_title(made: Office) -> None:
    take(made)
    made.publish(XML)
    case = made.start({"code": "zjj-sgxk"})
    assert (made.case(case)["title"], made.case(case)["unit_id"]) == ("施工许可", "zjj")
    (limit,) = made.events(case, "deadline.set")
    assert limit["date"] == "2020-03-23"
    take(made, changed(("promised: 10 wd", "promised: 8 wd")), "缩短承诺")
    made.complete(case, "a")
    assert made.field(case, "now_says") == "8 wd"
    assert made.field(case, "guide")["limit"] == "10 wd"
    assert made.field(case, "names") == ["施工许可", "项目备案"]
    assert made.case(case)["status"] == "completed"


def test_a_matter_without_a_limit_has_the_default(made: Office) -> None:
    """XS-01: neither statutory nor promised leaves the default."""
    take(made)
    made.publish(XML)
    (limit,) = made.events(made.start({"code": "fgj-ba"}), "deadline.set")
    assert limit["date"] == "2020-03-30"


def test_what_is_not_in_the_catalogue_cannot_be_started(made: Office) -> None:
    take(made)
    made.publish(XML)
    assert refused(made, "gone").rule == refused(made, None).rule == "QT-01"
    assert made.open() == []


def test_what_another_process_handles_cannot_be_started_here(made: Office) -> None:
    take(made, changed(("process: p\n", "process: other\n")))
    made.publish(XML)
    assert refused(made, "zjj-sgxk").rule == "QT-01"


def test_a_stopped_matter_cannot_be_started_from_its_day(made: Office) -> None:
    take(made)
    made.publish(XML)
    running = made.start({"code": "fgj-ba"})
    made.move("2020-03-15 23:59")
    assert made.start({"code": "fgj-ba"})
    made.move("2020-03-16 00:00")
    answer = refused(made, "fgj-ba")
    assert (answer.rule, "已停用" in answer.message) == ("QT-02", True)
    made.complete(running, "a")
    assert made.case(running)["status"] == "completed"
