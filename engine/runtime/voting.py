"""Multi-instance as the office knows it: 会签, 依次审批, 或签, 比例签 (rules.md part C).

Each branch's answer is a ballot, kept side by side with the loop. The electorate is what was handed out when
it opened; who does not answer counts in the denominator; it ends when its result can no longer change.
"""

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.definitions.diagram import Node
from engine.people.actor import SYSTEM
from engine.refusals import StuckError
from engine.runtime.act import Act
from engine.runtime.scope import branch_of
from engine.words import words

BALLOT = ("decision", "opinion")
"""What an approval task answers with: it belongs to the task, not to the case's common record."""
MOST_BRANCHES = 2_000
"""Branches one activity may open (product default)."""


def items(act: Act, loop: Task) -> list[Any]:
    """What the loop hands out. Raises StuckError where that is no list, or too long a one."""
    node = act.node(loop)
    if node.loop is None:
        raise StuckError(words("不是多实例活动"), node.id)
    declared = node.extension("item")
    if declared is not None:
        found = act.calculate(declared.get("in").removeprefix("="), loop)
    elif node.loop.collection:
        found = act.calculate(node.loop.collection, loop)
    elif node.loop.cardinality is not None:
        found = list(range(_count(act.calculate(node.loop.cardinality.text, loop), node)))
    else:
        raise StuckError(words("没有写明分发给谁(bj:item in)"), node.id)
    if isinstance(found, dict):
        found = list(found.values())
    if not isinstance(found, list) or len(found) > MOST_BRANCHES:
        raise StuckError(
            words("分发的应是不超过 %(most_branches)s 项的列表", most_branches=MOST_BRANCHES), node.id
        )
    loop.internal_data["ballots"] = {}
    loop.internal_data["electorate"] = len(found)
    return found


def _count(value: Any, node: Node) -> int:
    if not isinstance(value, int) or not 0 <= value <= MOST_BRANCHES:
        raise StuckError(
            words(
                "份数应是 0 到 %(most_branches)s 的整数,得到的是“%(value)s”",
                most_branches=MOST_BRANCHES,
                value=value,
            ),
            node.id,
        )
    return value


def item_name(node: Node) -> str:
    """The name of a branch's item: `bj:item as`, BPMN's inputDataItem, else `item`."""
    declared = node.extension("item")
    if declared is not None and declared.get("as"):
        return declared.get("as")
    return (node.loop.item if node.loop else None) or "item"


def caption(act: Act, task: Task) -> str | None:
    """What the innermost repeated activity around a task calls the branch the task is in (`bj:item label`)."""
    for child in _branches(task):
        declared = act.node(child.parent).extension("item")
        if declared is not None and declared.get("label"):
            return str(act.value(declared.get("label"), child) or "")[:120] or None
    return None


def _branches(task: Task) -> Iterator[Task]:
    """The branches of repeated activities around a task, from the inside out."""
    current: Task | None = task
    while current is not None:
        if "key_or_index" in current.internal_data:
            yield current
        owner = current.workflow.parent_task_id if current.parent is None else None
        top = current.workflow.top_workflow
        current = current.parent if owner is None else top.get_task_from_id(owner)


def is_loop(task: Task) -> bool:
    """Whether a task is a multi-instance activity itself, not one of its branches."""
    return hasattr(task.task_spec, "task_spec")


def collect(act: Act, loop: Task, node: Node) -> None:
    """Bring the branches' results together as `bj:item result` asks: item, decision, and what each wrote."""
    declared = node.extension("item")
    result = declared.get("result") if declared is not None else node.loop and node.loop.results
    if not result:
        return
    name, outer = item_name(node), branch_of(loop)
    found = []
    for child in loop.children:
        if "key_or_index" in child.internal_data and child.has_state(TaskState.COMPLETED):
            index = child.internal_data["key_or_index"]
            written = act.fields.in_branch(f"{outer}/{node.id}#{index}".removeprefix("/"))
            decision = loop.internal_data["ballots"].get(str(index))
            found.append({**written, name: child.data.get(name), "decision": decision})
    act.fields.write(result, found, outer, SYSTEM.login, node.id)


def votes(task: Task | None, decision: object) -> int:
    """Ballots in the nearest loop around a task, or those of one decision."""
    loop = _loop_of(task)
    ballots = loop.internal_data.get("ballots", {}).values() if loop is not None else ()
    return sum(1 for ballot in ballots if decision is None or ballot == decision)


def _loop_of(task: Task | None) -> Task | None:
    current = task
    while current is not None:
        if "ballots" in current.internal_data:
            return current
        above = current.parent
        if above is None:
            owner = getattr(current.workflow, "parent_task_id", None)
            above = current.workflow.top_workflow.get_task_from_id(owner) if owner is not None else None
        current = above
    return None


def enough(act: Act, child: Task, condition: str) -> bool:
    """Whether the loop may end early; leaves `passed` with the loop for the gateway behind it."""
    loop = child.parent
    node = act.node(loop)
    vote = node.extension("vote")
    if vote is None:
        written = node.loop.completion if node.loop else None
        return written is not None and act.evaluate(child, condition)
    ballots = list(loop.internal_data["ballots"].values())
    electorate = loop.internal_data["electorate"]
    veto = vote.get("veto")
    if veto and veto in ballots:
        loop.data["passed"] = False
        return True
    needed = _needed(vote.get("mode", "all"), vote.get("share"), electorate, node)
    agreed = sum(1 for ballot in ballots if ballot == "approve")
    loop.data["passed"] = agreed >= needed
    return agreed >= needed or agreed + (electorate - len(ballots)) < needed


def _needed(mode: str, share: str, electorate: int, node: Node) -> int:
    if mode == "any":
        return 1
    if mode == "share":
        try:
            return math.ceil(Fraction(share) * electorate)
        except (ValueError, ZeroDivisionError) as error:
            raise StuckError(words("表决比例“%(share)s”不是分数;请写成 2/3", share=share), node.id) from error
    return electorate
