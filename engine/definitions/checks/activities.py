"""Activities: tasks, subprocesses, calls, repetition, compensation."""

from collections.abc import Iterator

from lxml import etree

from engine.definitions.diagram import ACTIVITY_TYPES, SUBPROCESS_TYPES, Node
from engine.definitions.names import attribute, child, children, local, reference
from engine.definitions.problem import Check, Problem, Subject, quoted
from engine.definitions.words import word
from engine.words import words


def _activities(subject: Subject) -> Iterator[Node]:
    return (node for node in subject.nodes if node.type in ACTIVITY_TYPES)


def _true(node: Node, name: str) -> bool:
    return node.attributes.get(name) in ("true", "1")


def quantities(subject: Subject) -> Iterator[Problem]:
    """Start and completion quantities are at least 1 (BPMN 2.0, table 10.3)."""
    for node in _activities(subject):
        for name in ("startQuantity", "completionQuantity"):
            text = node.attributes.get(name, "1").strip()
            if text.lstrip("+-").isdigit() and int(text) < 1:
                yield subject.problem(
                    "quantity",
                    node,
                    words(
                        "%(type)s%(node)s的 %(name)s 是 %(text)s,不能小于 1。",
                        type=word(node.type),
                        node=quoted(node),
                        name=name,
                        text=text,
                    ),
                    words("请删去 %(name)s 或改为 1。", name=name),
                )


def event_subprocesses(subject: Subject) -> Iterator[Problem]:
    """An event subprocess has exactly one start event (BPMN 2.0, 10.3.5)."""
    scopes = {scope.id: scope for scope in subject.scopes}
    for node in _activities(subject):
        if node.type not in SUBPROCESS_TYPES or node.id not in scopes:
            continue
        inner = scopes[node.id].nodes.values()
        starts = [other for other in inner if other.type == "startEvent"]
        if node.is_event_subprocess and len(starts) != 1:
            yield subject.problem(
                "event-subprocess-start",
                node,
                words("事件子流程%(node)s有 %(n)s 个开始事件,须恰好一个。", node=quoted(node), n=len(starts)),
                words("请保留一个带触发条件的开始事件。"),
            )
        blank = len([s for s in starts if not s.events])
        if not node.is_event_subprocess and blank > 1 and node.id in subject.running_scopes:
            yield subject.problem(
                "several-blank-starts",
                node,
                words(
                    "子流程%(node)s有 %(n)s 个空开始事件,不知从哪一个开始。", node=quoted(node), n=len(starts)
                ),
                words("请只留一个;要并行开始,请在它之后加并行网关。"),
            )


def blank_starts(subject: Subject) -> Iterator[Problem]:
    """A process begins at one blank start event, else it is not said where."""
    for process in subject.runnable:
        blank = [n for n in process.scope.nodes.values() if n.type == "startEvent" and not n.events]
        if len(blank) > 1:
            yield subject.problem(
                "several-blank-starts",
                process,
                words(
                    "流程%(process)s有 %(n)s 个空开始事件,不知从哪一个开始。",
                    process=quoted(process),
                    n=len(blank),
                ),
                words("请只留一个;要并行开始,请在它之后加并行网关。"),
            )


def called_starts(subject: Subject) -> Iterator[Problem]:
    """A called process has a blank start event (BPMN 2.0, 10.4.2)."""
    for key in subject.diagram.called_elements & set(subject.diagram.processes):
        process = subject.diagram.processes[key]
        starts = [node for node in process.scope.nodes.values() if node.type == "startEvent"]
        if starts and all(node.events for node in starts):
            yield subject.problem(
                "called-without-blank-start",
                process,
                words("流程%(process)s被调用活动调用,却没有空开始事件。", process=quoted(process)),
                words("请给它加一个不带触发条件的开始事件。"),
            )


def ad_hoc(subject: Subject) -> Iterator[Problem]:
    """An ad hoc subprocess holds activities and no start or end events (BPMN 2.0, 10.3.5)."""
    for scope in subject.scopes:
        if scope.type != "adHocSubProcess":
            continue
        types = {node.type for node in scope.nodes.values()}
        if not types & ACTIVITY_TYPES:
            yield subject.problem(
                "ad-hoc-empty",
                scope,
                words("即席子流程%(scope)s里没有活动。", scope=quoted(scope)),
                words("请至少放一个活动。"),
            )
        for kind in sorted(types & {"startEvent", "endEvent"}):
            yield subject.problem(
                "ad-hoc-events",
                scope,
                words("即席子流程%(scope)s里不能有%(kind)s。", scope=quoted(scope), kind=word(kind)),
                words("请删去%(kind)s,或改为普通子流程。", kind=word(kind)),
            )


def scripts(subject: Subject) -> Iterator[Problem]:
    """A script task has a script, and a script says its format (BPMN 2.0, table 10.14)."""
    for element in subject.elements("scriptTask", "globalScriptTask"):
        script = child(element, "script")
        empty = script is None or not "".join(map(str, script.itertext())).strip()
        if empty and local(element) == "scriptTask":
            yield subject.problem(
                "script-missing",
                element,
                words("脚本任务%(element)s没有脚本。", element=quoted(element)),
                words("请写一行一句 名称 = 表达式。"),
            )


def calls(subject: Subject) -> Iterator[Problem]:
    """A call activity names what it calls, and calls do not run in a circle."""
    for node in subject.nodes:
        if node.type == "callActivity" and not node.called and node.scope in subject.running_scopes:
            yield subject.problem(
                "call-without-target",
                node,
                words("调用活动%(node)s没有写调用哪个流程。", node=quoted(node)),
                words("请填写 calledElement(被调用流程的 id)。"),
            )
    graph = {
        process.id: {n.called for n in process.nodes.values() if n.type == "callActivity" and n.called}
        for process in subject.diagram.processes.values()
    }
    for key in graph:
        if key in _called_from(graph, key):
            process = subject.diagram.processes[key]
            yield subject.problem(
                "call-circle",
                process,
                words("流程%(process)s经调用活动又调用了自己,永远不会结束。", process=quoted(process)),
                words("请打断这个循环,例如改用消息启动新的办件。"),
            )


def _called_from(graph: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for key in graph.get(waiting.pop(), set()):
            if key not in seen:
                seen.add(key)
                waiting.append(key)
    return seen


def messages(subject: Subject) -> Iterator[Problem]:
    """A task's message is that of its operation (BPMN 2.0, 10.3.3)."""
    for element in subject.elements("sendTask", "receiveTask"):
        operation = subject.element(reference(attribute(element, "operationRef")))
        message = reference(attribute(element, "messageRef"))
        if operation is None or message is None:
            continue
        names = [reference(item.text) for item in children(operation, "inMessageRef")]
        if names and message not in names:
            yield subject.problem(
                "operation-message",
                element,
                words(
                    "%(type)s%(element)s的消息与其操作%(operation)s的输入消息不同。",
                    type=word(local(element)),
                    element=quoted(element),
                    operation=quoted(operation),
                ),
                words("请让 messageRef 与操作的 inMessageRef 一致。"),
            )


def roles(subject: Subject) -> Iterator[Problem]:
    """A resource role names a resource or an expression, not both (BPMN 2.0, 10.3.1)."""
    for element in subject.elements("resourceRole", "performer", "humanPerformer", "potentialOwner"):
        both = child(element, "resourceRef") is not None
        if both and child(element, "resourceAssignmentExpression") is not None:
            yield subject.problem(
                "role-with-both",
                _owner(element),
                words("%(element)s的办理人同时写了资源和表达式。", element=quoted(_owner(element))),
                words("两者只能留一个。"),
            )


def _owner(element: etree._Element) -> etree._Element:
    above = element.getparent()
    return element if above is None else above


CHECKS: tuple[Check, ...] = (
    quantities,
    event_subprocesses,
    blank_starts,
    called_starts,
    ad_hoc,
    scripts,
    calls,
    messages,
    roles,
)
