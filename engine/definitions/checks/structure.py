"""Processes, pools, lanes, message flows: what a file is made of."""

from collections.abc import Iterator

from lxml import etree

from engine.definitions.diagram import ACTIVITY_TYPES, BPMN, EVENT_TYPES, Participant, Process
from engine.definitions.names import attribute, children, local, reference, text_of
from engine.definitions.problem import Check, Problem, Subject, quoted
from engine.definitions.reader import element_id
from engine.definitions.words import word
from engine.words import words

_CHOREOGRAPHY = ("choreographyTask", "subChoreography", "callChoreography")


def has_process(subject: Subject) -> Iterator[Problem]:
    """There is something to run."""
    if not subject.diagram.processes:
        yield subject.problem(
            "no-process",
            None,
            words("文件里没有流程(process),没有可以运行的内容。"),
            words("请画出流程后再上传。"),
        )
    for process in subject.diagram.processes.values():
        if not process.scope.nodes:
            pool = next((pool for pool in subject.diagram.participants if pool.process == process.id), None)
            yield _empty(subject, process, pool if len(subject.diagram.processes) > 1 else None)


def _empty(subject: Subject, process: Process, pool: Participant | None) -> Problem:
    """That nothing is drawn; beside other pools one may stand for people outside, so that it only warns."""
    if pool is None:
        return subject.problem(
            "empty-process",
            process,
            words("流程%(process)s是空的。", process=quoted(process)),
            words("请画出开始事件、环节和结束事件。"),
        )
    return subject.problem(
        "empty-pool",
        pool,
        words("单位(泳池)%(pool)s里什么也没有画。", pool=quoted(pool)),
        words("只表示外面的人和单位的,请改为空的单位(泳池);要办理的,请画出它的环节。"),
        "warning",
    )


def executable(subject: Subject) -> Iterator[Problem]:
    """Whether a process is meant to be run is said, not guessed."""
    processes = subject.diagram.processes.values()
    if any(process.executable for process in processes):
        return
    for process in processes:
        said = words("标为不可执行") if process.executable is False else words("没有标明是否可执行")
        yield subject.problem(
            "not-executable",
            process,
            words("流程%(process)s%(said)s(isExecutable)。", process=quoted(process), said=said),
            words('要运行它,请把 isExecutable 设为 "true"。'),
            "warning",
        )


def starts_and_ends(subject: Subject) -> Iterator[Problem]:
    """Start and end events come together, on each level (BPMN 2.0, 10.4.2 and 10.4.3)."""
    for scope in subject.scopes:
        types = [node.type for node in scope.nodes.values()]
        if scope.type == "adHocSubProcess" or not types:
            continue
        for rule, missing, present in (
            ("missing-start-event", "startEvent", "endEvent"),
            ("missing-end-event", "endEvent", "startEvent"),
        ):
            if missing not in types and present in types:
                yield subject.problem(
                    rule,
                    scope,
                    words(
                        "%(type)s%(scope)s有%(present)s,却没有%(missing)s。",
                        type=word(scope.type),
                        scope=quoted(scope),
                        present=word(present),
                        missing=word(missing),
                    ),
                    words("请补上%(missing)s。", missing=word(missing)),
                )


def no_choreography(subject: Subject) -> Iterator[Problem]:
    """A process holds no choreography activities (BPMN 2.0, 10.2)."""
    for element in subject.elements(*_CHOREOGRAPHY):
        if any(local(above) == "process" for above in element.iterancestors()):
            yield subject.problem(
                "choreography-in-process",
                element,
                words("流程里不能有编排活动%(element)s。", element=quoted(element)),
                words("请改为任务或子流程。"),
            )


def no_self_reference(subject: Subject) -> Iterator[Problem]:
    """A choreography or global conversation refers to no choreography (BPMN 2.0, 9.4)."""
    for element in subject.elements("choreography", "globalConversation"):
        if children(element, "choreographyRef"):
            yield subject.problem(
                "choreography-ref",
                element,
                words("%(element)s不能引用编排(choreographyRef)。", element=quoted(element)),
                words("请删去 choreographyRef。"),
            )


def multiplicity(subject: Subject) -> Iterator[Problem]:
    """How many participants: 0 <= minimum <= maximum, maximum >= 1 (BPMN 2.0, table 9.5)."""
    for element in subject.elements("participantMultiplicity"):
        try:
            low = int(attribute(element, "minimum") or 0)
            high = int(attribute(element, "maximum") or 1)
        except ValueError:
            continue
        if low < 0 or high < 1 or high < low:
            owner = element.getparent()
            yield subject.problem(
                "participant-multiplicity",
                owner if owner is not None else element,
                words("参与方的数量不合理:最少 %(low)s,最多 %(high)s。", low=low, high=high),
                words("最少不得为负,最多至少为 1 且不小于最少。"),
            )


def pools(subject: Subject) -> Iterator[Problem]:
    """A process is drawn in one pool only."""
    seen: dict[str, str] = {}
    for pool in subject.diagram.participants:
        if pool.process and pool.process in seen:
            element = subject.element(pool.id)
            yield subject.problem(
                "process-in-two-pools",
                element,
                words(
                    "流程 %(process)s 同时属于参与方“%(seen)s”和“%(name)s”。",
                    process=pool.process,
                    seen=seen[pool.process],
                    name=pool.name or pool.id,
                ),
                words("一个流程宜只画在一个池里。"),
                "warning",
            )
        elif pool.process:
            seen[pool.process] = pool.name or pool.id


def lanes(subject: Subject) -> Iterator[Problem]:
    """A node stands in one lane of a lane set, and in a lane of its own process (BPMN 2.0, 10.8)."""
    for lane_set in subject.elements("laneSet", "childLaneSet"):
        home = next((a for a in lane_set.iterancestors() if local(a) in ("process", "subProcess")), None)
        seen: dict[str, etree._Element] = {}
        for lane in children(lane_set, "lane"):
            for key in map(text_of, children(lane, "flowNodeRef")):
                node = subject.element(key)
                if node is not None and home is not None and home not in node.iterancestors():
                    yield subject.problem(
                        "lane-of-other-process",
                        lane,
                        words("泳道%(lane)s列出了别的流程中的元素 %(key)s。", lane=quoted(lane), key=key),
                        words("请从泳道中删去它。"),
                    )
                if key in seen and seen[key] is not lane:
                    yield subject.problem(
                        "node-in-two-lanes",
                        lane,
                        words(
                            "元素 %(key)s 同时在泳道%(seen)s和%(lane)s中。",
                            key=key,
                            seen=quoted(seen[key]),
                            lane=quoted(lane),
                        ),
                        words("请只留在一条泳道里。"),
                    )
                seen[key] = lane


def message_flows(subject: Subject) -> Iterator[Problem]:
    """A message flow joins two different pools, from a sender to a receiver (BPMN 2.0, 9.3)."""
    for flow in subject.elements("messageFlow"):
        source = subject.element(reference(attribute(flow, "sourceRef")))
        target = subject.element(reference(attribute(flow, "targetRef")))
        if source is None or target is None:
            continue
        home = _home(subject, source)
        if home is not None and home is _home(subject, target):
            yield subject.problem(
                "message-flow-within-pool",
                flow,
                words("消息流%(flow)s的两端在同一个池里。", flow=quoted(flow)),
                words("池内请用顺序流;消息流只连接不同的参与方。"),
            )
        yield from _message_end(subject, flow, source, sends=True)
        yield from _message_end(subject, flow, target, sends=False)


def _home(subject: Subject, end: etree._Element) -> etree._Element | None:
    """The process (or the black box) an end of a message flow belongs to."""
    if local(end) == "participant":
        process = subject.element(reference(attribute(end, "processRef")))
        return end if process is None else process
    return next((above for above in end.iterancestors() if local(above) == "process"), None)


def _message_end(
    subject: Subject, flow: etree._Element, end: etree._Element, sends: bool
) -> Iterator[Problem]:
    kind = local(end)
    node = subject.node_by_id.get(element_id(end))
    if kind not in EVENT_TYPES | ACTIVITY_TYPES or node is None:
        return
    verb = words("发出") if sends else words("接收")
    throwing = kind in ("endEvent", "intermediateThrowEvent")
    wrong_side = (kind in EVENT_TYPES and throwing != sends) or kind == (
        "receiveTask" if sends else "sendTask"
    )
    if wrong_side:
        yield subject.problem(
            "message-flow-end",
            flow,
            words("%(kind)s%(end)s不能%(verb)s消息流。", kind=word(kind), end=quoted(end), verb=verb),
            words("请改接到能收发消息的事件、任务或参与方。"),
        )
    elif kind in EVENT_TYPES and not any(event.kind == "message" for event in node.events):
        yield subject.problem(
            "message-flow-event",
            flow,
            words("%(kind)s%(end)s连着消息流,却不是消息事件。", kind=word(kind), end=quoted(end)),
            words("请把它改为消息事件,或删去消息流。"),
        )


def imports(subject: Subject) -> Iterator[Problem]:
    """An imported BPMN file is at hand."""
    for element in subject.elements("import"):
        wanted = attribute(element, "importType") or ""
        location = attribute(element, "location") or ""
        if wanted.rstrip("/") == BPMN and location not in subject.imported:
            yield subject.problem(
                "missing-import",
                element,
                words("引入的文件 %(location)s 不在这里,其中的元素无法核对。", location=location),
                words("请把该文件放到同一文件夹一起检查,或删去这条 import。"),
            )


def public(subject: Subject) -> Iterator[Problem]:
    """A public process is a view from outside and is never executable (BPMN 2.0, table 10.1)."""
    for element in subject.elements("process"):
        executable_ = attribute(element, "isExecutable") in ("true", "1")
        if executable_ and attribute(element, "processType") == "Public":
            yield subject.problem(
                "public-executable",
                element,
                words(
                    '流程%(element)s是公共流程(processType="Public"),不能标为可执行。',
                    element=quoted(element),
                ),
                words("请改为 Private,或把 isExecutable 设为 false。"),
            )


def languages(subject: Subject) -> Iterator[Problem]:
    """Languages are named by URI (BPMN 2.0, table 8.1)."""
    for name in ("expressionLanguage", "typeLanguage"):
        value = attribute(subject.root, name)
        if value is not None and ":" not in value:
            yield subject.problem(
                "language-not-uri",
                None,
                words("definitions 的 %(name)s “%(value)s”不是 URI。", name=name, value=value),
                words("请改为 URI,或删去 %(name)s。", name=name),
            )


CHECKS: tuple[Check, ...] = (
    has_process,
    executable,
    starts_and_ends,
    no_choreography,
    no_self_reference,
    multiplicity,
    pools,
    lanes,
    message_flows,
    imports,
    public,
    languages,
)
