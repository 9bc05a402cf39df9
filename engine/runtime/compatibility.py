"""Whether a running case can go over to another version of its process, and why not.

Every token must find its element again, of the same kind and between the same splits and joins; what has
been done may look different.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.definitions.diagram import Node, Scope
from engine.runtime.fields import Fields
from engine.runtime.program import Program
from engine.runtime.rounds import reach
from engine.runtime.tree import Tree
from engine.words import words

Mapping_ = Mapping[str, str]
"""Old element id → new element id; what is not named keeps its id."""

PREDICTED: Final = TaskState.PREDICTED_MASK | TaskState.FUTURE
LIVE: Final = TaskState.WAITING | TaskState.READY | TaskState.STARTED
_SUFFIXES = (" [child]", ".BoundaryEventSplit", ".BoundaryEventJoin", ".split", ".EndJoin")
_JOINS = ("parallelGateway", "inclusiveGateway")


def new_name(name: str, mapping: Mapping_) -> str:
    """The name of a spec in the new version."""
    for suffix in _SUFFIXES:
        if name.endswith(suffix):
            base = name.removesuffix(suffix)
            return mapping.get(base, base) + suffix
    return mapping.get(name, name)


def new_scope(program: Program, workflow: Any, top: Any, mapping: Mapping_, new: Program) -> str | None:
    """The id of the scope in the new version that a workflow of the old one runs; None where there is none."""
    if workflow is top:
        return new.process.id
    host = top.get_task_from_id(workflow.parent_task_id)
    around = new_scope(program, host.workflow, top, mapping, new)
    if around is None:
        return None
    node = new.node(around, mapping.get(host.task_spec.bpmn_id, host.task_spec.bpmn_id))
    if node is None:
        return None
    called = node.called if node.type == "callActivity" else node.id
    return called if called in new.subspecs else None


def spec_of(program: Program, scope: str) -> Any:
    """The specs of a scope."""
    return program.spec if scope == program.process.id else program.subspecs[scope]


def obstacles(tree: Tree, fields: Fields, new: Program, mapping: Mapping_) -> list[str]:
    """Why a case cannot go over to `new`, in Chinese, each once; nothing where it can."""
    return list(dict.fromkeys(_obstacles(tree, fields, new, mapping)))


def _obstacles(tree: Tree, fields: Fields, new: Program, mapping: Mapping_) -> Iterator[str]:
    top, old = tree.workflow, tree.program
    for workflow in (top, *top.subprocesses.values()):
        scope = new_scope(old, workflow, top, mapping, new)
        if scope is None:
            host = old.scopes[workflow.spec.name]
            yield words("新版本没有“%(name)s”这个子流程", name=host.name or host.id)
            continue
        was = old.scopes[workflow.spec.name]
        tokens = [task for task in workflow.tasks.values() if task.has_state(LIVE)]
        if tokens and not (_is_provable(old, was) and _is_provable(new, new.scopes[scope])):
            yield words("“%(name)s”里的网关不成对,不能在办理中换版本", name=was.name or was.id)
        for task in tokens:
            yield from _token(task, was, new, scope, mapping, old, fields)


def _is_provable(program: Program, scope: Scope) -> bool:
    """Whether nothing in a scope counts what the library has predicted."""
    if not program.is_eager(scope.id):
        return True
    return not any(node.type in _JOINS and len(node.incoming) > 1 for node in scope.nodes.values())


def _token(
    task: Task, was: Scope, new: Program, scope: str, mapping: Mapping_, old: Program, fields: Fields
) -> Iterator[str]:
    if isinstance(task.task_spec, BoundaryEvent):
        return
    name = new_name(task.task_spec.name, mapping)
    node = was.nodes.get(task.task_spec.bpmn_id or "")
    if node is None:
        if name not in spec_of(new, scope).task_specs:
            yield words("正停在“%(name)s”,新版本没有它", name=task.task_spec.name)
        return
    renamed = mapping.get(node.id, node.id)
    found = new.node(scope, renamed)
    if found is None:
        yield words(
            "正停在“%(label)s”,新版本的同一处没有这个环节;请在对应表里写明它成了哪个环节", label=node.label
        )
    elif _kind(node) != _kind(found):
        yield words("“%(label)s”在新版本里成了另一种环节", label=node.label)
    elif _around(old, was, node.id, mapping) != _around(new, new.scopes[scope], renamed, {}):
        yield words("“%(label)s”在新版本里处在别的分支网关之间", label=node.label)
    if renamed != node.id and node.loop is not None and _has_branches(fields, node.id):
        yield words("“%(label)s”的各份已有填写的内容,不能改用另一个编号", label=node.label)
    yield from _side_paths(task, mapping, spec_of(new, scope))


def _kind(node: Node) -> tuple[Any, ...]:
    loop = (node.loop.multiple, node.loop.sequential) if node.loop is not None else None
    events = tuple(event.kind for event in node.events)
    return node.type, loop, events


def _around(program: Program, scope: Scope, element: str, mapping: Mapping_) -> frozenset[tuple[str, str]]:
    """The splits and joins between which an element stands, under their new names."""
    found = set()
    for split, join in program.splits(scope.id):
        node = scope.nodes.get(split.removesuffix(".split"))
        inside = node is not None and any(
            element in reach(scope, scope.flows[flow].target, join) for flow in node.outgoing
        )
        if inside:
            found.add((new_name(split, mapping), new_name(join, mapping)))
    return frozenset(found)


def _has_branches(fields: Fields, loop: str) -> bool:
    return any(f"{loop}#" in branch for branch in fields.branches())


def _side_paths(task: Task, mapping: Mapping_, specs: Any) -> Iterator[str]:
    """A side path under way needs the boundary event it came from."""
    current = task.parent
    while current is not None:
        spec = current.task_spec
        if isinstance(spec, BoundaryEvent) and new_name(spec.name, mapping) not in specs.task_specs:
            yield words(
                "边界事件“%(bpmn_name)s”引出的环节还在办,新版本没有它", bpmn_name=spec.bpmn_name or spec.name
            )
        current = current.parent
