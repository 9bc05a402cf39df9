"""Taking every step of a diagram that needs nobody.

The library's own loop runs the tasks it found ready at the beginning of a round even where one of them has
cancelled the others, and never stops in a diagram that goes round by itself.
"""

from collections import Counter
from typing import Final

from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.specs.ExclusiveChoice import ExclusiveChoice
from SpiffWorkflow.specs.MultiChoice import MultiChoice
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.refusals import StuckError
from engine.runtime import waiting
from engine.runtime.act import Act
from engine.words import words

MOST_ROUNDS: Final = 2_000
"""How often one element of one branch may run in one act (product default)."""
DEEPEST: Final = 50
"""How deep subprocesses and calls may be nested (product default)."""
_PRUNE_EVERY: Final = 50


def take_steps(act: Act) -> None:
    """Run whatever is ready and needs nobody, until nothing is. Raises StuckError."""
    try:
        _take_steps(act)
    except SpiffWorkflowException as error:
        spec = getattr(error, "task_spec", None)
        said = words("这一步无法执行:%(error)s", error=error)
        if spec is not None and isinstance(spec, ExclusiveChoice | MultiChoice):
            said = words("没有一条出路的条件成立;请给网关加一条默认流")
        raise StuckError(said, getattr(spec, "bpmn_id", None)) from error


def _take_steps(act: Act) -> None:
    rounds: Counter[tuple[object, str, object]] = Counter()
    passes = 0
    while True:
        # A condition that holds when its event is armed has its turn first: it may interrupt what would go on.
        if act.case.program.has_conditions and waiting.reconsider(act, new_only=True):
            continue
        ready = _ready(act)
        if not ready and not waiting.reconsider(act):
            return
        for task in ready:
            if task.state == TaskState.READY and task.id in task.workflow.tasks:
                _count(rounds, task)
                task.run()
                act.completed(task)
        passes += 1
        if passes % _PRUNE_EVERY == 0:
            act.case.tree.prune()


def _ready(act: Act) -> list[Task]:
    """The ready tasks of the innermost subprocesses that have any, in the order of the tree."""
    top = act.case.tree.workflow
    found: dict[int, list[Task]] = {}
    pending = [top.task_tree]
    while pending:
        task = pending.pop()
        if task.state == TaskState.READY and not task.task_spec.manual:
            found.setdefault(task.workflow.depth, []).append(task)
        pending.extend(reversed(task.children))
        inner = top.subprocesses.get(task.id)
        if inner is not None and not inner.completed:
            pending.append(inner.task_tree)
    return found[max(found)] if found else []


def _count(rounds: Counter[tuple[object, str, object]], task: Task) -> None:
    element = task.task_spec.bpmn_id
    place = (task.workflow.parent_task_id, task.task_spec.name, task.internal_data.get("key_or_index"))
    rounds[place] += 1
    if rounds[place] > MOST_ROUNDS:
        raise StuckError(
            words(
                "流程在此处自己转了 %(most_rounds)s 圈还没有停下;请检查循环的出口条件",
                most_rounds=MOST_ROUNDS,
            ),
            element,
        )
    if task.workflow.depth > DEEPEST:
        raise StuckError(
            words("子流程、调用活动嵌套超过 %(deepest)s 层;请检查流程是否在调用自己", deepest=DEEPEST),
            element,
        )
