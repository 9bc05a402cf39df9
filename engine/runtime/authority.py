"""May this actor do this, here, now: asked before every act, refused in the clerk's words."""

from typing import Any
from uuid import UUID

from engine.definitions.diagram import Node, Process
from engine.people import oversight
from engine.people.actor import Actor
from engine.people.directory import Person
from engine.refusals import Refused, StuckError
from engine.runtime import deadlines, user_tasks
from engine.runtime.act import Act
from engine.runtime.case import Deadline
from engine.time import clock
from engine.words import side_by_side, words

_STATUS = {
    "suspended": words("已中止,恢复后才能办理"),
    "completed": words("已办结"),
    "cancelled": words("已撤销"),
}
VERBS = {
    "return": words("退回"),
    "withdraw": words("撤回"),
    "transfer": words("转交"),
    "delegate": words("委派"),
    "add_signer": words("加签"),
    "remove_signer": words("减签"),
    "pause_clock": words("暂停计时"),
    "resume_clock": words("恢复计时"),
    "suspend": words("中止办件"),
    "resume": words("恢复办件"),
    "cancel": words("撤销办件"),
    "remind": words("催办"),
    "copy_to": words("抄送"),
    "circulate": words("传阅"),
}
"""Verbs a diagram must allow, on an element (`bj:verbs`) or to somebody (`bj:case`), in the office's words."""

PLACES = {"before": words("前加签"), "beside": words("并加签"), "after": words("后加签")}
"""Where a signer may be added to a task."""


def require_running(act: Act) -> None:
    """Raises Refused (conflict) unless the case goes on."""
    status = act.case.row["status"]
    if status != "running":
        raise Refused(
            words("办件 %(number)s %(what)s。", number=act.case.row["number"], what=_STATUS[status]),
            kind="conflict",
        )


def open_task(act: Act, task_id: UUID) -> dict[str, Any]:
    """The open user task of this key. Raises Refused (conflict) where it has ended, saying who ended it."""
    row = act.case.open_tasks.of_key(task_id)
    if row is not None:
        return row
    ended = act.ended_task(task_id)
    if ended is None:
        raise Refused(words("这个环节已不在。请从待办列表重新进入。"), kind="gone")
    name, status, by = ended
    if status == "waiting":
        raise Refused(words("“%(name)s”正在等加签人签署,签署后回到经办人手中。", name=name), kind="conflict")
    if status == "completed":
        raise Refused(
            words("“%(name)s”已由%(by)s办结,您填写的内容没有提交。请查看办件的最新进展。", name=name, by=by),
            kind="conflict",
        )
    require_running(act)
    raise Refused(
        words("“%(name)s”已不需办理(办件有了新的进展)。您填写的内容没有提交。", name=name), kind="conflict"
    )


def my_task(act: Act, task_id: UUID) -> dict[str, Any]:
    """The open task, which must be the actor's to do. Raises Refused."""
    row = open_task(act, task_id)
    require_running(act)
    if act.actor.is_system or row["assignee"] == act.actor.person_id:
        return row
    if row["assignee"] is not None:
        holder = act.world.directory.people[row["assignee"]]
        raise Refused(
            words("“%(name)s”已由%(name2)s认领,请与其联系。", name=row["name"], name2=holder.name),
            kind="conflict",
        )
    _require_unbiased(act, row)
    if not user_tasks.is_open_to(act, row, act.actor.person_id):
        said = words("“%(name)s”不由您办理。", name=row["name"])
        raise Refused(said, kind="forbidden", rule=_assigning_rule(act, row))
    act.entry.on_behalf = user_tasks.deputised_post(act, row)
    return row


def _require_unbiased(act: Act, row: dict[str, Any], person_id: UUID | None = None) -> None:
    """Raises Refused (forbidden) where somebody holds a post of the unit the task is about (回避, CP-08)."""
    who, on = person_id or act.actor.person_id, clock.civil_date(act.now)
    if who is not None and act.world.directory.is_recused(who, row["recused"], on):
        raise Refused(
            words(
                "“%(name)s”涉及%(unit_name)s,该单位的人须回避,不得办理。",
                name=row["name"],
                unit_name=act.unit_name(row["recused"]),
            ),
            kind="forbidden",
            rule=first_rule(node) if (node := _node_of(act, row)) is not None else None,
        )


def _assigning_rule(act: Act, row: dict[str, Any]) -> str | None:
    """The rule that says whose the task is (`bj:rule of="assignment"`), where the diagram names one."""
    node = _node_of(act, row)
    rules = node.all("rule") if node is not None else ()
    return next((each.get("id") for each in rules if "assignment" in each.get("of").split()), None)


def _node_of(act: Act, row: dict[str, Any]) -> Node | None:
    task = act.case.tree.find(row["engine_task"])
    return act.find_node(task) if task is not None else None


def require_verb(node: Node, verb: str) -> None:
    """Raises Refused (forbidden) unless the diagram allows this verb on the element."""
    written = node.extension("verbs")
    if written is None or verb not in written.get("allow").split():
        raise Refused(
            words("流程没有允许在“%(label)s”这一环节%(what)s。", label=node.label, what=VERBS[verb]),
            kind="forbidden",
            rule=first_rule(node),
        )


def require_place(node: Node, place: str) -> None:
    """Raises Refused unless the diagram lets signers be added `before`, `beside` or `after` (`bj:verbs signers`)."""
    if place not in PLACES:
        raise Refused(
            words("加签的位置应是 before、beside 或 after。"),
            kind="invalid",
            problems={"place": words("没有这个位置")},
        )
    written = node.extension("verbs")
    allowed = (written.get("signers") if written is not None else "").split()
    if allowed and place not in allowed:
        raise Refused(
            words("流程没有允许在“%(label)s”这一环节%(what)s。", label=node.label, what=PLACES[place]),
            kind="forbidden",
            rule=first_rule(node),
        )


def first_rule(node: Node | Process) -> str | None:
    """The first rule an element carries out, to be named in a refusal."""
    written = node.extension("rule")
    return written.get("id") if written is not None else None


def colleague(act: Act, row: dict[str, Any], login: str) -> Person:
    """Somebody of the task's own unit, to whom it may be handed. Raises Refused (invalid)."""
    directory, on = act.world.directory, clock.civil_date(act.now)
    person = directory.find_holder(login, on)
    if person is None or not person.active:
        raise Refused(
            words("名录中没有“%(login)s”。", login=login),
            kind="invalid",
            problems={"to": words("请从名录中选择")},
        )
    if row["unit_id"] is None:
        raise Refused(words("“%(name)s”指定到人,不能转交、委派。", name=row["name"]), kind="forbidden")
    _require_unbiased(act, row, person.id)
    if row["unit_id"] not in directory.units_of(person.id, on):
        unit = act.unit_name(row["unit_id"])
        raise Refused(
            words("只能交给%(unit)s的同事;移送其他单位请用转办。", unit=unit),
            kind="invalid",
            problems={"to": words("不是本单位的人")},
        )
    return person


def require_steering(act: Act, verb: str, deadline: Deadline | None = None) -> None:
    """Raises Refused (forbidden) unless the diagram lets the actor steer the case (`bj:case steer`).

    A deadline's clock may also be stopped by who has a task under it whose element allows the verb (`bj:verbs`).
    """
    who = named(act, "steer")
    if act.actor.is_system or is_any_of(act, who):
        return
    if deadline is None or not _allowed_by_task(act, verb, deadline):
        raise not_theirs(act, verb, who)


def require_canceller(act: Act) -> None:
    """Raises Refused (forbidden) unless the actor may end the case: whom `bj:case cancel` names, else its initiator."""
    who = named(act, "cancel")
    if act.actor.is_system or is_any_of(act, who):
        return
    if who:
        raise not_theirs(act, "cancel", who)
    if act.case.row["started_by"] != act.actor.login:
        said = words("只有发起人可以撤销办件。")
        raise Refused(said, kind="forbidden", rule=first_rule(act.case.program.process))


def named(act: Act, attribute: str) -> list[str]:
    """The logins, units and posts that `bj:case` names: a list by FEEL, else names with spaces between."""
    written = act.case.program.process.extension("case")
    value = act.value(written.get(attribute), None) if written is not None else None
    names = value if isinstance(value, list) else str(value or "").split()
    return [str(name) for name in names if name]


def is_any_of(act: Act, who: list[str]) -> bool:
    """Whether the actor is meant by one of these logins, units and posts."""
    return any(_is_meant(act, name) for name in who)


def _is_meant(act: Act, name: str) -> bool:
    if name == act.actor.login:
        return True
    person_id, on = act.actor.person_id, clock.civil_date(act.now)
    try:
        candidates = act.candidates(name)
    except StuckError:
        return False
    return person_id is not None and act.world.directory.may_do(
        person_id, candidates, on, act.case.row["process"]
    )


def _allowed_by_task(act: Act, verb: str, deadline: Deadline) -> bool:
    """Whether the actor has an open task under a deadline whose element allows a verb."""
    for number, row in act.case.open_tasks.items():
        task = act.case.tree.find(number)
        mine = row["assignee"] == act.actor.person_id or (
            row["assignee"] is None and user_tasks.is_open_to(act, row, act.actor.person_id)
        )
        if task is None or not mine or row["signer"] is not None:
            continue
        written = act.node(task).extension("verbs")
        numbers = {act.case.tree.number(each) for each in deadlines.around(task)}
        under = deadline.number is None or deadline.number in numbers
        if written is not None and verb in written.get("allow").split() and under:
            return True
    return False


def not_theirs(act: Act, verb: str, who: list[str]) -> Refused:
    """The refusal of a verb that `bj:case` gives to others."""
    process = act.case.program.process
    said = (
        words("只有%(who)s可以%(verbs)s。", who=side_by_side(who), verbs=VERBS[verb])
        if who
        else words("流程没有写明谁可以%(verbs)s。", verbs=VERBS[verb])
    )
    return Refused(said, kind="forbidden", rule=first_rule(process))


def require_sender(actor: Actor, what: str) -> None:
    """Raises Refused (forbidden) unless a message or signal comes from the system or who has leave to send."""
    if not (actor.is_system or actor.sends):
        raise Refused(
            words("%(what)s只能由系统送来,或由获准“发送消息和信号”的接口送来(产品默认)。", what=what),
            kind="forbidden",
        )


def require_migrator(act: Act) -> None:
    """Raises Refused (forbidden) unless the actor publishes versions: moving cases to another goes with it."""
    person_id, on = act.actor.person_id, clock.civil_date(act.now)
    if person_id is not None and not oversight.holds(
        act.world.directory, person_id, on, *oversight.PUBLISHERS
    ):
        posts = side_by_side(oversight.PUBLISHERS)
        raise Refused(words("只有%(posts)s可以迁移办件(产品默认)。", posts=posts), kind="forbidden")


def require_one_of(act: Act, who: str, what: str) -> None:
    """Raises Refused (forbidden) unless the actor belongs to the unit or post `who` names, or is the system."""
    if act.actor.person_id is None:
        return
    candidates, on = act.candidates(who), clock.civil_date(act.now)
    if not act.world.directory.may_do(act.actor.person_id, candidates, on, act.case.row["process"]):
        raise Refused(words("%(what)s只能由%(who)s提出。", what=what, who=who), kind="forbidden")
