"""Why the gate refuses what BPMN allows: recorded runs of the unmodified library.

Each test says what BPMN 2.0 wants and asserts what SpiffWorkflow 3.2.0 does instead. A test that fails after
an upgrade of the library is good news: the refusal may be lifted.
"""

import re
from pathlib import Path

import pytest
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from engine.definitions import checks as checks_room
from engine.definitions.gate import check_file
from tests.engine.definitions.plain import PlainRun

FOLDER = Path(__file__).parent / "wrong_runs"

RULES = {
    "ad-hoc": "engine-ad-hoc",
    "behaviour": "engine-behaviour",
    "called-process": "engine-called-process",
    "compensation-boundary": "engine-compensation",
    "compensation-throw": "engine-compensation",
    "completion-quantity": "engine-quantity",
    "complex-gateway": "engine-complex-gateway",
    "cycle-boundary": "engine-cycle-once",
    "cycle-catch": "engine-cycle-once",
    "doubled-token": "engine-doubled-token",
    "event-by-reference": "engine-event-by-reference",
    "event-subprocess-error": "engine-event-subprocess",
    "event-subprocess-interrupting": "engine-event-subprocess",
    "event-subprocess-timer": "engine-event-subprocess",
    "explosion": "engine-explosion",
    "inclusive-join-in-loop": "engine-join-in-loop",
    "instantiate": "engine-instantiate",
    "join-in-loop": "engine-join-in-loop",
    "link": "engine-link",
    "multiple-event": "engine-multiple-event",
    "must-understand": "engine-must-understand",
    "no-end": "engine-no-end",
    "no-start": "engine-no-start",
    "receive-without-message": "engine-receive-without-message",
    "several-starts": "engine-several-starts",
    "signal-end": "engine-signal-end",
    "start-quantity": "engine-quantity",
    "uncaught-error": "engine-uncaught-error",
    "uncaught-error-beside": "engine-uncaught-error",
}


def run(name: str) -> PlainRun:
    return PlainRun(FOLDER / f"{name}.bpmn")


def test_every_recorded_diagram_is_in_the_table() -> None:
    assert {path.stem for path in FOLDER.glob("*.bpmn")} == set(RULES)


def test_every_refusal_for_the_engines_sake_has_a_recorded_run() -> None:
    checks = (Path(checks_room.__file__).parent).glob("*.py")
    refusals = {
        rule for path in checks for rule in re.findall(r'"(engine-[a-z-]+)"', path.read_text("utf-8"))
    }
    assert refusals == set(RULES.values())


@pytest.mark.parametrize("name", sorted(RULES))
def test_the_gate_refuses_it_for_that_reason(name: str) -> None:
    problems = check_file(FOLDER / f"{name}.bpmn")
    assert RULES[name] in {problem.rule for problem in problems if problem.severity == "error"}


@pytest.mark.parametrize(
    "name",
    ["called-process", "compensation-boundary", "complex-gateway", "instantiate", "no-end", "no-start"],
)
def test_the_library_cannot_read_it(name: str) -> None:
    with pytest.raises(ValidationException):
        run(name)


def test_an_ad_hoc_subprocess_breaks_the_run() -> None:
    with pytest.raises(KeyError, match="data_objects"):
        run("ad-hoc")


def test_a_signal_end_event_sends_nothing() -> None:
    """BPMN: the parallel branch catches the signal."""
    case = run("signal-end")
    case.complete("a")
    assert "c" in case.waiting
    assert not case.finished


def test_a_link_leads_nowhere() -> None:
    """BPMN: the token appears at the link's other end, before task a."""
    case = run("link")
    assert case.ready == []
    assert not case.finished


def test_thrown_compensation_does_nothing() -> None:
    """BPMN: the event starts the handlers of completed activities; the library passes it by."""
    case = run("compensation-throw")
    case.complete("a")
    assert case.finished


def test_an_error_start_runs_without_any_error() -> None:
    """BPMN: the event subprocess starts when the error is thrown, which here it never is."""
    assert run("event-subprocess-error").ready == ["a", "i"]


def test_a_timer_start_keeps_a_finished_process_open() -> None:
    """BPMN: when task a is done and the end reached, the process is over and the timer void."""
    case = run("event-subprocess-timer")
    case.complete("a")
    assert not case.finished


def test_an_interrupting_event_subprocess_interrupts_nothing() -> None:
    """BPMN: task a is withdrawn."""
    case = run("event-subprocess-interrupting")
    case.signal("停电")
    assert case.ready == ["a", "i"]


def test_start_quantity_is_ignored() -> None:
    """BPMN: task a waits for two tokens."""
    case = run("start-quantity")
    case.complete("x")
    assert case.ready == ["a", "y"]


def test_completion_quantity_is_ignored() -> None:
    """BPMN: two tokens leave task a, so b is ready twice."""
    case = run("completion-quantity")
    case.complete("a")
    assert case.ready == ["b"]


def test_a_multi_instance_behaviour_throws_no_event() -> None:
    """BPMN: behavior One throws the signal after the first instance; the boundary event catches it."""
    case = run("behaviour")
    case.complete("a")
    assert case.ready == ["a"]


def test_of_several_definitions_only_the_first_timer_is_read() -> None:
    """BPMN: any of the definitions fires the event, the second at once."""
    case = run("multiple-event")
    assert case.ready == []
    assert case.waiting == {"c"}


def test_a_blank_start_shuts_out_the_other() -> None:
    """BPMN: the message begins the process at its own start event, before task b."""
    case = run("several-starts")
    case.send("通知")
    assert case.ready == ["a"]


def test_a_receive_task_without_message_does_not_wait() -> None:
    assert run("receive-without-message").ready == ["a"]


def test_an_event_definition_by_reference_is_not_read() -> None:
    """BPMN: the event waits for the signal."""
    assert run("event-by-reference").ready == ["a"]


def test_an_uncaught_error_goes_on_as_if_nothing_had_happened() -> None:
    """BPMN: nobody catches the error, so the process cannot go on to what follows the subprocess."""
    case = run("uncaught-error")
    case.complete("x")
    assert case.ready == ["after"]


def test_an_uncaught_error_leaves_its_siblings_running() -> None:
    """BPMN: an error end event ends all that runs in its scope."""
    case = run("uncaught-error-beside")
    case.complete("x")
    assert case.ready == ["y"]


def test_a_catch_event_with_a_cycle_lets_through_again_and_again() -> None:
    """BPMN: an intermediate event fires once for one token."""
    case = run("cycle-catch")
    for _ in range(4):
        case.wait(0.02)
    assert case.ready == ["a", "a", "a"]


def test_an_interrupting_cycle_opens_its_path_three_times() -> None:
    """BPMN: the first firing ends task a, and h is ready once."""
    case = run("cycle-boundary")
    for _ in range(4):
        case.wait(0.02)
    assert case.ready == ["h", "h", "h"]


def test_two_tokens_on_one_way_into_a_join_become_one() -> None:
    """BPMN: the token that comes after the join has fired enables it again, so task m runs twice."""
    case = run("doubled-token")
    for name in ("a", "c", "b"):
        case.complete(name)
    assert case.ready == ["m"]


@pytest.mark.parametrize("name", ["join-in-loop", "inclusive-join-in-loop"])
def test_a_join_in_a_loop_fires_early_on_the_second_round(name: str) -> None:
    """BPMN: the join waits for both a and b in every round; here b alone opens the third."""
    case = run(name)
    for step in ("a", "b", "b"):
        case.complete(step)
    assert case.ready.count("b") == 1
    assert case.ready.count("c") == 3


def test_what_must_be_understood_is_passed_over() -> None:
    """BPMN: who does not know the extension cannot run the model rightly; here it asks for two people's signatures."""
    case = run("must-understand")
    case.complete("a")
    assert case.finished


def test_prediction_explodes() -> None:
    """What BPMN asks for here are five ready tasks."""
    assert run("explosion").size > 10_000
