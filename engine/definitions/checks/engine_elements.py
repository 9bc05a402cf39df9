"""Elements the engine would not run, or would run wrongly.

Each rule here rests on a recorded run of SpiffWorkflow 3.2.0: tests/engine/definitions/wrong_runs.
"""

from collections.abc import Iterator

from engine.definitions.diagram import ACTIVITY_TYPES, EventDefinition, Node
from engine.definitions.names import attribute
from engine.definitions.problem import Check, Problem, Subject, quoted
from engine.definitions.words import word
from engine.words import words


def _run(subject: Subject) -> Iterator[Node]:
    """The nodes the engine is asked to run."""
    return (node for node in subject.nodes if node.scope in subject.running_scopes)


def starts(subject: Subject) -> Iterator[Problem]:
    """The engine begins at one blank start event, or at any one of several that wait for something."""
    for process in subject.runnable:
        for scope in process.scopes.values():
            if scope.type == "adHocSubProcess" or (scope.id == process.id and not scope.nodes):
                continue
            begin = [node for node in scope.nodes.values() if node.type == "startEvent"]
            if not begin:
                yield subject.problem(
                    "engine-no-start",
                    scope,
                    words(
                        "%(type)s%(scope)s没有开始事件,引擎不知从何处开始。",
                        type=word(scope.type),
                        scope=quoted(scope),
                    ),
                    words("请在第一步之前画一个开始事件(等待消息启动的,用消息开始事件)。"),
                )
            elif len(begin) > 1 and len([node for node in begin if not node.events]) == 1:
                yield subject.problem(
                    "engine-several-starts",
                    scope,
                    words(
                        "%(type)s%(scope)s既有空开始事件,又有带触发条件的开始事件;引擎总是从空开始事件开始,另一个永远等不到。",
                        type=word(scope.type),
                        scope=quoted(scope),
                    ),
                    words("请把两种开始方式分成两个流程,或都改为带触发条件的开始事件。"),
                )


def ends(subject: Subject) -> Iterator[Problem]:
    """The library wants an end event in every subprocess."""
    for process in subject.runnable:
        for scope in process.scopes.values():
            inner = scope.id != process.id and scope.type != "adHocSubProcess"
            if inner and all(node.type != "endEvent" for node in scope.nodes.values()):
                yield subject.problem(
                    "engine-no-end",
                    scope,
                    words(
                        "%(type)s%(scope)s里没有结束事件,引擎不能运行。",
                        type=word(scope.type),
                        scope=quoted(scope),
                    ),
                    words("请在里面画上开始事件、环节和结束事件。"),
                )


def unsupported_types(subject: Subject) -> Iterator[Problem]:
    """Complex gateways and ad hoc subprocesses cannot be run."""
    remedies = {
        "complexGateway": words("请改用包容网关,或并行网关加边界事件。"),
        "adHocSubProcess": words("请改为普通子流程,用网关写明先后。"),
    }
    for node in _run(subject):
        if node.type in remedies:
            yield subject.problem(
                "engine-complex-gateway" if node.type == "complexGateway" else "engine-ad-hoc",
                node,
                words("引擎不能运行%(type)s%(node)s。", type=word(node.type), node=quoted(node)),
                remedies[node.type],
            )
        elif node.is_event_subprocess:
            yield subject.problem(
                "engine-event-subprocess",
                node,
                words("引擎不能正确运行事件子流程%(node)s(中断不了外层,或无条件启动)。", node=quoted(node)),
                words("请把要监视的环节放进一个子流程,在子流程边上画边界事件。"),
            )


def compensation(subject: Subject) -> Iterator[Problem]:
    """Compensation is not run: throwing it does nothing, catching it cannot be parsed."""
    for node in _run(subject):
        thrown = any(event.kind == "compensate" for event in node.events)
        handler = node.type in ACTIVITY_TYPES and node.attributes.get("isForCompensation") in ("true", "1")
        if thrown or handler:
            yield subject.problem(
                "engine-compensation",
                node,
                words("引擎不运行补偿:%(type)s%(node)s。", type=word(node.type), node=quoted(node)),
                words("请把撤销步骤画成普通环节,由网关或错误边界事件引到它。"),
            )


def events(subject: Subject) -> Iterator[Problem]:
    """Events the library reads as blank ones, or repeats where BPMN does not."""
    for node in _run(subject):
        if len(node.events) > 1:
            yield subject.problem(
                "engine-multiple-event",
                node,
                words(
                    "引擎不运行一个事件里的多个触发条件:%(type)s%(node)s。",
                    type=word(node.type),
                    node=quoted(node),
                ),
                words("请拆成几个事件,每个一种触发条件。"),
            )
        for event in node.events:
            yield from _event(subject, node, event)


def _event(subject: Subject, node: Node, event: EventDefinition) -> Iterator[Problem]:
    if event.kind == "link":
        yield subject.problem(
            "engine-link",
            node,
            words("引擎走到链接事件%(node)s就停下了。", node=quoted(node)),
            words("请直接用顺序流连到链接的另一端。"),
        )
    elif event.kind == "signal" and node.type == "endEvent":
        yield subject.problem(
            "engine-signal-end",
            node,
            words("引擎不会从结束事件%(node)s发出信号。", node=quoted(node)),
            words("请在它之前加一个信号中间抛出事件,再接普通结束事件。"),
        )
    elif event.timer == "cycle" and _waits_once(node):
        yield subject.problem(
            "engine-cycle-once",
            node,
            words(
                "%(type)s%(node)s只能触发一次,却写了循环定时(timeCycle);引擎会反复触发。",
                type=word(node.type),
                node=quoted(node),
            ),
            words("请改为 timeDuration 或 timeDate;要反复提醒,请用非中断的边界事件。"),
        )


def _waits_once(node: Node) -> bool:
    interrupting = node.type == "boundaryEvent" and node.interrupting
    return interrupting or node.type == "intermediateCatchEvent"


def activities(subject: Subject) -> Iterator[Problem]:
    """Token quantities and multi-instance behaviours are not read; a receive task without message waits not."""
    for node in _run(subject):
        for name in ("startQuantity", "completionQuantity"):
            if node.attributes.get(name, "1").strip() not in ("1", "+1"):
                yield subject.problem(
                    "engine-quantity",
                    node,
                    words(
                        "引擎不理会%(type)s%(node)s的 %(name)s。",
                        type=word(node.type),
                        node=quoted(node),
                        name=name,
                    ),
                    words("请删去 %(name)s;要等齐几项,请用并行网关或多实例。", name=name),
                )
        if node.loop and node.loop.multiple and node.loop.behavior != "All":
            yield subject.problem(
                "engine-behaviour",
                node,
                words(
                    '引擎不运行多实例%(node)s的 behavior="%(behavior)s"。',
                    node=quoted(node),
                    behavior=node.loop.behavior,
                ),
                words("请删去 behavior。"),
            )
        if node.type == "receiveTask" and not node.attributes.get("messageRef", "").strip():
            yield subject.problem(
                "engine-receive-without-message",
                node,
                words("接收任务%(node)s没有选定消息,引擎会直接通过而不等待。", node=quoted(node)),
                words("请选定要等的消息(messageRef)。"),
            )


def instantiating(subject: Subject) -> Iterator[Problem]:
    """The engine begins at start events only."""
    for node in _run(subject):
        if node.attributes.get("instantiate") in ("true", "1"):
            yield subject.problem(
                "engine-instantiate",
                node,
                words(
                    "引擎不从%(type)s%(node)s启动流程(instantiate)。", type=word(node.type), node=quoted(node)
                ),
                words("请改用消息(信号、定时)开始事件启动。"),
            )


def by_reference(subject: Subject) -> Iterator[Problem]:
    """Event definitions given by reference are not read."""
    for element in subject.elements("eventDefinitionRef"):
        owner = element.getparent()
        if owner is not None and subject.is_run(owner):
            yield subject.problem(
                "engine-event-by-reference",
                owner,
                words(
                    "事件%(owner)s用 eventDefinitionRef 引用事件定义,引擎不读取,会直接通过。",
                    owner=quoted(owner),
                ),
                words("请把事件定义写进事件里。"),
            )


def calls(subject: Subject) -> Iterator[Problem]:
    """What is called is a process at hand."""
    known = set(subject.diagram.processes) | subject.known_processes
    for node in _run(subject):
        if node.type != "callActivity" or not node.called or node.called in known:
            continue
        target = subject.element(node.called)
        imported = node.called in subject.neighbours
        found = words("全局任务") if target is not None or imported else ""
        yield subject.problem(
            "engine-called-process",
            node,
            words(
                "调用活动%(node)s调用的%(found)s %(called)s %(said)s。",
                node=quoted(node),
                found=found or words("流程"),
                called=node.called,
                said=words("引擎不能运行") if found else words("不在文件里"),
            ),
            words("请把被调用的流程放在同一文件或流程文件夹里,并改正 calledElement。"),
        )


def must_understand(subject: Subject) -> Iterator[Problem]:
    """An extension that must be understood is not (BPMN 2.0, 8.2.3)."""
    for element in subject.elements("extension"):
        if attribute(element, "mustUnderstand") in ("true", "1"):
            yield subject.problem(
                "engine-must-understand",
                None,
                words(
                    "文件声明必须理解扩展 %(definition)s,引擎不认识它。",
                    definition=attribute(element, "definition") or "",
                ),
                words("请删去该扩展,或把 mustUnderstand 设为 false。"),
            )


def data_stores(subject: Subject) -> Iterator[Problem]:
    """A data store is kept as a drawing; nothing is read from it or written to it."""
    for element in subject.elements("dataStore"):
        yield subject.problem(
            "data-store-kept",
            element,
            words("数据存储 %(name)s 只作图示,不会读写。", name=attribute(element, "name") or ""),
            words("要读写外部系统,请用服务任务。"),
            "warning",
        )


CHECKS: tuple[Check, ...] = (
    starts,
    ends,
    unsupported_types,
    compensation,
    events,
    activities,
    instantiating,
    by_reference,
    calls,
    must_understand,
    data_stores,
)
