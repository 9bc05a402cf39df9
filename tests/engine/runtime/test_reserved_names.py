"""The key `@` marks the types of stored values: whoever sends it is told so, and nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from engine import tables
from engine.people.actor import SYSTEM
from engine.refusals import Refused
from tests.support.office import Office, diagram, flows, task

LOOKS_LIKE_A_NUMBER = {"rows": [{"amount": {"@": "n", "v": "12"}}]}
WAITS = diagram(
    '<bpmn:startEvent id="s"/><bpmn:parallelGateway id="f"/>'
    + task("a")
    + '<bpmn:intermediateCatchEvent id="m"><bpmn:messageEventDefinition messageRef="M"/></bpmn:intermediateCatchEvent>'
    + '<bpmn:intermediateCatchEvent id="g"><bpmn:signalEventDefinition signalRef="G"/></bpmn:intermediateCatchEvent>'
    + '<bpmn:parallelGateway id="j"/><bpmn:endEvent id="e"/>'
    + flows("s>f", "f>a", "f>m", "f>g", "a>j", "m>j", "g>j", "j>e"),
    roots='<bpmn:message id="M" name="回函"/><bpmn:signal id="G" name="复工"/>',
)
Sends = Callable[[Office, UUID, dict[str, Any]], object]
SENDS: dict[str, Sends] = {
    "start": lambda made, _, data: made.start(data),
    "complete": lambda made, case, data: made.complete(case, "a", **data),
    "message": lambda made, _, data: made.engine.message("回函", None, data, SYSTEM),
    "deliver_message": lambda made, case, data: made.engine.deliver_message(case, SYSTEM, "回函", None, data),
    "signal": lambda made, _, data: made.engine.signal("复工", data, SYSTEM),
    "deliver_signal": lambda made, case, data: made.engine.deliver_signal(case, SYSTEM, "复工", data),
}


@pytest.mark.parametrize("how", SENDS)
def test_it_is_refused_with_the_place(small: Office, how: str) -> None:
    small.publish(WAITS)
    case = small.start({})
    before = small.journal(case)
    with pytest.raises(Refused, match="系统保留") as refused:
        SENDS[how](small, case, LOOKS_LIKE_A_NUMBER)
    assert refused.value.kind == "invalid"
    assert refused.value.problems.keys() == {"rows[0].amount"}
    assert small.journal(case) == before
    assert small.rows(select(tables.field)) == []
    assert small.rows(select(tables.inbox)) == []


def test_a_decision_cannot_smuggle_it_in(small: Office) -> None:
    small.publish(WAITS)
    case = small.start({})
    with pytest.raises(Refused, match="系统保留"):
        small.complete(case, "a", decision={"@": "d", "v": "2020-01-01"})


def test_a_script_that_makes_it_is_an_incident(small: Office) -> None:
    small.publish(
        diagram(
            '<bpmn:startEvent id="s"/>'
            + task("a")
            + '<bpmn:scriptTask id="x"><bpmn:script>made = {"@": 1}</bpmn:script></bpmn:scriptTask>'
            + '<bpmn:endEvent id="e"/>'
            + flows("s>a", "a>x", "x>e")
        )
    )
    case = small.start({})
    with pytest.raises(Refused, match="系统保留"):
        small.complete(case, "a")
    (incident,) = small.rows(select(tables.incident))
    assert (incident["element"], "made" in incident["message"]) == ("x", True)
