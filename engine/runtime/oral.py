"""口头批示: what a leader said, written down by whom the diagram names; it takes effect when the leader confirms it.

Until then it is only a note on the leader's own open task: nothing of it is case data, no token moves, no limit
stands still. `bj:verbs oral` on the element says who may write it down.
"""

from typing import Any
from uuid import UUID

from engine import values
from engine.definitions.diagram import Node
from engine.refusals import Refused
from engine.runtime import acts, handing, user_tasks
from engine.runtime.act import Act
from engine.runtime.authority import first_rule, my_task, open_task, require_one_of, require_running
from engine.runtime.fields import require_storable
from engine.words import words

ORAL = "oral"
"""The key under which a task's row keeps what was written down, until it is confirmed, denied or overtaken."""


def record(act: Act, task_id: UUID, data: dict[str, Any]) -> None:
    """Write down what the one whose task it is said (代记): the form's answers, to be confirmed. Raises Refused."""
    require_running(act)
    require_storable(data)
    row = open_task(act, task_id)
    task = handing.task_of(act, row)
    node = act.node(task)
    _require_recorder(act, row, node, act.value(_who(node), task))
    filled = act.validated(node, data, task)
    if any(map(act.fields.is_personal, filled)):
        raise Refused(
            words("这张表里有个人信息,不能代记,请由本人办理。"), kind="forbidden", rule=first_rule(node)
        )
    row["answer"] = {ORAL: values.to_json(data), "by": act.actor.login, "at": act.now.isoformat()}
    act.changes.user_task(row)
    act.record("oral.recorded", node.id, name=row["name"], task=task_id.hex, **_said(filled))
    text = words(
        "%(who)s代记了您对“%(name)s”的口头批示,请确认;确认前不生效。", who=act.actor.name, name=row["name"]
    )
    act.notify(row["unit_id"], row["post_id"], row["assignee"], text)


def confirm(act: Act, task_id: UUID) -> None:
    """Let what was written down take effect, as the doing of the one who said it. Raises Refused."""
    row = my_task(act, task_id)
    kept = _kept(row)
    if act.entry.on_behalf is not None or kept["by"] == act.actor.login:
        raise Refused(words("口头批示只能由作出批示的人本人确认。"), kind="forbidden")
    row["answer"] = None
    act.record("oral.confirmed", row["element"], name=row["name"], task=task_id.hex, by=kept["by"])
    acts.complete(act, task_id, values.from_json(kept[ORAL]))


def deny(act: Act, task_id: UUID, reason: str) -> None:
    """Say that it was not said, or not so: the note goes, the task stays, who wrote it down is told. Raises Refused."""
    row = my_task(act, task_id)
    kept = _kept(row)
    said = reason.strip()
    if not said:
        raise Refused(words("请写明哪里不对。"), kind="invalid", problems={"reason": words("请写明哪里不对")})
    row["answer"] = None
    act.changes.user_task(row)
    act.record("oral.denied", row["element"], name=row["name"], task=task_id.hex, reason=said)
    recorder = act.world.directory.find_person(kept["by"])
    if recorder is not None:
        text = words("您代记的“%(name)s”口头批示没有确认:%(said)s", name=row["name"], said=said)
        act.notify(None, None, recorder.id, text)


def _who(node: Node) -> str:
    written = node.extension("verbs")
    who = written.get("oral") if written is not None else ""
    if not who:
        raise Refused(
            words("流程没有允许代记“%(label)s”的口头批示。", label=node.label),
            kind="forbidden",
            rule=first_rule(node),
        )
    return who


def _require_recorder(act: Act, row: dict[str, Any], node: Node, who: Any) -> None:
    if row["signer"] is not None:
        raise Refused(words("这个环节正在等加签人签署,不能代记。"), kind="conflict")
    own = row["assignee"] == act.actor.person_id if row["assignee"] is not None else False
    if own or (act.actor.person_id and user_tasks.is_open_to(act, row, act.actor.person_id)):
        raise Refused(words("这个环节由您办理,请直接办理。"), kind="conflict")
    require_one_of(act, str(who or ""), words("“%(label)s”的代记", label=node.label))


def _kept(row: dict[str, Any]) -> dict[str, Any]:
    kept = row["answer"] or {}
    if ORAL not in kept:
        raise Refused(words("没有等您确认的口头批示。"), kind="conflict")
    return dict(kept)


def _said(filled: dict[str, Any]) -> dict[str, Any]:
    """What the history tells of it: the decision and the opinion in words, of the rest which fields."""
    told = {name: filled[name] for name in ("decision", "opinion") if filled.get(name) is not None}
    rest = sorted(filled.keys() - told.keys())
    return {**values.to_json(told), **({"fields": rest} if rest else {})}
