"""Tasks: what one is to do, one task with its form, and every act on it."""

from collections.abc import Callable
from uuid import UUID

from engine.engine import Done as Act
from engine.engine import Engine
from engine.people.actor import Actor
from engine.queries.inbox import TaskLine, open_tasks
from engine.rehearsal.elements import element_named
from web.answers import for_form
from web.api import answers, bodies, cursors, once
from web.api.case_acts import done
from web.api.cases import task_facts
from web.api.values import case_data, plain
from web.opened_task import OpenedTask, note_opened, open_task
from web.schemas import program_of, surroundings
from web.site import reading
from web.together import chosen_together, complete_each
from web.viewer import viewer


def inbox(query: bodies.Paged) -> answers.Page[answers.TaskLine]:
    """What the viewer is to do, the most urgent first."""
    after = cursors.read(query.cursor) if query.cursor is not None else None
    found = open_tasks(reading(), viewer().duties, query.limit + 1, after=after)
    page, more = found[: query.limit], found[query.limit :]
    return answers.Page[answers.TaskLine](
        items=[_line(task) for task in page],
        next=cursors.write(page[-1].due_at, page[-1].id) if more else None,
    )


def _line(task: TaskLine) -> answers.TaskLine:
    return answers.TaskLine(
        id=task.id,
        name=task.name,
        case_id=task.instance_id,
        number=task.number,
        title=task.title,
        process=task.process,
        unit=task.unit,
        claimed=task.assignee is not None,
        acts_for=viewer().acts_for(task.unit_id, task.post_id, task.process),
        created_at=task.created_at,
        due_at=task.due_at,
    )


def task(task_id: UUID) -> answers.TaskAnswer:
    """One task with its form and the data the form shows; its own person has opened it by that."""
    opened = open_task(task_id)
    note_opened(opened)
    known = case_data(opened.case.id, opened.branch)
    shown = {
        **surroundings(opened.case.version_id, opened.task.element, known),
        **for_form(opened.form, known),
    }
    facts = {
        **task_facts(opened.task),
        "case_id": opened.case.id,
        "number": opened.case.number,
        "title": opened.case.title,
        "mine": opened.mine,
        "acts_for": opened.acts_for,
        "verbs": _verbs(opened),
        "form": opened.form,
        "data": plain(shown),
    }
    return answers.TaskAnswer.model_validate(facts)


def _verbs(opened: OpenedTask) -> list[str]:
    written = opened.node.extension("verbs") if opened.node is not None else None
    return written.get("allow").split() if written is not None else []


def complete(task_id: UUID, body: bodies.FormData, key: str | None) -> answers.Done:
    """办结环节."""
    return _do(task_id, lambda engine, actor: engine.complete(task_id, actor, body.data, key=key), key)


def complete_together(body: bodies.Together, key: str | None) -> answers.Together:
    """批量办结: the same answer for several tasks of a step that the diagram lets be done together."""
    done, refused = complete_each(chosen_together(body.tasks), body.data, key)
    return answers.Together(
        done=done,
        refused=[
            answers.NotDone(
                task=each.opened.task.id,
                number=each.opened.case.number,
                message=each.refusal.message,
                rule=each.refusal.rule,
            )
            for each in refused
        ],
    )


def claim(task_id: UUID) -> answers.Done:
    """认领."""
    return _do(task_id, lambda engine, actor: engine.claim(task_id, actor))


def unclaim(task_id: UUID) -> answers.Done:
    """放回."""
    return _do(task_id, lambda engine, actor: engine.unclaim(task_id, actor))


def send_back(task_id: UUID, body: bodies.SendBack) -> answers.Done:
    """退回."""
    program = program_of(open_task(task_id).case.version_id)
    to = body.to and (element_named(program, body.to) or body.to)
    return _do(task_id, lambda engine, actor: engine.return_to(task_id, actor, to, body.reason))


def withdraw(task_id: UUID) -> answers.Done:
    """撤回."""
    return _do(task_id, lambda engine, actor: engine.withdraw(task_id, actor))


def transfer(task_id: UUID, body: bodies.HandTo) -> answers.Done:
    """转交."""
    return _do(task_id, lambda engine, actor: engine.transfer(task_id, actor, body.to))


def delegate(task_id: UUID, body: bodies.HandTo) -> answers.Done:
    """委派."""
    return _do(task_id, lambda engine, actor: engine.delegate(task_id, actor, body.to))


def add_signer(task_id: UUID, body: bodies.AddSigner) -> answers.Done:
    """加签."""
    return _do(task_id, lambda engine, actor: engine.add_signer(task_id, actor, body.to, body.place))


def remove_signer(task_id: UUID, body: bodies.RemoveSigner) -> answers.Done:
    """减签."""
    return _do(task_id, lambda engine, actor: engine.remove_signer(task_id, actor, body.who))


def record_oral(task_id: UUID, body: bodies.FormData, key: str | None) -> answers.Done:
    """代记口头批示."""
    return _do(task_id, lambda engine, actor: engine.record_oral(task_id, actor, body.data, key=key), key)


def confirm_oral(task_id: UUID) -> answers.Done:
    """确认口头批示."""
    return _do(task_id, lambda engine, actor: engine.confirm_oral(task_id, actor))


def deny_oral(task_id: UUID, body: bodies.Reason) -> answers.Done:
    """代记的口头批示不是这样."""
    return _do(task_id, lambda engine, actor: engine.deny_oral(task_id, actor, body.reason))


def remind(task_id: UUID, body: bodies.Reminder) -> answers.Done:
    """催办."""
    return _do(task_id, lambda engine, actor: engine.remind(task_id, actor, body.text))


def _do(task_id: UUID, work: Callable[[Engine, Actor], Act], key: str | None = None) -> answers.Done:
    """Act on a task of a case one may see; whose it is, and what the diagram allows, the engine judges."""
    open_task(task_id)
    actor = viewer().actor
    return done(once.act(lambda engine: work(engine, actor), key))
