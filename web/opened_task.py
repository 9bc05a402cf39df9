"""A user task with what whoever opens it needs to see: its case, its form, whether it is theirs to answer."""

from dataclasses import dataclass
from uuid import UUID

from flask import abort

from engine.definitions.diagram import Node
from engine.queries.case import Case, CaseTask, case_of_task, tasks_of
from engine.records.signer_form import SIGNER_FORM
from engine.runtime.oral import ORAL
from web.access import case_or_404, may_do
from web.answers import Form
from web.schemas import node_of, task_form
from web.site import act, reading
from web.viewer import viewer


@dataclass(frozen=True, slots=True)
class OpenedTask:
    """A task with what its page needs; `tasks` are all of its case, `mine` says whether the viewer may answer it."""

    case: Case
    task: CaseTask
    tasks: list[CaseTask]
    node: Node | None
    form: Form | None
    mine: bool

    @property
    def was_mine(self) -> bool:
        """Whether the viewer has completed the task."""
        return self.task.status == "completed" and self.task.ended_by == viewer().person.login

    @property
    def acts_for(self) -> str:
        """Whose task the viewer may answer as a deputy (代理); empty where it is their own, or not theirs."""
        task = self.task
        return viewer().acts_for(task.unit_id, task.post_id, self.case.process) if self.mine else ""

    @property
    def has_note(self) -> bool:
        """Whether somebody has written down what the one whose task it is said (口头批示), to be confirmed."""
        return self.task.status == "open" and ORAL in (self.task.answer or {})

    @property
    def is_waiting(self) -> bool:
        """Whether the task is the viewer's and waits for somebody they asked to look first (前加签)."""
        return self.task.status == "waiting" and self.task.assignee == viewer().person.id

    @property
    def branch(self) -> str:
        """The parallel branch in which the task stands; empty outside any."""
        return str((self.task.item or {}).get("branch", ""))


def open_task(task_id: UUID) -> OpenedTask:
    """The task if the viewer may see its case. Otherwise the answer is 404."""
    case_id = case_of_task(reading(), task_id)
    if case_id is None:
        abort(404)
    case = case_or_404(case_id)
    tasks = tasks_of(reading(), case_id)
    task = next(task for task in tasks if task.id == task_id)
    node = node_of(case.version_id, task.element)
    form = SIGNER_FORM if task.signer else task_form(case.version_id, task.element)
    mine = case.status == "running" and may_do(viewer(), case, task)
    return OpenedTask(case, task, tasks, node, form, mine)


def note_opened(opened: OpenedTask) -> None:
    """Remember that who is to answer a task has seen it; from then on what precedes it cannot be withdrawn."""
    if opened.mine and opened.task.opened_at is None:
        act(lambda engine: engine.opened(opened.task.id))
