"""Events the gate accepts, run through the engine: what waits on activities, what goes up."""

from __future__ import annotations

import pytest

from engine.people.actor import SYSTEM
from tests.support.elements import (
    ANY_ERROR,
    END,
    ERROR,
    ESCALATION,
    MESSAGE,
    OTHER_ERROR,
    SIGNAL,
    START,
    Publish,
    condition,
    ended,
    event,
    many,
    on,
    run,
    script,
    sub,
    timer,
)
from tests.support.office import Office, flows, task


# --- events on activities ------------------------------------------------------------------------------------
@pytest.mark.parametrize("gentle", [False, True])
@pytest.mark.parametrize("kind", ["message", "signal", "timer", "condition"])
def test_a_boundary_event_interrupts_or_not(made: Office, publish: Publish, kind: str, gentle: bool) -> None:
    """On a subprocess with two tasks inside; a gentle one happens again."""
    definition = {
        "message": MESSAGE,
        "signal": SIGNAL,
        "timer": timer("P1D") if not gentle else timer("R2/P1D", "timeCycle"),
        "condition": condition("x = 1"),
    }[kind]
    inner = (
        '<bpmn:parallelGateway id="ip"/>'
        + task("a")
        + task("b")
        + '<bpmn:endEvent id="ia"/><bpmn:endEvent id="ib"/>'
    )
    inner += flows("w-s>ip", "ip>a", "ip>b", "a>ia", "b>ib")
    body = START + '<bpmn:parallelGateway id="fork"/>' + sub("w", inner) + task("z", name="z") + END
    body += (
        '<bpmn:endEvent id="f"/>'
        + on("w", "hit", definition, gentle)
        + flows("s>fork", "fork>w", "fork>z", "w>e", "z>f")
    )
    case = run(made, publish, body)
    times = 2 if gentle and kind != "condition" else 1
    for moment in range(times):
        match kind:
            case "message":
                made.engine.message("回函", None, {}, SYSTEM)
            case "signal":
                made.engine.signal("停工", {}, SYSTEM)
                made.settle()
            case "timer":
                made.move(f"2020-03-{10 + moment} 09:00")
            case "condition":
                made.complete(case, "z", x=1)
    rest = [] if kind == "condition" else ["z"]
    assert made.elements(case) == sorted((["a", "b"] if gentle else []) + ["hit-t"] * times + rest)
    while made.elements(case):
        made.complete(case, made.elements(case)[0])
    assert ended(made, case)


def test_a_condition_that_holds_at_once_interrupts_what_would_go_on(made: Office, publish: Publish) -> None:
    inner = script("a", "x = 5") + '<bpmn:endEvent id="ie"/>' + flows("w-s>a", "a>ie")
    body = START + sub("w", inner) + END + on("w", "hit", condition("x = 1")) + flows("s>w", "w>e")
    case = run(made, publish, body, {"x": 1})
    assert made.elements(case) == ["hit-t"]
    assert made.field(case, "x") == 1


def test_a_condition_happens_when_it_turns_true(made: Office, publish: Publish) -> None:
    body = (
        START
        + task("a")
        + task("b")
        + task("c")
        + task("d")
        + END
        + on("w", "hit", condition("x &gt; 1"), True)
    )
    inner = task("a") + task("b") + task("c") + task("d") + '<bpmn:endEvent id="ie"/>'
    inner += flows("w-s>a", "a>b", "b>c", "c>d", "d>ie")
    body = START + sub("w", inner) + END + on("w", "hit", condition("x &gt; 1"), True) + flows("s>w", "w>e")
    case = run(made, publish, body, {"x": 0})
    seen = []
    for element, x in (("a", 2), ("b", 3), ("c", 1), ("d", 2)):
        made.complete(case, element, x=x)
        seen.append(made.elements(case).count("hit-t"))
    assert seen == [1, 1, 1, 1]
    made.complete(case, "hit-t")
    assert ended(made, case)


def test_a_condition_to_wait_for(made: Office, publish: Publish) -> None:
    body = (
        START
        + '<bpmn:parallelGateway id="fork"/>'
        + event("c", "intermediateCatchEvent", condition("x &gt; 1"))
    )
    body += task("a") + task("b") + END + '<bpmn:endEvent id="f"/>'
    case = run(made, publish, body + flows("s>fork", "fork>c", "fork>a", "a>f", "c>b", "b>e"))
    assert made.elements(case) == ["a"]
    made.complete(case, "a", x=2)
    assert made.elements(case) == ["b"]


# --- what goes up --------------------------------------------------------------------------------------------
def throwing(kind: str) -> str:
    """The inside of a subprocess `w`: after task a an error, an escalation or a cancellation."""
    definition = {"error": ERROR, "escalation": ESCALATION, "cancel": "<bpmn:cancelEventDefinition/>"}[kind]
    inner = task("a") + task("b") + event("boom", "endEvent", definition) + '<bpmn:endEvent id="ib"/>'
    return inner + '<bpmn:parallelGateway id="ip"/>' + flows("w-s>ip", "ip>a", "ip>b", "a>boom", "b>ib")


@pytest.mark.parametrize("definition", [ERROR, ANY_ERROR])
def test_an_error_is_caught_by_the_activity_around_it(
    made: Office, publish: Publish, definition: str
) -> None:
    body = START + sub("w", throwing("error")) + task("next") + END + on("w", "hit", definition)
    case = run(made, publish, body + flows("s>w", "w>next", "next>e"))
    made.complete(case, "a")
    assert made.elements(case) == ["hit-t"]
    made.complete(case, "hit-t")
    assert ended(made, case)


def test_an_error_is_caught_by_its_code_and_further_out(made: Office, publish: Publish) -> None:
    """The boundary event of the inner activity names another code: the outer one catches."""
    outer = sub("w", throwing("error")) + on("w", "inner", OTHER_ERROR) + '<bpmn:endEvent id="oe"/>'
    body = START + sub("o", outer + flows("o-s>w", "w>oe")) + on("o", "outer", ANY_ERROR) + END
    case = run(made, publish, body + flows("s>o", "o>e"))
    made.complete(case, "a")
    assert made.elements(case) == ["outer-t"]


def test_an_error_is_not_caught_beside(made: Office, publish: Publish) -> None:
    """Two activities side by side that catch the same error: only the one it happens in is left."""
    twin = task("c") + '<bpmn:endEvent id="ve"/>' + flows("v-s>c", "c>ve")
    body = START + '<bpmn:parallelGateway id="fork"/>' + sub("w", throwing("error")) + sub("v", twin) + END
    body += '<bpmn:endEvent id="f"/>' + on("w", "mine", ERROR) + on("v", "other", ERROR)
    case = run(made, publish, body + flows("s>fork", "fork>w", "fork>v", "w>e", "v>f"))
    made.complete(case, "a")
    assert made.elements(case) == ["c", "mine-t"]


@pytest.mark.parametrize("gentle", [False, True])
def test_an_escalation_interrupts_or_not(made: Office, publish: Publish, gentle: bool) -> None:
    inner = (
        task("a")
        + event("up", "intermediateThrowEvent", ESCALATION)
        + event("again", "intermediateThrowEvent", ESCALATION)
    )
    inner += task("b") + '<bpmn:endEvent id="ie"/>' + flows("w-s>a", "a>up", "up>again", "again>b", "b>ie")
    body = START + sub("w", inner) + task("next") + END + on("w", "hit", ESCALATION, gentle)
    case = run(made, publish, body + flows("s>w", "w>next", "next>e"))
    made.complete(case, "a")
    assert made.elements(case) == (["b", "hit-t", "hit-t"] if gentle else ["hit-t"])
    while made.elements(case):
        made.complete(case, made.elements(case)[0])
    assert ended(made, case)


def test_an_escalation_nobody_catches_goes_by(made: Office, publish: Publish) -> None:
    inner = throwing("escalation")
    body = START + sub("w", inner) + END
    case = run(made, publish, body + flows("s>w", "w>e"))
    made.complete(case, "a")
    assert made.elements(case) == ["b"]
    made.complete(case, "b")
    assert ended(made, case)


def test_a_cancelled_transaction_leaves_by_its_cancel_event(made: Office, publish: Publish) -> None:
    cancelled = on("w", "hit", "<bpmn:cancelEventDefinition/>")
    body = START + sub("w", throwing("cancel"), "transaction") + task("next") + END + cancelled
    case = run(made, publish, body + flows("s>w", "w>next", "next>e"))
    made.complete(case, "a")
    assert made.elements(case) == ["hit-t"]
    other = made.start()
    made.complete(other, "b")
    assert made.elements(other) == ["a"]


def test_an_error_in_one_branch_of_many_leaves_them_all(made: Office, publish: Publish) -> None:
    """A multi-instance subprocess whose branch fails: no task of any branch remains."""
    inner = (
        task("a", "承办人", unit="= unit")
        + '<bpmn:exclusiveGateway id="x" default="x-ok"/><bpmn:endEvent id="ok"/>'
    )
    inner += event("boom", "endEvent", ERROR) + flows("w-s>a", "a>x", "x>ok", "x>boom?bad")
    case = run(made, publish, START + many("w", inner) + END + on("w", "hit", ERROR) + flows("s>w", "w>e"),
               {"units": ["住建局", "发改局", "财政局"]})  # fmt: skip
    assert len(made.open(case)) == 3
    made.complete(case, "a", bad=False)
    made.complete(case, "a", bad=True)
    assert made.elements(case) == ["hit-t"]
    made.complete(case, "hit-t")
    assert ended(made, case)


def test_a_terminate_end_stops_what_runs_beside_it(made: Office, publish: Publish) -> None:
    """Inside a subprocess only the subprocess ends; a script ready beside it does not run any more."""
    inner = task("a") + event("stop", "endEvent", "<bpmn:terminateEventDefinition/>") + task("b")
    inner += '<bpmn:parallelGateway id="ip"/><bpmn:endEvent id="ib"/>' + flows(
        "w-s>ip", "ip>a", "ip>b", "a>stop", "b>ib"
    )
    body = (
        START
        + sub("w", inner)
        + '<bpmn:parallelGateway id="fork"/>'
        + event("halt", "endEvent", "<bpmn:terminateEventDefinition/>")
    )
    body += script("x", "ran = true") + task("c") + '<bpmn:endEvent id="f"/>'
    case = run(made, publish, body + flows("s>w", "w>fork", "fork>halt", "fork>x", "x>c", "c>f"))
    made.complete(case, "a")
    assert ended(made, case)
    assert made.scopes(case, "ran") == set()
    assert made.open(case) == []
