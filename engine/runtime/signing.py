"""Adding somebody to one's own task: 前加签 (they look first, then it comes back) and 后加签 (they sign when I have).

The diagram does not change: the task stays ready in the tree, only whose turn it is changes. An added signer
gives a view and an opinion. Who signs before advises; who signs after must agree, otherwise the task goes back
to the one whose it is, and everybody who signs after looks again. The clock of the task runs on meanwhile.
"""

from typing import Any
from uuid import UUID

from SpiffWorkflow.task import Task

from engine.definitions.diagram import Node
from engine.people.actor import SYSTEM, Actor
from engine.people.relations import Candidates
from engine.records.signer_form import signer_form
from engine.refusals import Refused, StuckError
from engine.runtime import handing, user_tasks
from engine.runtime.act import Act
from engine.runtime.authority import my_task, require_place, require_running, require_verb
from engine.runtime.case import Signing
from engine.runtime.voting import BALLOT
from engine.time import clock
from engine.words import words


def add(act: Act, task_id: UUID, to: str, place: str) -> None:
    """Add a signer, named by login, unit, post or `unit/post`, before or after one's own part of a task."""
    row = my_task(act, task_id)
    node = act.node(handing.task_of(act, row))
    require_verb(node, "add_signer")
    require_place(node, place)
    whose = _known(act, row, to)
    if row["signer"] and place == "after":
        raise Refused(
            words("您是加签人,只能请人先看(前加签)。"),
            kind="invalid",
            problems={"place": words("只能前加签")},
        )
    if act.actor.person_id is not None and whose.get("assignee") == act.actor.person_id:
        raise Refused(words("不能给自己加签。"), kind="invalid", problems={"to": words("请选择他人")})
    signing = act.case.signing.setdefault(row["engine_task"], Signing())
    if to in signing.after or any(to == added for _, added in signing.waiting):
        raise Refused(
            words("“%(to)s”已在加签名单中。", to=to), kind="invalid", problems={"to": words("已经加签")}
        )
    act.record("signer.added", row["element"], name=row["name"], task=task_id.hex, to=to, place=place)
    if place == "after":
        signing.after.append(to)
    else:
        _wait_for(act, row, to, whose, signing)


def _known(act: Act, row: dict[str, Any], to: str) -> dict[str, Any]:
    """Whose the signer's part will be: who must keep out of the task (回避) cannot sign it either."""
    try:
        whose = {**user_tasks.named(act, to), "recused": row["recused"]}
    except StuckError as error:
        raise Refused(
            words("%(message)s。", message=error.message), kind="invalid", problems={"to": error.message}
        ) from error
    directory, on, person = act.world.directory, clock.civil_date(act.now), whose.get("assignee")
    if person is not None:
        able = not directory.is_recused(person, row["recused"], on)
    else:
        able = bool(
            directory.holders(Candidates(whose["unit_id"], whose["post_id"], True, row["recused"]), on)
        )
    if not able:
        said = words("“%(to)s”此时没有可以签署的人,或须回避。", to=to)
        raise Refused(said, kind="invalid", problems={"to": words("没有可以签署的人")})
    return whose


def _wait_for(act: Act, row: dict[str, Any], to: str, whose: dict[str, Any], signing: Signing) -> None:
    """Let one's own row wait, and open one for the signer."""
    number = row["engine_task"]
    task = handing.task_of(act, row)
    row["assignee"] = row["assignee"] or act.actor.person_id
    row["status"] = "waiting"
    signing.waiting.append((row["id"], to))
    act.changes.user_task(row)
    user_tasks.create(act, number, task, lambda: whose, "before")


# --- the signer's own act --------------------------------------------------------------------------------------
def answer(act: Act, row: dict[str, Any], node: Node, data: dict[str, Any]) -> None:
    """An added signer has signed: back to whom it belongs, on to the next, or onwards. Raises Refused (invalid)."""
    said = _judged(data)
    if handing.resolve(act, row, said):
        return
    number = row["engine_task"]
    signing = act.case.signing[number]
    user_tasks.end(act, row, "completed", said)
    act.record(
        "task.completed",
        node.id,
        name=row["name"],
        task=row["id"].hex,
        unit=act.unit_name(row["unit_id"]),
        signer=row["signer"],
        **said,
    )
    if row["signer"] == "before":
        _give_back(act, number)
    elif said["decision"] == "reject":
        _reopen(act, row, signing, said.get("opinion"))
    else:
        signing.signed += 1
        go_on(act, number)


def _judged(data: dict[str, Any]) -> dict[str, Any]:
    outcome = signer_form().validate(data, {})
    problems = dict(outcome.problems)
    said = {key: value for key, value in outcome.values.items() if value is not None}
    if not problems and said["decision"] == "reject" and not str(said.get("opinion", "")).strip():
        problems["opinion"] = words("不同意的,请写明理由")
    if problems:
        raise Refused(words("填写的内容有误,请按提示修改。"), kind="invalid", problems=problems)
    return said


def _give_back(act: Act, number: int) -> None:
    """Let the row that waited last be open again, to whoever let it wait if they are still there."""
    signing = act.case.signing[number]
    row = user_tasks.waiting_rows(act, number)[-1]
    signing.waiting.pop()
    row["status"] = "open"
    if row["unit_id"] is not None and not user_tasks.is_open_to(act, row, row["assignee"]):
        row["assignee"] = None
    act.case.open_tasks[number] = row
    act.changes.user_task(row)
    _forget_if_idle(act, number)


def _forget_if_idle(act: Act, number: int) -> None:
    signing = act.case.signing[number]
    if not signing.waiting and not signing.after:
        del act.case.signing[number]


# --- signing after ---------------------------------------------------------------------------------------------
def follow(act: Act, row: dict[str, Any]) -> bool:
    """Whether somebody signs after a task just completed; then it is their turn, and the token stays."""
    signing = act.case.signing.get(row["engine_task"])
    if signing is None or not signing.after:
        return False
    signing.main = row["id"]
    signing.signed = 0
    go_on(act, row["engine_task"])
    return True


def go_on(act: Act, number: int) -> None:
    """Let the next who signs after have the task; when all have, let the token go on, as its own person's doing."""
    signing = act.case.signing[number]
    task = act.case.tree.find(number)
    assert task is not None
    if signing.signed < len(signing.after):
        to = signing.after[signing.signed]
        recused = _main_row(act, signing.main)["recused"]
        user_tasks.create(
            act, number, task, lambda: {**user_tasks.named(act, to), "recused": recused}, "after"
        )
        return
    whose = _whose(act, signing.main)
    del act.case.signing[number]
    signer, act.actor = act.actor, whose
    try:
        task.run()
        act.completed(task)
    finally:
        act.actor = signer
    act.name_case()


def _whose(act: Act, main: UUID | None) -> Actor:
    person = act.world.directory.find_person(_main_row(act, main)["ended_by"] or "")
    return Actor(person.id, person.login, person.name) if person is not None else SYSTEM


def _main_row(act: Act, main: UUID | None) -> dict[str, Any]:
    assert main is not None
    return user_tasks.stored_row(act, main)


def _reopen(act: Act, row: dict[str, Any], signing: Signing, opinion: str | None) -> None:
    """Give a task back to the one whose it is, since who signs after does not agree; an earlier answer stays."""
    main = _main_row(act, signing.main)
    task = handing.task_of(act, row)
    act.record(
        "task.returned",
        row["element"],
        name=row["name"],
        task=row["id"].hex,
        to=main["element"],
        reason=opinion,
    )
    _take_back_ballot(task)
    signing.main, signing.signed = None, 0
    person = act.world.directory.find_person(main["ended_by"] or "")
    whose = {name: main[name] for name in ("unit_id", "post_id", "deputies", "recused")}
    user_tasks.create(act, row["engine_task"], task, lambda: whose)
    again = act.case.open_tasks[row["engine_task"]]
    may = person is not None and (main["unit_id"] is None or user_tasks.is_open_to(act, main, person.id))
    again["assignee"] = person.id if person is not None and may else None


def _take_back_ballot(task: Task) -> None:
    """What was decided no longer counts: the token has not left."""
    for name in BALLOT:
        task.data.pop(name, None)
        if task.parent is not None and name in task.parent.data:
            task.data[name] = task.parent.data[name]


# --- taking back -----------------------------------------------------------------------------------------------
def take_back(act: Act, found: dict[str, Any], successor: dict[str, Any]) -> bool:
    """Withdraw a completed task that has only gone to a signer: it is open again as if it had not been done.

    False where the task has left its element. Its deadline has run on and is not set anew.
    """
    signing = act.case.signing.get(found["engine_task"])
    if signing is None or signing.main != found["id"]:
        return False
    user_tasks.end(act, successor, "cancelled")
    task = act.case.tree.find(found["engine_task"])
    assert task is not None
    _take_back_ballot(task)
    signing.main, signing.signed = None, 0
    found.update(status="open", ended_at=None, ended_by=None, answer=None, assignee=act.actor.person_id)
    act.case.open_tasks[found["engine_task"]] = found
    act.changes.user_task(found)
    act.record("task.withdrawn", found["element"], name=found["name"], task=found["id"].hex)
    return True


def remove(act: Act, task_id: UUID, who: str) -> bool:
    """Take out a signer who has not signed (减签), by the one who added them. False where no such one was added.

    `task_id` is the row of the one whose task it is: waiting, open, or completed.
    """
    require_running(act)
    signings = list(act.case.signing.items())
    return any(_removed(act, number, signing, task_id, who) for number, signing in signings)


def _removed(act: Act, number: int, signing: Signing, task_id: UUID, who: str) -> bool:
    latest = signing.waiting[-1] if signing.waiting else None
    current = act.case.open_tasks.get(number)
    if latest == (task_id, who):
        row = user_tasks.waiting_rows(act, number)[-1]
        _require_mine(act, row["assignee"])
    elif who in signing.after[signing.signed :]:
        if current is not None and current["id"] == task_id and not current["signer"]:
            my_task(act, task_id)
        elif signing.main == task_id:
            person = act.world.directory.find_person(_main_row(act, task_id)["ended_by"] or "")
            _require_mine(act, person.id if person is not None else None)
        else:
            return False
    else:
        return False
    element = handing.task_of(act, {"engine_task": number}).task_spec.bpmn_id
    require_verb(act.node(handing.task_of(act, {"engine_task": number})), "add_signer")
    act.record("signer.removed", element, task=task_id.hex, to=who)
    if latest == (task_id, who):
        user_tasks.end(act, act.case.open_tasks[number], "cancelled")
        _give_back(act, number)
        return True
    _leave_out(act, number, signing, who, is_over=signing.main == task_id)
    return True


def _leave_out(act: Act, number: int, signing: Signing, who: str, *, is_over: bool) -> None:
    """Strike a name off those who sign after; the one whose turn it is makes way for the next."""
    place = signing.after.index(who)
    del signing.after[place]
    if is_over and place == signing.signed:
        user_tasks.end(act, act.case.open_tasks[number], "cancelled")
        go_on(act, number)
    else:
        _forget_if_idle(act, number)


def _require_mine(act: Act, person_id: UUID | None) -> None:
    if not act.actor.is_system and act.actor.person_id != person_id:
        raise Refused(words("只有加签的人可以减去加签人。"), kind="forbidden")
