"""Deadlines that stand while an activity is under way (`bj:standstill`): 补正, 特别程序, 等申请人.

The activity's own task holds the clock: it stands from the day the activity is entered to the day it is left,
done or cancelled. Where several activities hold one clock, it runs again when the last of them is over.
"""

from SpiffWorkflow.task import Task

from engine.definitions.diagram import Node
from engine.runtime import clocks, deadlines
from engine.runtime.act import Act


def synchronise(act: Act) -> None:
    """Let stand what an entered activity holds; let run what an activity that is over has held."""
    if not act.case.program.stands:
        return
    entered = {str(act.case.tree.number(task)): (task, node) for task, node in _entered(act)}
    for deadline in act.case.deadlines:
        for holder in deadline.ledger.holders:
            if holder and holder not in entered:
                clocks.release(act, deadline, holder)
    for holder, (task, node) in entered.items():
        _hold(act, task, node, holder)


def _entered(act: Act) -> list[tuple[Task, Node]]:
    found = []
    for task in act.case.tree.tasks(deadlines.ACTIVE):
        node = act.find_node(task)
        if node is not None and node.extension("standstill") and deadlines.is_activity(task, node):
            found.append((task, node))
    return found


def _hold(act: Act, task: Task, node: Node, holder: str) -> None:
    """Hold every deadline that the activity names, where it runs at all and is not held yet."""
    for written in node.all("standstill"):
        deadline = deadlines.find(act, written.get("deadline"), task)
        if deadline is None or holder in deadline.ledger.holders:
            continue
        if act.holds(written.get("when").removeprefix("="), task):
            reason = str(act.value(written.get("reason"), task) or node.label)
            clocks.hold(act, deadline, holder, reason)
