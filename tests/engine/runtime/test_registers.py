"""What expressions ask of the county's registers: a case by its number, a unit's points, lots, units by kind."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine import tables
from tests.support.office import Office, diagram, flows, task

ITEM = diagram(
    '<bpmn:startEvent id="s"/>' + task("a") + '<bpmn:endEvent id="e" name="销号"><bpmn:extensionElements>'
    '<bj:score points="= -3" unit="= unit" rule="SD-09a"/></bpmn:extensionElements></bpmn:endEvent>'
    + flows("s>a", "a>e"),
    "items",
    extensions='<bj:case title="= title" unit="= unit"/>',
)
ASK = diagram(
    '<bpmn:startEvent id="s"/>' + task("a") + '<bpmn:scriptTask id="look"><bpmn:script>'
    "found = case_of(number)\n"
    'net = points("住建局", 2020)\n'
    "lot = draw([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 4)\n"
    "again = draw([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 4)\n"
    "few = draw([1, 2], 9)\n"
    "own = tally(&quot;items&quot;, since, &quot;住建局&quot;).started\n"
    "table = by_unit(&quot;items&quot;, since)\n"
    "few_of = by_unit(&quot;items&quot;, since, {title: [&quot;另一件&quot;]})\n"
    "everyone = count(units_of())\n"
    "nobody = units_of(&quot;乡镇街道&quot;)</bpmn:script></bpmn:scriptTask>"
    '<bpmn:endEvent id="e"/>' + flows("s>a", "a>look", "look>e"),
    "ask",
)


def number_of(made: Office, case: UUID) -> str:
    """The number of a case."""
    number: str = made.rows(select(tables.instance.c.number).where(tables.instance.c.id == case))[0]["number"]
    return number


def asked(made: Office, number: str) -> dict[str, Any]:
    """What the registers answer now."""
    case = made.start({"number": number, "since": date(2020, 3, 9)}, "ask")
    made.complete(case, "a")
    names = ("found", "net", "lot", "again", "few", "own", "table", "few_of", "everyone", "nobody")
    return {name: made.field(case, name) for name in names}


def test_the_registers_answer(made: Office) -> None:
    made.publish(ITEM, "items")
    made.publish(ASK, "ask")
    case = made.start({"unit": "住建局", "title": "整治占道经营"}, "items")
    made.start({"unit": "财政局", "title": "另一件"}, "items")
    before = asked(made, number_of(made, case))
    assert (before["found"]["status"], before["found"]["outcome"], before["net"]) == ("running", None, 0)
    made.complete(case, "a")
    after = asked(made, number_of(made, case))
    assert (after["found"]["status"], after["found"]["outcome"]) == ("completed", "销号")
    assert (after["found"]["unit"], after["found"]["title"]) == ("住建局", "整治占道经营")
    assert [(row["unit"], row["closed"], row["running"], row["points"]) for row in after["table"]] == [
        ("财政局", 0, 1, 0),
        ("住建局", 1, 0, -3),
    ]
    assert [row["unit"] for row in after["few_of"]] == ["财政局"]
    assert (after["net"], after["own"]) == (-3, 1)
    assert (after["everyone"], after["nobody"]) == (4, [])
    assert asked(made, "没有这件")["found"] is None


def test_a_lot_is_settled_for_the_case_and_differs_between_cases(made: Office) -> None:
    made.publish(ITEM, "items")
    made.publish(ASK, "ask")
    rounds = [asked(made, "没有这件") for _ in range(8)]
    for each in rounds:
        assert each["lot"] == each["again"] == sorted(each["lot"])
        assert len(each["lot"]) == 4
        assert each["few"] == [1, 2]
    assert len({tuple(each["lot"]) for each in rounds}) > 1


def test_cases_with_finds_those_whose_field_has_the_value_now(made: Office) -> None:
    script = '<bpmn:scriptTask id="look"><bpmn:script>same = cases_with("p", "about", about, today - duration("P5D"))'
    body = (
        '<bpmn:startEvent id="s"/>'
        + task("a")
        + f"{script}</bpmn:script></bpmn:scriptTask>"
        + task("b")
        + '<bpmn:endEvent id="e"/>'
        + flows("s>a", "a>look", "look>b", "b>e")
    )
    made.publish(diagram(body, extensions='<bj:case title="= title"/>'))
    old = made.start({"title": "旧", "about": "住建局"})
    made.move("2020-03-20 09:00")
    same = made.start({"title": "同", "about": "发改局"})
    made.complete(same, "a", about="住建局")
    other = made.start({"title": "异", "about": "住建局"})
    made.complete(other, "a", about="发改局")
    asking = made.start({"title": "问", "about": "住建局"})
    made.complete(asking, "a")
    (found,) = made.field(asking, "same")
    assert found == {
        "number": number_of(made, same),
        "title": "同",
        "status": "running",
        "started_on": date(2020, 3, 20),
    }
    assert made.case(old)["title"] == "旧"
