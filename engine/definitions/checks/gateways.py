"""Gateways: their direction, their ways in and out, and what may follow an event gateway."""

from collections.abc import Iterator

from engine.definitions.diagram import GATEWAY_TYPES, Node, Scope
from engine.definitions.problem import Check, Problem, Subject, quoted
from engine.definitions.words import word
from engine.words import words

_AWAITED = ("message", "timer", "signal", "conditional")


def _gateways(subject: Subject, *types: str) -> Iterator[tuple[Scope, Node]]:
    for scope in subject.scopes:
        for node in scope.nodes.values():
            if node.type in (types or GATEWAY_TYPES):
                yield scope, node


def direction(subject: Subject) -> Iterator[Problem]:
    """`gatewayDirection` agrees with the flows (BPMN 2.0, table 8.46)."""
    for _, node in _gateways(subject):
        given = node.attributes.get("gatewayDirection", "Unspecified")
        ways = (len(node.incoming), len(node.outgoing))
        wrong = {
            "Converging": ways[0] < 2 or ways[1] > 1,
            "Diverging": ways[1] < 2 or ways[0] > 1,
            "Mixed": ways[0] < 2 or ways[1] < 2,
        }.get(given, False)
        if wrong:
            yield subject.problem(
                "gateway-direction",
                node,
                words(
                    "%(type)s%(node)s标为 %(given)s,实际有 %(ways)s 条入线、%(ways2)s 条出线。",
                    type=word(node.type),
                    node=quoted(node),
                    given=given,
                    ways=ways[0],
                    ways2=ways[1],
                ),
                words("请改正 gatewayDirection(汇聚 Converging、分支 Diverging、两者 Mixed),或改连线。"),
            )


def merges_or_splits(subject: Subject) -> Iterator[Problem]:
    """A gateway has several ways in or several ways out (BPMN 2.0, 10.6)."""
    for _, node in _gateways(subject):
        if len(node.incoming) > 1 or len(node.outgoing) > 1 or node.type == "eventBasedGateway":
            continue
        if not node.incoming and not node.outgoing:
            continue
        yield subject.problem(
            "superfluous-gateway",
            node,
            words(
                "%(type)s%(node)s只有 %(n)s 条入线、%(n2)s 条出线,不起作用。",
                type=word(node.type),
                node=quoted(node),
                n=len(node.incoming),
                n2=len(node.outgoing),
            ),
            words("请删去这个网关,或补上缺少的连线。"),
        )


def not_both(subject: Subject) -> Iterator[Problem]:
    """One gateway that joins and splits at once is legal and hard to read."""
    for _, node in _gateways(subject):
        if len(node.incoming) > 1 and len(node.outgoing) > 1:
            yield subject.problem(
                "join-and-split",
                node,
                words("%(type)s%(node)s同时汇聚和分支。", type=word(node.type), node=quoted(node)),
                words("请拆成两个网关:先汇聚,再分支。"),
                "warning",
            )


def event_gateway_ways(subject: Subject) -> Iterator[Problem]:
    """An event gateway has two or more ways out (BPMN 2.0, 10.6.6)."""
    for _, node in _gateways(subject, "eventBasedGateway"):
        if len(node.outgoing) < 2:
            yield subject.problem(
                "event-gateway-ways",
                node,
                words(
                    "事件网关%(node)s只有 %(n)s 条出线,至少要两条。", node=quoted(node), n=len(node.outgoing)
                ),
                words("请补上另一个要等待的事件,或删去网关。"),
            )
        instantiating = node.attributes.get("instantiate") in ("true", "1")
        if instantiating and node.incoming:
            yield subject.problem(
                "instantiating-gateway-incoming",
                node,
                words("启动流程的事件网关%(node)s不能有入线。", node=quoted(node)),
                words("请删去入线,或取消 instantiate。"),
            )
        if node.attributes.get("eventGatewayType") == "Parallel" and not instantiating:
            yield subject.problem(
                "parallel-event-gateway",
                node,
                words("事件网关%(node)s标为 Parallel,只有启动流程(instantiate)时才可以。", node=quoted(node)),
                words("请改为 Exclusive。"),
            )


def event_gateway_targets(subject: Subject) -> Iterator[Problem]:
    """What follows an event gateway: events to wait for or receive tasks (BPMN 2.0, 10.6.6)."""
    for scope, gateway in _gateways(subject, "eventBasedGateway"):
        followers = list(scope.targets(gateway))
        for node in followers:
            yield from _follower(subject, gateway, node)
        kinds = {node.event.kind for node in followers if node.event}
        tasks = [node for node in followers if node.type == "receiveTask"]
        if tasks and "message" in kinds:
            yield subject.problem(
                "event-gateway-mixed",
                gateway,
                words(
                    "事件网关%(gateway)s之后既有接收任务又有消息事件,只能用一种。", gateway=quoted(gateway)
                ),
                words("请统一用消息中间事件。"),
            )


def _follower(subject: Subject, gateway: Node, node: Node) -> Iterator[Problem]:
    awaited = bool(node.events) and all(event.kind in _AWAITED for event in node.events)
    catching = node.type == "intermediateCatchEvent" and awaited
    where = words(
        "事件网关%(gateway)s之后的%(type)s%(node)s",
        gateway=quoted(gateway),
        type=word(node.type),
        node=quoted(node),
    )
    if not catching and node.type != "receiveTask":
        yield subject.problem(
            "event-gateway-target",
            node,
            words("%(where)s不是可以等待的事件。", where=where),
            words("事件网关之后只能接消息、定时、信号、条件中间捕获事件,或接收任务。"),
        )
    elif len(node.incoming) > 1:
        yield subject.problem(
            "event-gateway-target-shared",
            node,
            words("%(where)s还有别的入线,不能与其他路径共用。", where=where),
            words("请为其他路径另画一个事件。"),
        )
    if node.type == "receiveTask" and node.boundary:
        yield subject.problem(
            "event-gateway-target-boundary",
            node,
            words("%(where)s不能再附边界事件。", where=where),
            words("请删去它上面的边界事件。"),
        )


def instantiating_first(subject: Subject) -> Iterator[Problem]:
    """A receive task that starts the process stands first (BPMN 2.0, 10.3.3)."""
    for scope in subject.scopes:
        for node in scope.nodes.values():
            if node.type != "receiveTask" or node.attributes.get("instantiate") not in ("true", "1"):
                continue
            if any(source.type != "startEvent" for source in scope.sources(node)) or node.incoming:
                yield subject.problem(
                    "instantiating-task-incoming",
                    node,
                    words("启动流程的接收任务%(node)s不能有入线。", node=quoted(node)),
                    words("请删去入线,或取消 instantiate。"),
                )


CHECKS: tuple[Check, ...] = (
    direction,
    merges_or_splits,
    not_both,
    event_gateway_ways,
    event_gateway_targets,
    instantiating_first,
)
