"""What a call activity takes into the called process (`bj:input`) and brings back (`bj:output`).

A call that does either is a branch of its own: what is written inside stays beside what other calls of the same
process wrote. A call that does neither shares its caller's data; so does each branch of a repeated call.
"""

from SpiffWorkflow.task import Task

from engine.people.actor import SYSTEM
from engine.runtime.act import Act
from engine.runtime.scope import branch_of


def enter(act: Act, task: Task) -> None:
    """Write what a call takes in, seen from its caller, where the called process will find it."""
    node = act.node(task)
    inputs = node.all("input")
    if not inputs and not node.all("output"):
        return
    values = {written.get("name"): act.value(written.get("value"), task) for written in inputs}
    if node.loop is None:
        task.internal_data["call"] = act.case.tree.number(task)
    branch = branch_of(task)
    for name, value in values.items():
        act.fields.write(name, value, branch, SYSTEM.login, node.id)


def leave(act: Act, task: Task) -> None:
    """Write what a call brings back, seen from inside, into its caller's branch."""
    node = act.node(task)
    outer = branch_of(task)
    if "call" in task.internal_data:
        outer = outer.rpartition("/")[0]
    for written in node.all("output"):
        value = act.value(written.get("value"), task)
        act.fields.write(written.get("name"), value, outer, SYSTEM.login, node.id)
