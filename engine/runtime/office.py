"""What elements of a diagram do in the office: papers, scores, messages, leads, tables, services."""

from typing import Any

from SpiffWorkflow.task import Task

from engine import values
from engine.database import new_key
from engine.definitions.diagram import Extension, Node
from engine.people.actor import SYSTEM
from engine.refusals import StuckError
from engine.runtime import clocks, issuing, keeping, leads, registering, reversing
from engine.runtime.act import Act
from engine.runtime.scope import branch_of
from engine.runtime.telling import APPLICANT
from engine.words import words


def perform(act: Act, task: Task, node: Node) -> bool | None:
    """Do what a service, send or business-rule task is for. None when an answer from outside must come."""
    if node.type == "businessRuleTask":
        _decide(act, task, node)
    service = node.extension("service")
    if service is None:
        return True
    inputs = {item.get("name"): act.value(item.get("value"), task) for item in service.all("input")}
    act.send_out(
        "service",
        {
            "operation": service.get("operation"),
            "task": act.case.tree.number(task),
            "input": values.to_json(inputs),
        },
    )
    return None


def _decide(act: Act, task: Task, node: Node) -> None:
    written = node.extension("decision")
    decision = act.case.program.decisions.get(written.get("ref")) if written else None
    if written is None or decision is None:
        raise StuckError(words("没有写明用哪张决策表,或表不在流程文件夹里(bj:decision ref)"), node.id)
    result = act.decide(decision, task)
    branch, name = branch_of(task), written.get("result")
    if name:
        act.fields.write(name, result, branch, SYSTEM.login, node.id)
    elif isinstance(result, dict):
        for key, value in result.items():
            act.fields.write(key, value, branch, SYSTEM.login, node.id)
    else:
        raise StuckError(words("决策表只有一列输出时须写明结果存入哪个字段(bj:decision result)"), node.id)


def effects(act: Act, task: Task, node: Node) -> None:
    """Issue the papers, record the scores, send the messages that stand on an element."""
    paper: dict[str, Any] | None = None
    for written in node.extensions:
        if written.name not in _EFFECTS or not act.holds(written.get("when").removeprefix("="), task):
            continue
        made = _EFFECTS[written.name](act, task, node, written, paper)
        paper = made or paper


def _notify(act: Act, task: Task, node: Node, written: Extension, _: Any) -> None:
    text = fill_in(act, written.get("text"), task)
    if written.get("phone"):
        _tell(act, node, written.get("phone"), text)
        return
    to = act.value(written.get("to"), task)
    for each in to if isinstance(to, list) else [to]:
        _send(act, node, written, str(each or ""), text)


def _send(act: Act, node: Node, written: Extension, to: str, text: str) -> None:
    found = act.candidates(to)
    key = act.notify(found.unit_id, found.post_id, None, text)
    if written.get("channel") == "sms":
        act.send_out("notice", {"notification": key.hex})
    act.record("notification.sent", node.id, to=to, text=text)


def _tell(act: Act, node: Node, phone: str, text: str) -> None:
    """Write down what the applicant is to be told; the outbox sends it where a number and a gateway are."""
    row: dict[str, Any] = {
        "id": new_key(),
        "instance_id": act.case.id,
        "text": text,
        "sent_at": act.now,
        "phone": phone,
    }
    act.changes.notifications.append(row)
    act.send_out("applicant", {"notification": row["id"].hex})
    act.record("notification.sent", node.id, to=APPLICANT, text=text)


def fill_in(act: Act, text: str, task: Task | None) -> str:
    """A text with `{expression}` places filled in; every expression is FEEL."""
    parts = text.split("{")
    filled = [parts[0]]
    for part in parts[1:]:
        expression, _, rest = part.partition("}")
        filled += [display(act.calculate(expression, task)), rest]
    return "".join(filled)


def display(value: Any) -> str:
    """A value as a sentence shows it; nothing where there is none."""
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return f"{value.month}月{value.day}日"
    return str(value)


def _liability(act: Act, task: Task, node: Node, written: Extension, _: Any) -> None:
    place = node.extensions.index(written)
    leads.open_lead(
        act,
        leads.Lead(
            key=f"{act.case.id.hex}:{act.case.tree.number(task)}:{place}",
            element=node.id,
            label=node.label,
            unit=issuing.unit_meant(act, written.get("unit"), task, node),
            reason=fill_in(act, written.get("reason"), task),
            rule=written.get("rule"),
            post=str(act.value(written.get("post"), task) or "") or None,
        ),
    )


def _extend(act: Act, task: Task, _node: Node, written: Extension, _: Any) -> None:
    until = act.value(written.get("until") or written.get("by"), task)
    clocks.extend(
        act, written.get("deadline"), until, str(act.value(written.get("reason"), task) or ""), task
    )


def _pause(act: Act, task: Task, _node: Node, written: Extension, _: Any) -> None:
    clocks.pause(act, written.get("deadline"), str(act.value(written.get("reason"), task) or ""), task)


def _resume(act: Act, task: Task, _node: Node, written: Extension, _: Any) -> None:
    clocks.resume(act, written.get("deadline"), str(act.value(written.get("reason"), task) or ""), task)


def _keep(act: Act, task: Task, node: Node, written: Extension, _: Any) -> None:
    keeping.keep(act, task, node, written)


def _register(act: Act, task: Task, node: Node, written: Extension, _: Any) -> None:
    registering.register(act, task, node, written)


_EFFECTS: dict[str, Any] = {
    "register": _register,
    "keep": _keep,
    "document": issuing.issue,
    "score": issuing.score,
    "notify": _notify,
    "liability": _liability,
    "reverse": reversing.reverse,
    "extend": _extend,
    "pause": _pause,
    "resume": _resume,
}
