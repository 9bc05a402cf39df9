"""Events: which definitions may stand where, and what each definition needs."""

from collections.abc import Iterator

from lxml import etree

from engine.definitions.diagram import CATCHING_TYPES, THROWING_TYPES, EventDefinition, Node
from engine.definitions.names import attribute, child, children, local, reference, text_of
from engine.definitions.problem import Check, Problem, Subject, quoted
from engine.definitions.words import word
from engine.words import side_by_side, words

_CATCH = {"message", "timer", "signal", "conditional", "link"}
_THROW = {"message", "signal", "escalation", "compensate", "link"}
_END = {"message", "signal", "error", "escalation", "cancel", "compensate", "terminate"}
_START = {"message", "timer", "signal", "conditional"}
_INNER_START = _START | {"error", "escalation", "compensate"}
_GENTLE = {"message", "timer", "signal", "conditional", "escalation"}
_BOUNDARY = _GENTLE | {"error", "cancel", "compensate"}


def _allowed(subject: Subject, node: Node) -> tuple[set[str], str]:
    """The kinds that may stand at this event, and the words for the place."""
    if node.type == "boundaryEvent":
        if node.interrupting:
            return _BOUNDARY, words("边界事件")
        return _GENTLE, words("非中断的边界事件")
    if node.type == "startEvent":
        home = _home_of(subject, node)
        if home is not None and home.is_event_subprocess:
            return (_INNER_START if node.interrupting else _GENTLE), words("事件子流程的开始事件")
        if home is not None:
            return set(), words("普通子流程的开始事件")
        return _START, words("流程的开始事件")
    tables = {"endEvent": _END, "intermediateThrowEvent": _THROW, "intermediateCatchEvent": _CATCH}
    return tables[node.type], word(node.type)


def _home_of(subject: Subject, node: Node) -> Node | None:
    """The subprocess a node stands in, or None on the level of a process."""
    return subject.node_by_id.get(node.scope)


def _events(subject: Subject) -> Iterator[Node]:
    return (node for node in subject.nodes if node.type in CATCHING_TYPES | THROWING_TYPES)


def right_kind(subject: Subject) -> Iterator[Problem]:
    """Each kind of event stands where BPMN lets it (BPMN 2.0, table 10.93)."""
    for node in _events(subject):
        allowed, place = _allowed(subject, node)
        for event in node.events:
            if event.kind not in allowed:
                offered = side_by_side(sorted(map(word, allowed))) or words("不带触发条件的空开始事件")
                yield subject.problem(
                    "event-kind",
                    node,
                    words(
                        "%(node)s:%(place)s不能是%(kind)s事件。",
                        node=quoted(node),
                        place=place,
                        kind=word(event.kind),
                    ),
                    words("此处可用:%(offered)s。", offered=offered),
                )


def defined(subject: Subject) -> Iterator[Problem]:
    """Boundary, catching and event subprocess start events say what they wait for (BPMN 2.0, 10.4)."""
    for node in _events(subject):
        if node.events:
            continue
        home = _home_of(subject, node) if node.type == "startEvent" else None
        inner = home is not None and home.is_event_subprocess
        if inner or node.type in ("boundaryEvent", "intermediateCatchEvent"):
            place = words("事件子流程的开始事件") if inner else word(node.type)
            yield subject.problem(
                "missing-event-definition",
                node,
                words("%(place)s%(node)s没有说明等待什么。", place=place, node=quoted(node)),
                words("请选择类型:定时、消息、信号、条件等。"),
            )


def single(subject: Subject) -> Iterator[Problem]:
    """Parallel multiple needs several definitions; terminate and link stand alone."""
    for node in _events(subject):
        kinds = [event.kind for event in node.events]
        alone = {"terminate", "link", "cancel"} & set(kinds)
        if len(kinds) > 1 and alone:
            yield subject.problem(
                "event-not-alone",
                node,
                words(
                    "%(node)s:%(type)s事件不能与其他类型合在一个事件里。",
                    node=quoted(node),
                    type=word(alone.pop()),
                ),
                words("请拆成几个事件。"),
            )
        if len(kinds) < 2 and node.attributes.get("parallelMultiple") in ("true", "1"):
            yield subject.problem(
                "parallel-multiple",
                node,
                words("%(node)s标为并行多重(parallelMultiple),却没有多个事件定义。", node=quoted(node)),
                words("请删去 parallelMultiple。"),
            )


def edges(subject: Subject) -> Iterator[Problem]:
    """Nothing flows into a start event, nothing out of an end event (BPMN 2.0, 10.4.2 and 10.4.3)."""
    for node in _events(subject):
        link = any(event.kind == "link" for event in node.events)
        catching = node.type == "startEvent" or (node.type == "intermediateCatchEvent" and link)
        throwing = node.type == "endEvent" or (node.type == "intermediateThrowEvent" and link)
        where = words(
            "%(said)s%(type)s%(node)s",
            said=words("链接") if link else "",
            type=word(node.type),
            node=quoted(node),
        )
        if catching and node.incoming:
            yield subject.problem(
                "start-incoming",
                node,
                words("%(where)s不能有入线。", where=where),
                words("请删去连到它的顺序流。"),
            )
        if throwing and node.outgoing:
            yield subject.problem(
                "end-outgoing",
                node,
                words("%(where)s不能有出线。", where=where),
                words("请删去从它出来的顺序流,或改为中间事件。"),
            )


def timers(subject: Subject) -> Iterator[Problem]:
    """A timer says one thing: a date, a duration or a cycle (BPMN 2.0, table 10.101)."""
    for element in subject.elements("timerEventDefinition"):
        held = children(element, "timeDate", "timeDuration", "timeCycle")
        owner = element.getparent()
        place = owner if owner is not None else element
        empty = not any(text_of(item).strip() for item in held)
        if len(held) > 1 or (empty and subject.is_run(element)):
            said = words("写了 %(n)s 种时间", n=len(held)) if len(held) > 1 else words("没有写时间")
            yield subject.problem(
                "timer-with-several" if len(held) > 1 else "timer-without-time",
                place,
                words("定时事件%(place)s%(said)s。", place=quoted(place), said=said),
                words("请写明到哪一刻(timeDate)、过多久(timeDuration)或隔多久一次(timeCycle)。"),
            )


def conditional(subject: Subject) -> Iterator[Problem]:
    """A conditional event of an executable process has a formal expression (BPMN 2.0, table 10.95)."""
    for element in subject.elements("conditionalEventDefinition"):
        condition = child(element, "condition")
        owner = element.getparent()
        place = owner if owner is not None else element
        filled = condition is not None and "".join(map(str, condition.itertext())).strip()
        if not subject.is_run(element):
            continue
        if condition is None or not filled:
            yield subject.problem(
                "condition-missing",
                place,
                words("条件事件%(place)s没有写条件。", place=quoted(place)),
                words("请写出 FEEL 条件。"),
            )
        elif _is_executable(element) and not _is_formal(condition):
            yield subject.problem(
                "condition-not-formal",
                place,
                words("可执行流程中,条件事件%(place)s的条件须是正式表达式。", place=quoted(place)),
                words('请给 condition 加上 xsi:type="bpmn:tFormalExpression"。'),
            )


def _is_executable(element: etree._Element) -> bool:
    process = next((above for above in element.iterancestors() if local(above) == "process"), None)
    return process is not None and attribute(process, "isExecutable") in ("true", "1")


def _is_formal(element: etree._Element) -> bool:
    kind = str(element.get("{http://www.w3.org/2001/XMLSchema-instance}type") or "")
    return reference(kind) == "tFormalExpression"


def named_triggers(subject: Subject) -> Iterator[Problem]:
    """What is thrown or awaited is named, in a process that is run (BPMN 2.0, 10.4.5)."""
    for node in _events(subject):
        for event in node.events if node.scope in subject.running_scopes else ():
            yield from _named(subject, node, event)


def _named(subject: Subject, node: Node, event: EventDefinition) -> Iterator[Problem]:
    throwing = node.type in THROWING_TYPES
    optional = event.kind in ("error", "escalation") and not throwing
    if event.kind not in ("message", "signal", "error", "escalation") or (optional and not event.ref):
        return
    where = words("%(kind)s事件%(node)s", kind=word(event.kind), node=quoted(node))
    if not event.ref:
        yield subject.problem(
            "missing-trigger-ref",
            node,
            words("%(where)s没有选定%(kind)s。", where=where, kind=word(event.kind)),
            words("请选定一个%(kind)s(%(kind2)sRef)。", kind=word(event.kind), kind2=event.kind),
        )
        return
    trigger = subject.diagram.triggers.get(event.ref)
    if trigger is None:
        return
    if event.kind in ("error", "escalation") and throwing and not trigger.code:
        yield subject.problem(
            "missing-code",
            node,
            words(
                "%(where)s抛出的%(kind)s“%(name)s”没有代码。",
                where=where,
                kind=word(event.kind),
                name=trigger.name or trigger.id,
            ),
            words("请给它填写 %(kind)sCode。", kind=event.kind),
        )


def shared_definitions(subject: Subject) -> Iterator[Problem]:
    """An event definition inside a throwing event is not used elsewhere (BPMN 2.0, 10.4.1)."""
    for entry in subject.elements("eventDefinitionRef"):
        target = subject.element(reference("".join(map(str, entry.itertext()))))
        holder = None if target is None else target.getparent()
        if target is not None and holder is not None and local(holder) != "definitions":
            owner = entry.getparent()
            yield subject.problem(
                "borrowed-event-definition",
                owner if owner is not None else entry,
                words(
                    "引用了写在%(type)s%(holder)s里面的事件定义。",
                    type=word(local(holder)),
                    holder=quoted(holder),
                ),
                words("可引用的事件定义须直接放在 definitions 下;请改为各写各的。"),
            )


CHECKS: tuple[Check, ...] = (
    right_kind,
    defined,
    single,
    edges,
    timers,
    conditional,
    named_triggers,
    shared_definitions,
)
