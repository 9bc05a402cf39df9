"""Timers that repeat: each firing sends a token of its own down the path."""

from __future__ import annotations

from tests.support.office import Office, diagram, flows, task


def test_every_firing_of_a_cycle_goes_down_its_path(small: Office) -> None:
    body = (
        '<bpmn:startEvent id="s"/>'
        + task("work")
        + '<bpmn:boundaryEvent id="again" attachedToRef="work" cancelActivity="false"><bpmn:timerEventDefinition>'
        "<bpmn:timeCycle>R3/P1D</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
        '<bpmn:sendTask id="reminder"/><bpmn:endEvent id="e2"/><bpmn:endEvent id="e"/>'
        + flows("s>work", "work>e", "again>reminder", "reminder>e2")
    )
    small.publish(diagram(body))
    case = small.start()
    small.move("2020-03-30 09:00")
    passed = [
        path["elements"] for row in small.journal(case) for path in row["events"] if path["event"] == "path"
    ]
    assert [element for path in passed for element in path].count("reminder") == 3
    small.complete(case, "work")
    assert small.case(case)["status"] == "completed"


def test_a_cycle_leaves_nothing_behind_of_a_path_that_has_ended(small: Office) -> None:
    """The hundredth reminder costs what the second did; one that somebody still works on stays."""
    body = (
        '<bpmn:startEvent id="s"/>'
        + task("work")
        + '<bpmn:boundaryEvent id="again" attachedToRef="work" cancelActivity="false"><bpmn:timerEventDefinition>'
        "<bpmn:timeCycle>R/P1D</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
        + task("remind")
        + '<bpmn:endEvent id="e2"/><bpmn:endEvent id="e"/>'
        + flows("s>work", "work>e", "again>remind", "remind>e2")
    )
    small.publish(diagram(body))
    case, sizes = small.start(), []
    for day in range(10, 20):
        small.move(f"2020-03-{day} 10:00")
        small.complete(case, "remind")
        sizes.append(len(small.case(case)["state"]))
    assert max(sizes) <= sizes[0] + 20, sizes
    small.move("2020-03-20 10:00")
    small.complete(case, "work")
    assert small.elements(case) == ["remind"]
    small.complete(case, "remind")
    assert small.case(case)["status"] == "completed"
