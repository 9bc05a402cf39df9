"""A process's cases are counted for regular reports as of the act's legal moment (DS-02)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine import tables
from tests.support.office import Office, diagram, flows, task

LIMIT = '<bj:deadline name="办理" limit="2 wd"/>'
ITEM = diagram(
    '<bpmn:startEvent id="s"/>'
    + task("a", extensions=LIMIT)
    + '<bpmn:scriptTask id="issue"><bpmn:extensionElements>'
    '<bj:document kind="蓝色督办单" template="documents/blue.docx" to="= unit"/></bpmn:extensionElements>'
    '</bpmn:scriptTask><bpmn:endEvent id="e"/>' + flows("s>a", "a>issue", "issue>e"),
    "items",
    extensions='<bj:case title="= title" unit="= unit"/>',
)
REPORT = diagram(
    '<bpmn:startEvent id="s"/><bpmn:scriptTask id="count"><bpmn:script>'
    'figures = tally("items", since)</bpmn:script></bpmn:scriptTask><bpmn:endEvent id="e"/>'
    + flows("s>count", "count>e"),
    "report",
)


def figures(made: Office, since: str) -> dict[str, Any]:
    """What a report counts now."""
    found: dict[str, Any] = made.field(made.start({"since": date.fromisoformat(since)}, "report"), "figures")
    return found


def test_cases_and_papers_of_a_period_are_counted(made: Office) -> None:
    made.publish(ITEM, "items", {"documents/blue.docx": b"a template"})
    made.publish(REPORT, "report")
    assert figures(made, "2020-03-09")["running"] == 0
    cases: list[UUID] = [made.start({"unit": "住建局", "title": f"第{n}件"}, "items") for n in (1, 2)]
    made.complete(cases[0], "a")
    found = figures(made, "2020-03-09")
    counted = [found[name] for name in ("started", "closed", "running", "overdue")]
    assert counted == [2, 1, 1, 0]
    assert (found["in_time"], found["outcomes"]) == (1, [{"outcome": "e", "count": 1}])
    assert found["papers"] == [{"kind": "蓝色督办单", "count": 1}]
    number = made.rows(select(tables.instance.c.number).where(tables.instance.c.id == cases[1]))[0]["number"]
    line = {
        "number": number,
        "title": "第2件",
        "unit": "住建局",
        "due_on": date(2020, 3, 11),
        "is_overdue": False,
    }
    assert found["open"] == [line]
    made.move("2020-03-16 09:00")
    later = figures(made, "2020-03-10")
    assert [later[name] for name in ("started", "closed", "running", "overdue")] == [0, 0, 1, 1]
    assert (later["in_time"], later["papers"]) == (0, [])
    made.complete(cases[1], "a")
    late = figures(made, "2020-03-10")
    assert [late[name] for name in ("closed", "in_time", "overdue")] == [1, 0, 0]
    assert later["open"] == [{**line, "is_overdue": True}]
