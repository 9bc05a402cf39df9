"""What reaches a waiting case from outside its tasks: a request, a message, a signal, the answer of a service.

A request is a message event that a person may send by a button, a key or the API: `bj:request` on the event
says by which verb, who, with which form and when, for example 申请延期.
"""

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine import values
from engine.definitions.diagram import Extension, Node
from engine.people.actor import SYSTEM
from engine.refusals import Refused, StuckError
from engine.runtime.act import Act
from engine.runtime.authority import first_rule, require_one_of, require_running
from engine.runtime.choice import Waiting
from engine.runtime.fields import require_storable
from engine.runtime.scope import branch_of
from engine.runtime.waiting import arrive, correlation, waiting, waiting_for
from engine.words import words


def request(act: Act, verb: str, data: dict[str, Any]) -> None:
    """Send a case a request that its diagram waits for now.

    Raises Refused, with the rule that stands on the event, where nothing waits for it or its time is over.
    """
    require_running(act)
    require_storable(data)
    open_now = [found for found in _requests(act) if found[2].get("verb") == verb]
    if not open_now:
        raise Refused(words("办件此时不接受这项申请。"), kind="conflict", rule=_rule_of(act, verb))
    event, node, written = _mine(act, open_now)
    task = event.task
    if not act.holds(written.get("when").removeprefix("="), task):
        said = written.get("refusal") or words("已过可以提出的时限,不能受理。")
        raise Refused(said, kind="conflict", rule=first_rule(node), said=data)
    filled = act.case.program.validated(node.extension("form"), data, lambda: act.form_context(task))
    for name, value in filled.items():
        act.fields.write(name, value, branch_of(task), act.actor.login, node.id)
    act.record("request.received", node.id, verb=verb, name=node.label, fields=sorted(filled))
    arrive(event)


def _mine(act: Act, open_now: list[tuple[Waiting, Node, Extension]]) -> tuple[Waiting, Node, Extension]:
    """The first of the waiting events whose request the actor may send. Raises Refused where there is none."""
    refused: Refused | None = None
    for event, node, written in open_now:
        try:
            require_one_of(act, str(act.value(written.get("by"), event.task) or ""), f"“{node.label}”")
        except Refused as error:
            refused = refused or error
        else:
            return event, node, written
    assert refused is not None
    raise refused


def _requests(act: Act) -> list[tuple[Waiting, Node, Extension]]:
    found = []
    for event, node in waiting(act):
        written = node.extension("request")
        if written is not None:
            found.append((event, node, written))
    return found


def _rule_of(act: Act, verb: str) -> str | None:
    """The rule on the event that would take this request, wherever it stands in the diagram."""
    for process in act.case.program.processes.values():
        for node in process.nodes.values():
            written = node.extension("request")
            if written is not None and written.get("verb") == verb:
                return first_rule(node)
    return None


def message(act: Act, name: str, key: str | None, data: dict[str, Any]) -> None:
    """Deliver a message to the one token that waits for it (1:1 by correlation key).

    Without a key any token that waits for the name will do. Raises Refused (conflict) where none waits, or
    where several wait and nothing tells them apart.
    """
    require_running(act)
    found = [
        (event, node)
        for event, node in waiting_for(act, "message", name)
        if key is None or correlation(act, node, event.task) in (None, key)
    ]
    if len(found) != 1:
        said = words("没有环节在等") if not found else words("有 %(n)s 处在等", n=len(found))
        raise Refused(words("%(said)s消息“%(name)s”,没有送达。", said=said, name=name), kind="conflict")
    _receive(act, found[0][0], "message.received", name, data)


def from_applicant(act: Act, element: str, data: dict[str, Any]) -> None:
    """Bring what the applicant sends to the message event that takes it from them (`bj:public`).

    Raises Refused (conflict) where the case does not wait there now, (invalid) where its form is not satisfied.
    """
    require_running(act)
    found = [(event, node) for event, node in waiting(act) if node.id == element and node.extension("public")]
    if not found:
        raise Refused(words("办件现在不需要这项材料,或已经收到。请刷新页面看最新进展。"), kind="conflict")
    event, node = found[0]
    filled = act.case.program.validated(node.extension("form"), data, lambda: act.form_context(event.task))
    _receive(act, event, "message.received", node.label, filled)


def signal(act: Act, name: str, data: dict[str, Any]) -> int:
    """Let every token that waits for a signal go on (1:n); how many there were."""
    require_running(act)
    found = waiting_for(act, "signal", name)
    for event, _ in found:
        _receive(act, event, "signal.received", name, data)
    return len(found)


def _receive(act: Act, event: Waiting, what: str, name: str, data: dict[str, Any]) -> None:
    require_storable(data)
    for field, value in data.items():
        act.fields.write(field, value, branch_of(event.task), act.actor.login, event.element)
    act.record(what, event.element, name=name)
    arrive(event)


def answer_service(act: Act, number: int, output: dict[str, Any]) -> None:
    """Bring a service's answer to the task that waits for it. An answer that comes twice changes nothing."""
    task = act.case.tree.find(number)
    if task is None or task.state != TaskState.STARTED:
        return
    node = act.node(task)
    service = node.extension("service")
    if service is None:
        raise StuckError(words("这个环节不等服务的回音"), node.id)
    require_storable(output)
    task.data["answer"] = output
    for written in service.all("output"):
        value = act.value(written.get("value"), task)
        act.fields.write(written.get("name"), value, branch_of(task), SYSTEM.login, node.id)
    del task.data["answer"]
    personal = any(act.fields.is_personal(written.get("name")) for written in service.all("output"))
    said = None if personal else values.to_json(output)
    act.record("service.answered", node.id, operation=service.get("operation"), output=said)
    task.complete()
    act.completed(task)
