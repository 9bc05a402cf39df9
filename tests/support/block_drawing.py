"""Draws the blocks of `tests.support.blocks` as BPMN."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count, pairwise

from tests.support.blocks import Block
from tests.support.office import diagram, task

LIMIT = "办理"
"""Name of the deadline that tasks have."""


@dataclass
class _Paper:
    """A scope being drawn: its elements, and ids for the next ones."""

    names: Iterator[int]
    written: list[str] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)

    def name(self, kind: str) -> str:
        return f"{kind}{next(self.names)}"

    def node(self, kind: str, key: str, inner: str = "", attributes: str = "") -> str:
        self.written.append(f'<bpmn:{kind} id="{key}" name="{key}" {attributes}>{inner}</bpmn:{kind}>')
        return key

    def flow(self, source: str, target: str, condition: str = "") -> str:
        key = self.name("f")
        held = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
        self.written.append(
            f'<bpmn:sequenceFlow id="{key}" sourceRef="{source}" targetRef="{target}">{held}</bpmn:sequenceFlow>'
        )
        return key

    def inside(self) -> _Paper:
        return _Paper(self.names, roots=self.roots)


def drawn(block: Block, process: str) -> bytes:
    """The BPMN file of a block between one start and one end."""
    paper = _Paper(count(1))
    _around(paper, block)
    return diagram("".join(paper.written), process, roots="".join(paper.roots))


def _around(paper: _Paper, block: Block) -> None:
    start, end = paper.node("startEvent", paper.name("s")), paper.node("endEvent", paper.name("e"))
    first, last = _DRAW[block.kind](paper, block)
    paper.flow(start, first)
    paper.flow(last, end)


Ends = tuple[str, str]


def _draw(paper: _Paper, block: Block) -> Ends:
    return _DRAW[block.kind](paper, block)


def _task(paper: _Paper, block: Block) -> Ends:
    key = paper.name("t")
    limit = f'<bj:deadline name="{LIMIT}" limit="{block.number + 1} wd" warn="1 wd"/>' if block.number else ""
    paper.written.append(task(key, extensions=limit + '<bj:verbs allow="return add_signer"/>'))
    if not (block.number and block.flag):
        return key, key
    _side_path(paper, key, f'<bpmn:timeDate>due("{LIMIT}")</bpmn:timeDate>')
    return key, key


def _guarded(paper: _Paper, block: Block) -> Ends:
    key = paper.name("t")
    paper.written.append(task(key, extensions='<bj:verbs allow="return add_signer"/>'))
    if block.flag:
        _side_path(paper, key, _after(1))
    return _escape(paper, key, block.number)


def _side_path(paper: _Paper, guarded: str, moment: str) -> None:
    """A non-interrupting timer whose path goes through a task of its own to an end of its own."""
    event = _boundary(paper, guarded, moment, "false")
    key = paper.name("t")
    paper.written.append(task(key))
    paper.flow(event, key)
    paper.flow(key, paper.node("endEvent", paper.name("e")))


def _escape(paper: _Paper, guarded: str, days: int) -> Ends:
    """An interrupting timer that leads to another task and then on together."""
    event = _boundary(paper, guarded, _after(days), "true")
    key, merge = paper.name("t"), paper.node("exclusiveGateway", paper.name("m"))
    paper.written.append(task(key))
    paper.flow(event, key)
    paper.flow(key, merge)
    paper.flow(guarded, merge)
    return guarded, merge


def _after(days: int) -> str:
    return f"<bpmn:timeDuration>P{days}D</bpmn:timeDuration>"


def _boundary(paper: _Paper, guarded: str, moment: str, cancels: str) -> str:
    return paper.node(
        "boundaryEvent",
        paper.name("b"),
        _timer(moment),
        f'attachedToRef="{guarded}" cancelActivity="{cancels}"',
    )


def _timer(moment: str) -> str:
    return f"<bpmn:timerEventDefinition>{moment}</bpmn:timerEventDefinition>"


def _wait(paper: _Paper, block: Block) -> Ends:
    key = paper.node("intermediateCatchEvent", paper.name("w"), _timer(_after(block.number)))
    return key, key


def _choice(paper: _Paper, block: Block) -> Ends:
    gateway, merge = paper.name("g"), paper.node("exclusiveGateway", paper.name("m"))
    paper.node("eventBasedGateway", gateway)
    message = paper.name("msg")
    paper.roots.append(f'<bpmn:message id="{message}" name="{message}"/>')
    waits = paper.node("intermediateCatchEvent", paper.name("w"), _timer(_after(block.number)))
    hears = paper.node(
        "intermediateCatchEvent",
        paper.name("w"),
        f'<bpmn:messageEventDefinition id="{message}d" messageRef="{message}"/>',
    )
    for event in (waits, hears):
        paper.flow(gateway, event)
        paper.flow(event, merge)
    return gateway, merge


def _sequence(paper: _Paper, block: Block) -> Ends:
    ends = [_draw(paper, part) for part in block.parts]
    for (_, before), (after, _) in pairwise(ends):
        paper.flow(before, after)
    return ends[0][0], ends[-1][1]


def _chosen(kind: str, test: str) -> Callable[[_Paper, Block], Ends]:
    def draw(paper: _Paper, block: Block) -> Ends:
        split, join = paper.name("g"), paper.node(kind, paper.name("j"))
        default = ""
        for place, part in enumerate(block.parts):
            first, last = _draw(paper, part)
            condition = test.format(place) if test and place else ""
            flow = paper.flow(split, first, condition)
            default = f'default="{flow}"' if test and not place else default
            paper.flow(last, join)
        paper.node(kind, split, attributes=default)
        return split, join

    return draw


def _loop(paper: _Paper, block: Block) -> Ends:
    entry, choice = paper.node("exclusiveGateway", paper.name("m")), paper.name("g")
    first, last = _draw(paper, block.parts[0])
    behind = paper.node("intermediateThrowEvent", paper.name("i"))
    paper.flow(entry, first)
    paper.flow(last, choice)
    paper.flow(choice, entry, "n &gt;= 2")
    paper.node("exclusiveGateway", choice, attributes=f'default="{paper.flow(choice, behind)}"')
    return entry, behind


def _sub(paper: _Paper, block: Block, loop: str = "") -> Ends:
    key, inside = paper.name("p"), paper.inside()
    _around(inside, block.parts[0])
    paper.node("subProcess", key, loop + "".join(inside.written))
    if block.flag:
        _side_path(paper, key, _after(2))
    return _escape(paper, key, block.number) if block.number else (key, key)


def _many(paper: _Paper, block: Block) -> Ends:
    sequential = "true" if block.number == 2 else "false"
    loop = f"<bpmn:loopCardinality>{block.number % 3 + 1}</bpmn:loopCardinality>"
    return _sub(
        paper,
        block,
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}">{loop}</bpmn:multiInstanceLoopCharacteristics>',
    )


def _crossed(paper: _Paper, block: Block) -> Ends:
    """A subprocess whose splits and joins do not pair: one join waits for three branches, another for a part of one.

    With `flag` they are OR joins.
    """
    inside = paper.inside()
    kind = "inclusiveGateway" if block.flag else "parallelGateway"
    split, fork = (inside.node("parallelGateway", inside.name("g")) for _ in range(2))
    early, late, last = (inside.node(kind, inside.name("j")) for _ in range(3))
    first, second, third = (_task(inside, Block("task", number=0)) for _ in range(3))
    part = _sub(inside, Block("sub", block.parts, number=0))
    start, end = inside.node("startEvent", inside.name("s")), inside.node("endEvent", inside.name("e"))
    inside.flow(start, split)
    for entry in (first, second, third, part):
        inside.flow(split, entry[0])
    for source, target in (
        (first[1], early),
        (second[1], early),
        (part[1], fork),
        (fork, early),
        (fork, late),
        (third[1], late),
        (early, last),
        (late, last),
        (last, end),
    ):
        inside.flow(source, target)
    return _held(paper, inside)


def _often(paper: _Paper, block: Block) -> Ends:
    """A subprocess with a multi-instance activity that a cycle beside it reminds of twice: nothing in it is paired."""
    inside = paper.inside()
    many = _many(inside, Block("many", block.parts, block.number))
    event = _boundary(inside, many[0], "<bpmn:timeCycle>R2/P1D</bpmn:timeCycle>", "false")
    key = inside.name("t")
    inside.written.append(task(key))
    inside.flow(event, key)
    inside.flow(key, inside.node("endEvent", inside.name("e")))
    inside.flow(inside.node("startEvent", inside.name("s")), many[0])
    inside.flow(many[1], inside.node("endEvent", inside.name("e")))
    return _held(paper, inside)


def _held(paper: _Paper, inside: _Paper) -> Ends:
    key = paper.node("subProcess", paper.name("p"), "".join(inside.written))
    return key, key


_DRAW: dict[str, Callable[[_Paper, Block], Ends]] = {
    "task": _task,
    "guarded": _guarded,
    "wait": _wait,
    "choice": _choice,
    "sequence": _sequence,
    "xor": _chosen("exclusiveGateway", "n = {}"),
    "and": _chosen("parallelGateway", ""),
    "or": _chosen("inclusiveGateway", "n &gt;= {}"),
    "loop": _loop,
    "sub": _sub,
    "many": _many,
    "crossed": _crossed,
    "often": _often,
}
