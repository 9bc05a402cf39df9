"""Shapes of gateways that neither lazy expansion nor the library runs rightly.

Where a scope is block-structured the runtime expands lazily and every join is right. Elsewhere the library
predicts all paths ahead: then joins in loops fire early, tokens that meet on one way into a join are lost,
and splits in sequence explode (engine-facts).
"""

from collections.abc import Iterator
from typing import Final

from engine.definitions.blocks import NotBlockStructured, block_structure
from engine.definitions.diagram import Node, Process, Scope
from engine.definitions.problem import Check, Problem, Subject, quoted
from engine.definitions.soundness import Verdict, soundness
from engine.definitions.statespace import process_soundness
from engine.definitions.words import word
from engine.words import words

MAX_PREDICTED: Final = 2_000
"""Most tasks the library may predict at the start of one scope; 18,000 took 50 ms a step."""

_REMARKS: Final = {
    "blocked": (
        "join-blocks",
        words("可能一直等不齐,办件停在这里"),
        words("请让这个汇聚只收必然到来的分支,或改用排他网关。"),
    ),
    "doubled": (
        "passed-twice",
        words("可能被先后经过两次"),
        words("请先用并行网关把前面的分支汇聚成一路。"),
    ),
}


def shapes(subject: Subject) -> Iterator[Problem]:
    """Every scope that runs is block-structured, or harmless without being so."""
    for process in subject.runnable:
        for scope in process.scopes.values():
            structure = block_structure(scope) if scope.type != "adHocSubProcess" else None
            if isinstance(structure, NotBlockStructured):
                yield from _unstructured(subject, scope, structure)


def _unstructured(subject: Subject, scope: Scope, structure: NotBlockStructured) -> Iterator[Problem]:
    on_circle = _circles(scope)
    joins = [node for node in scope.nodes.values() if _is_join(node)]
    for node in joins:
        if node.id in on_circle:
            yield subject.problem(
                "engine-join-in-loop",
                node,
                words(
                    "循环里的%(type)s%(node)s第二轮会提前放行(%(reason)s)。",
                    type=word(node.type),
                    node=quoted(node),
                    reason=structure.reason,
                ),
                words("请让这个汇聚只收它自己那个分支网关的全部分支,成对嵌套;或把这一段放进子流程。"),
            )
    crowded = _doubled_ways(scope) if joins else set()
    for node in joins:
        ways = [flow for flow in node.incoming if flow in crowded]
        if ways and node.id not in on_circle:
            yield subject.problem(
                "engine-doubled-token",
                node,
                words(
                    "%(type)s%(node)s的入线 %(ways)s 上可能先后来两个令牌,引擎只认一个。",
                    type=word(node.type),
                    node=quoted(node),
                    ways=ways[0],
                ),
                words("请先用并行网关把前面的分支汇聚,再接到这里。"),
            )
    count = _predicted(scope)
    if count > MAX_PREDICTED:
        yield subject.problem(
            "engine-explosion",
            scope,
            words(
                "%(type)s%(scope)s的网关不能成对配对(%(reason)s),引擎要预先展开 %(max_predicted)s 个以上的任务。",
                type=word(scope.type),
                scope=quoted(scope),
                reason=structure.reason,
                max_predicted=MAX_PREDICTED,
            ),
            words("请让每个分支网关的分支汇聚到自己的汇聚网关,或把各段放进子流程。"),
        )


def sound(subject: Subject) -> Iterator[Problem]:
    """From wherever a case may come it can finish, and no token comes twice where splits and joins do not pair."""
    for process in subject.runnable:
        whole = _played(subject, process)
        told: set[str] = set()
        for scope in process.scopes.values():
            structure = block_structure(scope) if scope.type != "adHocSubProcess" else None
            if isinstance(structure, NotBlockStructured):
                verdict = soundness(scope)
                # What a scope alone cannot know, for example that an error is never thrown, the whole tells.
                if not (verdict.kind == "blocked" and whole.kind == "sound"):
                    told.add(verdict.element)
                    yield from _remark(subject, scope, verdict)
        if whole.kind == "blocked" and whole.element not in told:
            yield from _never_finishes(subject, whole)


def _played(subject: Subject, process: Process) -> Verdict:
    """The verdict on a whole process; of what the engine does not run nothing is said."""
    return process_soundness(subject.diagram, process.id)


def _remark(subject: Subject, scope: Scope, verdict: Verdict) -> Iterator[Problem]:
    place = scope.nodes.get(verdict.element)
    if place is None or verdict.kind not in _REMARKS:
        return
    rule, said, remedy = _REMARKS[verdict.kind]
    way = "→".join(quoted(scope.nodes[key]) for key in verdict.path if key in scope.nodes)
    yield subject.problem(
        rule,
        place,
        words(
            "%(type)s%(place)s%(said)s(如经过 %(way)s)。",
            type=word(place.type),
            place=quoted(place),
            said=said,
            way=way,
        ),
        remedy,
        "warning",
        verdict.path,
    )


def _never_finishes(subject: Subject, verdict: Verdict) -> Iterator[Problem]:
    place = subject.node_by_id.get(verdict.element)
    if place is None:
        return
    nodes = (subject.node_by_id[key] for key in verdict.path if key in subject.node_by_id)
    way = "→".join(map(quoted, nodes))
    yield subject.problem(
        "process-blocks",
        place,
        words(
            "办件可能到了%(type)s%(place)s就再也不能办结(如经过 %(way)s)。",
            type=word(place.type),
            place=quoted(place),
            way=way,
        ),
        words("请让这里只等必然到来的分支,并给每个循环画一条出路。"),
        "warning",
        verdict.path,
    )


def _is_join(node: Node) -> bool:
    return node.type in ("parallelGateway", "inclusiveGateway") and len(node.incoming) > 1


def _following(scope: Scope, node: Node) -> Iterator[Node]:
    yield from scope.targets(node)
    yield from (scope.nodes[key] for key in node.boundary if key in scope.nodes)


def _circles(scope: Scope) -> set[str]:
    """Ids of the nodes that lie on a circle: those that can come back to themselves (Tarjan's components)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: set[str] = set()
    for root in scope.nodes:
        if root in order:
            continue
        path: list[tuple[str, Iterator[Node]]] = [(root, _following(scope, scope.nodes[root]))]
        order[root] = low[root] = len(order)
        stack.append(root)
        while path:
            key, rest = path[-1]
            following = next(rest, None)
            if following is None:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[key])
                if low[key] == order[key]:
                    found |= _component(scope, stack, key)
            elif following.id not in order:
                order[following.id] = low[following.id] = len(order)
                stack.append(following.id)
                path.append((following.id, _following(scope, following)))
            elif following.id in stack:
                low[key] = min(low[key], order[following.id])
    return found


def _component(scope: Scope, stack: list[str], key: str) -> set[str]:
    members: set[str] = set()
    while key not in members:
        members.add(stack.pop())
    itself = any(node.id == key for node in _following(scope, scope.nodes[key]))
    return members if len(members) > 1 or itself else set()


def _doubled_ways(scope: Scope) -> set[str]:
    """Ids of the flows over which two tokens of one split may come, one after the other.

    A token of its own is followed from every way out of every AND or OR split and every non-interrupting
    boundary event up to the next join; a flow that several of the same origin reach is crowded, and so is
    what comes after it.
    """
    crowded: set[str] = set()
    onward = {flow: _onward(scope, flow) for flow in scope.flows}
    for origin in _origins(scope):
        seen: dict[str, int] = {}
        for number, first in enumerate(origin):
            _walk(onward, first, number, seen, crowded)
    return crowded


def _onward(scope: Scope, flow: str) -> list[str]:
    """The flows by which a token goes on that has come over this one; none behind a join."""
    target = scope.nodes.get(scope.flows[flow].target)
    if target is None or _is_join(target):
        return []
    sides = (scope.nodes[key] for key in target.boundary if key in scope.nodes)
    return [*target.outgoing, *(way for side in sides if side.interrupting for way in side.outgoing)]


def _origins(scope: Scope) -> Iterator[list[str]]:
    for node in scope.nodes.values():
        plain = node.type not in ("exclusiveGateway", "eventBasedGateway", "complexGateway")
        sides = [k for k in node.boundary if k in scope.nodes and not scope.nodes[k].interrupting]
        if plain and len(node.outgoing) > 1:
            yield list(node.outgoing)
        for key in sides:
            for way in scope.nodes[key].outgoing:
                yield [*node.outgoing[:1], way]


def _walk(
    onward: dict[str, list[str]], first: str, number: int, seen: dict[str, int], crowded: set[str]
) -> None:
    waiting, passed = [first], set[str]()
    while waiting:
        flow = waiting.pop()
        if flow in passed:
            continue
        passed.add(flow)
        if seen.setdefault(flow, number) != number:
            crowded.add(flow)
        waiting += onward[flow]


def _predicted(scope: Scope) -> int:
    """How many tasks the library predicts: the nodes of all paths from the start, circles cut."""
    count = 0
    waiting: list[tuple[str, frozenset[str]]] = [
        (node.id, frozenset()) for node in scope.nodes.values() if node.type == "startEvent"
    ]
    while waiting and count <= MAX_PREDICTED:
        key, before = waiting.pop()
        count += 1
        if key not in before:
            path = before | {key}
            waiting += [(node.id, path) for node in _following(scope, scope.nodes[key])]
    return count


CHECKS: tuple[Check, ...] = (shapes, sound)
