"""What elements of a diagram do in the office: papers, scores, messages, leads, tables, services."""

from datetime import date, datetime
from typing import Any

from SpiffWorkflow.task import Task

from engine import values
from engine.database import new_key
from engine.definitions.diagram import Extension, Node
from engine.people.actor import SYSTEM
from engine.people.directory import Unit
from engine.runtime import clocks, deadlines, keeping, leads, registering, reversing
from engine.runtime.act import Act
from engine.runtime.refusals import StuckError
from engine.runtime.scope import branch_of
from engine.runtime.telling import APPLICANT
from engine.runtime.voting import BALLOT
from engine.time import clock


def perform(act: Act, task: Task, node: Node) -> bool | None:
    """Do what a service, send or business-rule task is for. None when an answer from outside must come."""
    if node.type == "businessRuleTask":
        _decide(act, task, node)
    service = node.extension("service")
    if service is None:
        return True
    inputs = {item.get("name"): act.value(item.get("value"), task) for item in service.all("input")}
    act.changes.outbox.append(
        _outgoing(
            act,
            "service",
            {
                "operation": service.get("operation"),
                "task": act.case.tree.number(task),
                "input": values.to_json(inputs),
            },
        )
    )
    return None


def _decide(act: Act, task: Task, node: Node) -> None:
    written = node.extension("decision")
    decision = act.case.program.decisions.get(written.get("ref")) if written else None
    if written is None or decision is None:
        raise StuckError("没有写明用哪张决策表,或表不在流程文件夹里(bj:decision ref)", node.id)
    result = act.decide(decision, task)
    branch, name = branch_of(task), written.get("result")
    if name:
        act.fields.write(name, result, branch, SYSTEM.login, node.id)
    elif isinstance(result, dict):
        for key, value in result.items():
            act.fields.write(key, value, branch, SYSTEM.login, node.id)
    else:
        raise StuckError("决策表只有一列输出时须写明结果存入哪个字段(bj:decision result)", node.id)


def effects(act: Act, task: Task, node: Node) -> None:
    """Issue the papers, record the scores, send the messages that stand on an element."""
    paper: dict[str, Any] | None = None
    for written in node.extensions:
        if written.name not in _EFFECTS or not act.holds(written.get("when").removeprefix("="), task):
            continue
        made = _EFFECTS[written.name](act, task, node, written, paper)
        paper = made or paper


def _unit(act: Act, text: str, task: Task, node: Node) -> Unit | None:
    value = act.value(text, task) if text else None
    if value is None:
        unit_id = act.case.row["unit_id"]
        return act.world.directory.units[unit_id] if unit_id else None
    found = act.world.directory.find_unit(str(value))
    if found is None:
        raise StuckError(f"单位名录中没有“{value}”", node.id)
    return found


def _units(act: Act, text: str, task: Task, node: Node) -> list[Unit]:
    """The units a value names: one, or each of a list once."""
    value = act.value(text, task)
    named = value if isinstance(value, list) else [value]
    found = {name: act.world.directory.find_unit(str(name)) for name in named if name}
    for name, unit in found.items():
        if unit is None:
            raise StuckError(f"单位名录中没有“{name}”", node.id)
    return list({unit.id: unit for unit in found.values() if unit is not None}.values())


def _issue(act: Act, task: Task, node: Node, written: Extension, _: Any) -> dict[str, Any]:
    """Issue a paper: its record is written now, its number taken last, its file rendered afterwards."""
    unit = _unit(act, written.get("to"), task, node)
    template = act.case.program.template_digest(written.get("template"))
    deadlines.open_entered(act)
    due = {d.name: d.due_on.isoformat() if d.due_on else None for d in act.case.deadlines}
    record: dict[str, Any] = {
        "kind": written.get("kind"),
        "number": None,
        "unit": unit.name if unit else None,
        "issued_on": clock.civil_date(act.now).isoformat(),
        "case_number": act.case.row["number"],
        "title": act.case.row["title"],
        "started_on": clock.civil_date(act.case.row["started_at"]).isoformat(),
        "due": due,
        "fields": values.to_json({**act.fields.visible(branch_of(task)), **_ballot(task)}),
    }
    row: dict[str, Any] = {
        "id": new_key(),
        "instance_id": act.case.id,
        "kind": written.get("kind"),
        "number": written.get("number") or None,
        "unit_id": unit.id if unit else None,
        "element": node.id,
        "template": template,
        "record": record,
        "due_at": act.now,
        "issued_at": act.recorded_at,
        "issued_by": act.actor.login,
        "file_digest": None,
        "rendered_at": None,
    }
    act.changes.documents.append(row)
    act.changes.outbox.append(_outgoing(act, "render", {"document": row["id"].hex}))
    act.record(
        "document.issued",
        node.id,
        kind=row["kind"],
        unit=unit.short_name if unit else None,
        document=row["id"].hex,
    )
    return row


def _ballot(task: Task) -> dict[str, Any]:
    """What was just decided (审批环节的 decision、opinion): it stands with the token, not in the case's record."""
    return {name: task.data[name] for name in BALLOT if name in task.data}


def _score(act: Act, task: Task, node: Node, written: Extension, paper: dict[str, Any] | None) -> None:
    points = act.calculate(written.get("points").removeprefix("="), task)
    units = _units(act, written.get("unit"), task, node)
    if not units or not isinstance(points, int):
        raise StuckError(f"记分须有单位和整数分值,得到的是“{points}”", node.id)
    for unit in units:
        _record_score(act, node, written.get("rule"), unit, points, paper)


def _record_score(
    act: Act, node: Node, rule: str, unit: Unit, points: int, paper: dict[str, Any] | None
) -> None:
    row: dict[str, Any] = {
        "id": new_key(),
        "unit_id": unit.id,
        "year": clock.civil_date(act.now).year,
        "points": points,
        "rule": rule,
        "instance_id": act.case.id,
        "document_id": paper["id"] if paper else None,
        "recorded_at": act.now,
        "reversal_of": None,
    }
    act.changes.scores.append(row)
    act.record("score.recorded", node.id, unit=unit.short_name, points=points, rule=row["rule"])


def _notify(act: Act, task: Task, node: Node, written: Extension, _: Any) -> None:
    text = fill_in(act, written.get("text"), task)
    if written.get("phone"):
        _tell(act, node, written.get("phone"), text)
        return
    to = str(act.value(written.get("to"), task) or "")
    found = act.candidates(to)
    row: dict[str, Any] = {
        "id": new_key(),
        "instance_id": act.case.id,
        "unit_id": found.unit_id,
        "post_id": found.post_id,
        "person_id": None,
        "text": text,
        "sent_at": act.now,
        "read_at": None,
    }
    act.changes.notifications.append(row)
    if written.get("channel") == "sms":
        act.changes.outbox.append(_outgoing(act, "notice", {"notification": row["id"].hex}))
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
    act.changes.outbox.append(_outgoing(act, "applicant", {"notification": row["id"].hex}))
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
            unit=_unit(act, written.get("unit"), task, node),
            reason=fill_in(act, written.get("reason"), task),
            rule=written.get("rule"),
            post=str(act.value(written.get("post"), task) or "") or None,
        ),
    )


def _reverse(act: Act, task: Task, node: Node, written: Extension, _: Any) -> None:
    """Send the taking back of a paper's points to the case that recorded them; it is an act of that case.

    With `since` those of this case's own papers from that day on are taken back here and now.
    """
    if written.get("since"):
        _reverse_own(act, task, node, written)
        return
    data = {name: str(act.value(written.get(name), task) or "") for name in ("kind", "number", "reason")}
    missing = [name for name, value in data.items() if not value]
    if missing:
        raise StuckError(f"冲回积分(bj:reverse)的 {'、'.join(missing)} 没有值", node.id)
    payload = {
        "name": f"冲回{data['kind']}{data['number']}",
        "data": data,
        "from": act.case.id.hex,
        "element": node.id,
    }
    act.changes.inbox.append(
        {
            "key": new_key().hex,
            "instance_id": None,
            "kind": "reverse",
            "payload": payload,
            "received_at": act.recorded_at,
            "done_at": None,
            "error": None,
        }
    )


def _reverse_own(act: Act, task: Task, node: Node, written: Extension) -> None:
    since = act.value(written.get("since"), task)
    kind, reason = (str(act.value(written.get(name), task) or "") for name in ("kind", "reason"))
    if not isinstance(since, date) or isinstance(since, datetime) or not kind or not reason:
        raise StuckError("冲回积分(bj:reverse)须有 kind、reason,since 应是日期", node.id)
    reversing.take_back_papers(act, kind, since, reason)


def _outgoing(act: Act, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": new_key(),
        "instance_id": act.case.id,
        "kind": kind,
        "payload": payload,
        "created_at": act.recorded_at,
        "next_attempt_at": act.recorded_at,
        "attempts": 0,
        "delivered_at": None,
        "error": None,
    }


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
    "document": _issue,
    "score": _score,
    "notify": _notify,
    "liability": _liability,
    "reverse": _reverse,
    "extend": _extend,
    "pause": _pause,
    "resume": _resume,
}
