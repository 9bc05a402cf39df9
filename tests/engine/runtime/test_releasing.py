"""What must be approved before it is published, and versions whose day comes later."""

from __future__ import annotations

from engine.definitions.closure import Closure
from engine.runtime.releasing import unreleased
from tests.support.office import Office, diagram, flows, task

TWO = (
    '<bpmn:startEvent id="s"/>'
    + task("a")
    + task("b")
    + '<bpmn:endEvent id="e" name="已发布"/>'
    + flows("s>a", "a>b", "b>e")
)
BODY = '<bpmn:startEvent id="s"/>' + task("a") + '<bpmn:endEvent id="e"/>' + flows("s>a", "a>e")
NEEDS = '<bj:release process="approval" field="folder" approved="approved_on" rule="GC-05"/>'


def missing(made: Office, outcome: str = "", on_trial: bool = False) -> list[str]:
    needs = NEEDS.replace(" rule", f' outcome="{outcome}" rule') if outcome else NEEDS
    closure = Closure("plan", "方案", {"plan.bpmn": diagram(BODY, "plan", needs)})
    with made.engine.database.reading() as connection:
        return [problem.rule for problem in unreleased(connection, closure, on_trial)]


def test_only_an_approval_after_the_last_version_lets_it_go(made: Office) -> None:
    made.publish(diagram(BODY, "approval"), "approval")
    assert missing(made) == ["house-not-released"]
    made.start({"folder": "other", "approved_on": "2020-03-09"}, "approval")
    assert missing(made) == ["house-not-released"]
    case = made.start({"folder": "plan"}, "approval")
    assert missing(made) == ["house-not-released"]
    made.complete(case, "a", approved_on="2020-03-09")
    assert missing(made) == []
    made.move("2020-03-10 09:00")
    made.publish(diagram(BODY, "plan", NEEDS), "plan")
    assert missing(made) == ["house-not-released"]


def test_a_case_under_way_approves_a_trial_and_no_more(made: Office) -> None:
    """What is approved may still be sent back or stopped; only the end that was meant lets everybody have it."""
    made.publish(diagram(TWO, "approval"), "approval")
    case = made.start({"folder": "plan"}, "approval")
    assert missing(made, on_trial=True) == ["house-not-released"]
    made.complete(case, "a", approved_on="2020-03-09")
    assert missing(made) == ["house-not-released"]
    assert missing(made, on_trial=True) == []
    made.complete(case, "b")
    assert missing(made, "终止,不推广") == ["house-not-released"]
    assert missing(made, "已发布") == missing(made) == []
