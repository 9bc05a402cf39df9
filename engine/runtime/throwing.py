"""What events throw: up to the activity that surrounds them, or out of the case.

Errors, escalations and cancellations go up and are caught by the nearest boundary event around them, and by
nothing beside it (BPMN 2.0.2, 10.5.6). Messages and signals leave the case through the inbox; a signal
reaches the case's own waiting tokens at once.
"""

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine import values
from engine.database import new_key
from engine.definitions.diagram import THROWING_TYPES, Node
from engine.refusals import StuckError
from engine.runtime.act import Act
from engine.runtime.choice import Waiting
from engine.runtime.scope import branch_of
from engine.runtime.waiting import arrive, correlation, waiting_for
from engine.words import words

_UPWARDS = ("error", "escalation", "cancel")
_WORDS = {"error": words("错误"), "cancel": words("取消")}


def throw(act: Act, task: Task, node: Node) -> None:
    """Deliver what a completed event or send task throws, if anything. Raises StuckError for what none catches."""
    if node.type in THROWING_TYPES and node.event is not None and node.event.kind in _UPWARDS:
        _raise(act, task, node, node.event.kind)
    elif (node.type in THROWING_TYPES or node.type == "sendTask") and node.extension("service") is None:
        found = act.case.program.trigger_of(node)
        if found is not None:
            _send(act, task, node, *found)


# --- upwards --------------------------------------------------------------------------------------------------
def _raise(act: Act, task: Task, node: Node, kind: str) -> None:
    thrown = act.case.program.trigger(node)
    code = thrown.code if thrown is not None else None
    act.record(f"{kind}.thrown", node.id, code=code)
    for host in _around(task):
        caught = _catching(act, host, kind, code)
        if caught is not None:
            _take_along(act, task, node, caught)
            arrive(caught)
            return
    is_inner = task.workflow.parent_task_id is not None
    if kind == "cancel" or (kind == "error" and is_inner):
        raise StuckError(
            words(
                "抛出的%(words)s没有边界事件捕获;请在外层子流程边上画%(words)s边界事件", words=_WORDS[kind]
            ),
            node.id,
        )


def _take_along(act: Act, task: Task, node: Node, caught: Waiting) -> None:
    """Write what is thrown along (`bj:input`) where it is caught.

    The way from a non-interrupting event may be gone several times at once: each time is a branch of its own.
    """
    data = {item.get("name"): act.value(item.get("value"), task) for item in node.all("input")}
    if not data:
        return
    if not caught.task.task_spec.cancel_activity:
        caught.task.internal_data["apart"] = act.case.tree.number(caught.task)
    for field, value in data.items():
        act.fields.write(field, value, branch_of(caught.task), act.actor.login, caught.element)


def _around(task: Task) -> Iterator[Task]:
    """The activities around a task, from the inside out; of a multi-instance one its loop too."""
    owner = task.workflow.parent_task_id
    while owner is not None:
        host = task.workflow.top_workflow.get_task_from_id(owner)
        yield host
        if "key_or_index" in host.internal_data or "iteration" in host.internal_data:
            yield host.parent
        owner = host.workflow.parent_task_id


def _catching(act: Act, host: Task, kind: str, code: str | None) -> Waiting | None:
    """The boundary event of an activity that catches this; one that names the code goes before one for all."""
    found: dict[bool, Waiting] = {}
    for beside in host.parent.children if host.parent is not None else ():
        node = act.find_node(beside)
        if not isinstance(beside.task_spec, BoundaryEvent) or not beside.has_state(TaskState.WAITING):
            continue
        if node is not None and node.event is not None and node.event.kind == kind:
            caught = act.case.program.trigger(node)
            wanted = caught.code if caught is not None else None
            if wanted in (None, code):
                found[wanted is not None] = Waiting(beside, node.id, beside.task_spec.event_definition)
    return found.get(True) or found.get(False)


# --- outwards -------------------------------------------------------------------------------------------------
def _send(act: Act, task: Task, node: Node, kind: str, name: str) -> None:
    data = {item.get("name"): act.value(item.get("value"), task) for item in node.all("input")}
    key = correlation(act, node, task) if kind == "message" else None
    if key == "":
        raise StuckError(
            words("消息“%(name)s”的对应键(bj:correlation)没有值,不知道发给哪个办件", name=name), node.id
        )
    payload = {
        "name": name,
        "key": key,
        "data": values.to_json(data),
        "from": act.case.id.hex,
        "element": node.id,
    }
    act.changes.inbox.append(incoming(new_key().hex, kind, payload, act))
    act.record(f"{kind}.sent", node.id, name=name, key=key)
    if kind == "signal":
        for event, caught in waiting_for(act, kind, name):
            if not _comes_from(event.task, task):
                for field, value in data.items():
                    act.fields.write(field, value, "", act.actor.login, caught.id)
                act.record("signal.received", caught.id, name=name)
                arrive(event)


def incoming(key: str, kind: str, payload: dict[str, Any], act: Act) -> dict[str, Any]:
    """An inbox row that has not been delivered yet."""
    return {
        "key": key,
        "instance_id": None,
        "kind": kind,
        "payload": payload,
        "received_at": act.recorded_at,
        "done_at": None,
        "error": None,
    }


def _comes_from(task: Task, origin: Task) -> bool:
    """Whether a task lies behind another: it did not wait yet when that one ran."""
    current: Task | None = task
    while current is not None and current is not origin:
        current = current.parent
    return current is origin
