"""Sequence flows: where they may begin and end, and where conditions and defaults may stand."""

from collections.abc import Iterator

from engine.definitions.diagram import ACTIVITY_TYPES, Flow, Node
from engine.definitions.names import attribute, child, local, reference
from engine.definitions.problem import Check, Problem, Subject, quoted
from engine.definitions.words import word
from engine.words import side_by_side, words

_CHOOSING = ("exclusiveGateway", "inclusiveGateway", "complexGateway")


def within_scope(subject: Subject) -> Iterator[Problem]:
    """A sequence flow stays inside its pool and its subprocess (BPMN 2.0, 7.6.1 and 8.3.13)."""
    homes = {node.id: scope.id for scope in subject.scopes for node in scope.nodes.values()}
    for scope in subject.scopes:
        for flow in scope.flows.values():
            outside = [end for end in (flow.source, flow.target) if homes.get(end, scope.id) != scope.id]
            if outside:
                yield subject.problem(
                    "flow-crosses-border",
                    flow,
                    words(
                        "顺序流%(flow)s越过了流程或子流程的边界(另一端 %(outside)s 在别的范围里)。",
                        flow=quoted(flow),
                        outside=side_by_side(outside),
                    ),
                    words("不同参与方之间请用消息流;进出子流程请连到子流程本身。"),
                )


def no_event_subprocess_end(subject: Subject) -> Iterator[Problem]:
    """An event subprocess is neither source nor target of a sequence flow (BPMN 2.0, 10.3.5)."""
    for node in subject.nodes:
        if node.is_event_subprocess and (node.incoming or node.outgoing):
            yield subject.problem(
                "event-subprocess-connected",
                node,
                words("事件子流程%(node)s不能有进出的顺序流。", node=quoted(node)),
                words("请删去连线;它由自己的开始事件触发。"),
            )


def no_duplicates(subject: Subject) -> Iterator[Problem]:
    """Two flows between the same nodes put two tokens on the way, which nobody means."""
    for scope in subject.scopes:
        seen: dict[tuple[str, str, str], Flow] = {}
        for flow in scope.flows.values():
            key = (flow.source, flow.target, flow.condition.text if flow.condition else "")
            if key in seen:
                yield subject.problem(
                    "duplicate-flow",
                    flow,
                    words(
                        "顺序流%(flow)s与%(seen)s的起点、终点和条件都相同。",
                        flow=quoted(flow),
                        seen=quoted(seen[key]),
                    ),
                    words("请删去其中一条。"),
                )
            seen.setdefault(key, flow)


def conditions(subject: Subject) -> Iterator[Problem]:
    """Conditions stand only on flows that leave a choosing gateway or an activity (BPMN 2.0, 8.3.13)."""
    for flow, source in _flows(subject):
        if flow.condition is None:
            continue
        where, kind, origin = words("顺序流%(flow)s", flow=quoted(flow)), word(source.type), quoted(source)
        unwanted = words(
            "%(where)s从%(type)s%(source)s出来,不能带条件。", where=where, type=kind, source=origin
        )
        if source.type in ("parallelGateway", "eventBasedGateway"):
            yield subject.problem(
                "condition-on-parallel-flow",
                flow,
                unwanted,
                words("请删去条件;要按条件选择,请改用排他网关或包容网关。"),
            )
        elif source.type not in _CHOOSING and source.type not in ACTIVITY_TYPES:
            yield subject.problem(
                "condition-on-event-flow",
                flow,
                unwanted,
                words("请在事件之后加一个排他网关,把条件放到网关的出线上。"),
            )
        elif source.type in ACTIVITY_TYPES and len(source.outgoing) == 1:
            yield subject.problem(
                "lone-conditional-flow",
                flow,
                words(
                    "%(where)s是%(type)s%(source)s唯一的出线,不能带条件。",
                    where=where,
                    type=kind,
                    source=origin,
                ),
                words("请删去条件,或再画一条出线(可设为默认)。"),
            )
        if flow.is_default:
            yield subject.problem(
                "condition-on-default-flow",
                flow,
                words("%(where)s是%(source)s的默认出线,不能带条件。", where=where, source=quoted(source)),
                words("请删去条件,或取消默认。"),
            )
        if not flow.condition.text and source.scope in subject.running_scopes:
            yield subject.problem(
                "empty-condition",
                flow,
                words("%(where)s的条件是空的。", where=where),
                words('请写出条件,如 decision = "approve"。'),
            )


def missing_conditions(subject: Subject) -> Iterator[Problem]:
    """Every flow of an exclusive or inclusive split has a condition or is its default (BPMN 2.0, 10.6.2)."""
    for flow, source in _flows(subject):
        choosing = source.type in ("exclusiveGateway", "inclusiveGateway") and len(source.outgoing) > 1
        if (
            source.scope in subject.running_scopes
            and choosing
            and flow.condition is None
            and not flow.is_default
        ):
            yield subject.problem(
                "missing-condition",
                flow,
                words(
                    "%(type)s%(source)s的出线%(flow)s既没有条件,也不是默认出线。",
                    type=word(source.type),
                    source=quoted(source),
                    flow=quoted(flow),
                ),
                words("请给它写条件,或把它设为默认出线。"),
            )


def defaults(subject: Subject) -> Iterator[Problem]:
    """A default flow leaves the node that names it (BPMN 2.0, 8.3.13)."""
    for scope in subject.scopes:
        for node in scope.nodes.values():
            if (
                node.default
                and node.default not in node.outgoing
                and subject.element(node.default) is not None
            ):
                yield subject.problem(
                    "foreign-default",
                    node,
                    words(
                        "%(type)s%(node)s的默认出线 %(default)s 不是从它出来的。",
                        type=word(node.type),
                        node=quoted(node),
                        default=node.default,
                    ),
                    words("请选择它自己的一条出线作默认。"),
                )


def useful_defaults(subject: Subject) -> Iterator[Problem]:
    """A default beside flows without any condition is never needed."""
    flows = {key: flow for scope in subject.scopes for key, flow in scope.flows.items()}
    for node in subject.nodes:
        if node.default in node.outgoing and not any(flows[key].condition for key in node.outgoing):
            yield subject.problem(
                "useless-default",
                node,
                words(
                    "%(type)s%(node)s有默认出线,但没有一条出线带条件。",
                    type=word(node.type),
                    node=quoted(node),
                ),
                words("请给其他出线写条件,或取消默认。"),
                "warning",
            )


def immediate(subject: Subject) -> Iterator[Problem]:
    """`isImmediate` is not false in an executable process (BPMN 2.0, 8.3.13)."""
    for flow in subject.elements("sequenceFlow"):
        process = next((a for a in flow.iterancestors() if local(a) == "process"), None)
        executable = process is not None and attribute(process, "isExecutable") in ("true", "1")
        if executable and attribute(flow, "isImmediate") in ("false", "0"):
            yield subject.problem(
                "not-immediate",
                flow,
                words('可执行流程中的顺序流%(flow)s不能设 isImmediate="false"。', flow=quoted(flow)),
                words("请删去 isImmediate。"),
            )


def associations(subject: Subject) -> Iterator[Problem]:
    """An association joins an artifact to something; it does not carry flow (BPMN 2.0, 8.3.1)."""
    for item in subject.elements("association"):
        ends = [subject.element(reference(attribute(item, end))) for end in ("sourceRef", "targetRef")]
        if None not in ends and ends[0] is ends[1]:
            yield subject.problem(
                "association-to-itself",
                item,
                words("关联%(item)s的两端是同一个元素。", item=quoted(item)),
                words("请改接到别的元素。"),
            )


def expressions_filled(subject: Subject) -> Iterator[Problem]:
    """A condition expression says something; an empty element is a mistake of the tool or of a hand."""
    for flow in subject.elements("sequenceFlow"):
        held = child(flow, "conditionExpression")
        if held is not None and len(held) and not (held.text or "").strip():
            names = side_by_side(local(item) for item in held)
            yield subject.problem(
                "structured-condition",
                flow,
                words(
                    "顺序流%(flow)s的条件里是元素(%(names)s),不是表达式文字。", flow=quoted(flow), names=names
                ),
                words("请写成 FEEL 表达式。"),
            )


def formal_conditions(subject: Subject) -> Iterator[Problem]:
    """A condition of an executable process is no natural language (BPMN 2.0, 8.3.6)."""
    for flow in subject.elements("sequenceFlow"):
        held = child(flow, "conditionExpression")
        kind = None if held is None else held.get("{http://www.w3.org/2001/XMLSchema-instance}type")
        process = next((above for above in flow.iterancestors() if local(above) == "process"), None)
        executable = process is not None and attribute(process, "isExecutable") in ("true", "1")
        if executable and reference(str(kind or "")) == "tExpression":
            yield subject.problem(
                "informal-condition",
                flow,
                words(
                    "可执行流程中,顺序流%(flow)s的条件标为自然语言(tExpression),不能计算。", flow=quoted(flow)
                ),
                words('请改为 xsi:type="bpmn:tFormalExpression" 并写成 FEEL。'),
            )


def fake_joins(subject: Subject) -> Iterator[Problem]:
    """Several flows into an activity do not wait for each other, though it may look so."""
    for node in subject.nodes:
        if node.type in ACTIVITY_TYPES and len(node.incoming) > 1:
            yield subject.problem(
                "fake-join",
                node,
                words(
                    "%(type)s%(node)s有 %(n)s 条入线,每来一个就执行一次,不会等齐。",
                    type=word(node.type),
                    node=quoted(node),
                    n=len(node.incoming),
                ),
                words("要等齐请先接并行网关;只是路径合并请先接排他网关,图更清楚。"),
                "warning",
            )


def _flows(subject: Subject) -> Iterator[tuple[Flow, Node]]:
    for scope in subject.scopes:
        for flow in scope.flows.values():
            source = scope.nodes.get(flow.source)
            if source is not None:
                yield flow, source


CHECKS: tuple[Check, ...] = (
    within_scope,
    no_event_subprocess_end,
    no_duplicates,
    conditions,
    missing_conditions,
    defaults,
    useful_defaults,
    immediate,
    associations,
    expressions_filled,
    formal_conditions,
    fake_joins,
)
