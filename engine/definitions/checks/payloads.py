"""Data that travels: what tasks, events and calls take in and give out fits what carries it."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from engine.definitions.names import attribute, child, children, local, reference, text_of
from engine.definitions.problem import Check, Problem, Subject, quoted
from engine.definitions.words import word
from engine.words import words

_CARRIERS = {
    "messageEventDefinition": ("messageRef", "itemRef"),
    "signalEventDefinition": ("signalRef", "structureRef"),
    "errorEventDefinition": ("errorRef", "structureRef"),
    "escalationEventDefinition": ("escalationRef", "structureRef"),
}
_LIMITS = {"serviceTask": (1, 1), "sendTask": (1, 1), "receiveTask": (1, 1)}


def sets(subject: Subject) -> Iterator[Problem]:
    """Service, send and receive tasks take one message in, give one out at most (BPMN 2.0, 10.3.3)."""
    for kind, limits in _LIMITS.items():
        for element in subject.elements(kind):
            held = child(element, "ioSpecification")
            if held is None or (kind == "serviceTask" and attribute(element, "operationRef") is None):
                continue
            counts = (len(_filled(held, "inputSet")), len(_filled(held, "outputSet")))
            if counts[0] > limits[0] or counts[1] > limits[1]:
                yield subject.problem(
                    "task-sets",
                    element,
                    words(
                        "%(kind)s%(element)s有 %(counts)s 组输入、%(counts2)s 组输出,最多 %(limits)s 组输入、%(limits2)s 组输出。",
                        kind=word(kind),
                        element=quoted(element),
                        counts=counts[0],
                        counts2=counts[1],
                        limits=limits[0],
                        limits2=limits[1],
                    ),
                    words("请删去多余的 inputSet、outputSet。"),
                )


def _filled(specification: etree._Element, name: str) -> list[etree._Element]:
    """The sets that hold something; the schema asks for an empty one of each."""
    return [item for item in children(specification, name) if len(item)]


def messages(subject: Subject) -> Iterator[Problem]:
    """A send or receive task takes or gives one thing, of the type of its message (BPMN 2.0, 10.3.3)."""
    for element in subject.elements("sendTask", "receiveTask"):
        message = subject.element(reference(attribute(element, "messageRef")))
        held = child(element, "ioSpecification")
        if message is None or held is None:
            continue
        side = "dataInput" if local(element) == "sendTask" else "dataOutput"
        yield from _fits_alone(subject, element, message, children(held, side))


def operations(subject: Subject) -> Iterator[Problem]:
    """A service task takes in and gives out what the messages of its operation are (BPMN 2.0, 10.3.3)."""
    for element in subject.elements("serviceTask"):
        operation = subject.element(reference(attribute(element, "operationRef")))
        if operation is None:
            continue
        held = child(element, "ioSpecification")
        for side, name in (("dataInput", "inMessageRef"), ("dataOutput", "outMessageRef")):
            written = child(operation, name)
            message = None if written is None else subject.element(reference(text_of(written)))
            if message is None or not attribute(message, "itemRef"):
                continue
            data = [] if held is None else children(held, side)
            if data:
                yield from _fits_alone(subject, element, message, data)
            elif side == "dataInput":
                yield subject.problem(
                    "operation-data",
                    element,
                    words(
                        "服务任务%(element)s调用的操作要收消息%(message)s,任务却没有数据输入。",
                        element=quoted(element),
                        message=quoted(message),
                    ),
                    words(
                        "请给任务写 ioSpecification,含一个同类型的 dataInput;或取消 operationRef,用 bj:service。"
                    ),
                )


def _fits_alone(
    subject: Subject, place: etree._Element, message: etree._Element, data: list[etree._Element]
) -> Iterator[Problem]:
    """The data are one, and of the type of the message."""
    if len(data) > 1:
        yield subject.problem(
            "task-sets",
            place,
            words(
                "%(type)s%(place)s有 %(n)s 项数据,消息%(message)s只带一项。",
                type=word(local(place)),
                place=quoted(place),
                n=len(data),
                message=quoted(message),
            ),
            words("请只留与消息同类型的一项。"),
        )
    yield from _fits(subject, place, message, "itemRef", data, typed=True)


def events(subject: Subject) -> Iterator[Problem]:
    """What an event gives out or takes in has the type of what it carries (BPMN 2.0, 10.4.1)."""
    for name, (ref, structure) in _CARRIERS.items():
        for definition in subject.elements(name):
            event = definition.getparent()
            carrier = subject.element(reference(attribute(definition, ref)))
            if event is None or carrier is None or len(children(event, *_CARRIERS)) != 1:
                continue
            yield from _fits(subject, event, carrier, structure, children(event, "dataOutput", "dataInput"))


def _fits(
    subject: Subject,
    place: etree._Element,
    carrier: etree._Element,
    structure: str,
    data: list[etree._Element],
    typed: bool = False,
) -> Iterator[Problem]:
    """Data have the type of what carries them; with `typed` they must say it where the carrier does."""
    wanted = reference(attribute(carrier, structure))
    for item in data:
        given = reference(attribute(item, "itemSubjectRef"))
        if wanted and (given or typed) and not _equivalent(subject, wanted, given):
            yield subject.problem(
                "payload-type",
                place,
                words(
                    "%(type)s%(place)s的数据类型 %(given)s 与%(type2)s%(carrier)s的 %(wanted)s 不同。",
                    type=word(local(place)),
                    place=quoted(place),
                    given=given or words("(没有写)"),
                    type2=word(local(carrier)),
                    carrier=quoted(carrier),
                    wanted=wanted,
                ),
                words("请让两者用同一个数据类型(itemDefinition)。"),
            )


def _equivalent(subject: Subject, one: str | None, other: str | None) -> bool:
    """Whether two item definitions are the same, or say the same structure."""
    items = [subject.element(key) for key in (one, other)]
    known = [attribute(item, "structureRef") for item in items if item is not None]
    return one == other or (len(known) == 2 and known[0] is not None and known[0] == known[1])


def calls(subject: Subject) -> Iterator[Problem]:
    """A call activity takes in and gives out what the called process does (BPMN 2.0, 10.3.6)."""
    for element in subject.elements("callActivity"):
        called = subject.element(reference(attribute(element, "calledElement")))
        own = child(element, "ioSpecification")
        theirs = None if called is None else child(called, "ioSpecification")
        if called is None or (own is None and theirs is None):
            continue
        for side in ("dataInput", "dataOutput"):
            if _types(subject, own, side) != _types(subject, theirs, side):
                yield subject.problem(
                    "call-data",
                    element,
                    words(
                        "调用活动%(element)s的 %(side)s 与被调用的%(called)s不一致。",
                        element=quoted(element),
                        side=side,
                        called=quoted(called),
                    ),
                    words("请让两边的数据输入、输出个数和类型相同。"),
                )


def _types(subject: Subject, specification: etree._Element | None, side: str) -> Counter[str | None]:
    """What is taken in or given out, each by the structure its item definition says, else by the definition."""
    items = [] if specification is None else children(specification, side)
    named = [reference(attribute(item, "itemSubjectRef")) for item in items]
    known = [subject.element(key) for key in named]
    return Counter(
        (None if item is None else attribute(item, "structureRef")) or key
        for key, item in zip(named, known, strict=True)
    )


def compensated(subject: Subject) -> Iterator[Problem]:
    """Thrown compensation names an activity of its own scope or process (BPMN 2.0, 10.4.5)."""
    for definition in subject.elements("compensateEventDefinition"):
        target = subject.element(reference(attribute(definition, "activityRef")))
        event = definition.getparent()
        if target is None or event is None:
            continue
        homes = [next((a for a in e.iterancestors() if local(a) == "process"), None) for e in (target, event)]
        if homes[0] is not homes[1]:
            yield subject.problem(
                "compensated-elsewhere",
                event,
                words(
                    "%(event)s要补偿的活动%(target)s在别的流程里。",
                    event=quoted(event),
                    target=quoted(target),
                ),
                words("只能补偿同一流程里的活动。"),
            )


def conversations(subject: Subject) -> Iterator[Problem]:
    """A conversation link joins a conversation and a participant (BPMN 2.0, 9.5.3)."""
    nodes = {"conversation", "subConversation", "callConversation"}
    for link in subject.elements("conversationLink"):
        ends = [subject.element(reference(attribute(link, end))) for end in ("sourceRef", "targetRef")]
        known = [local(end) in nodes for end in ends if end is not None]
        if len(known) == 2 and sum(known) != 1:
            yield subject.problem(
                "conversation-link",
                link,
                words("会话连线%(link)s须连接一个会话和一个参与方。", link=quoted(link)),
                words("请改接两端。"),
            )


def listed_items(subject: Subject) -> Iterator[Problem]:
    """An item that is a collection is shown as one where it is used (BPMN 2.0, table 10.49)."""
    for element in subject.elements("dataObject", "dataInput", "dataOutput"):
        item = subject.element(reference(attribute(element, "itemSubjectRef")))
        if item is None or attribute(element, "isCollection") is None:
            continue
        many = [attribute(part, "isCollection") in ("true", "1") for part in (element, item)]
        if many[0] != many[1]:
            yield subject.problem(
                "collection-mismatch",
                element,
                words(
                    "%(type)s%(element)s与其数据类型%(item)s一个是集合,一个不是。",
                    type=word(local(element)),
                    element=quoted(element),
                    item=text_of(item) or quoted(item),
                ),
                words("请让两者的 isCollection 一致。"),
            )


CHECKS: tuple[Check, ...] = (
    sets,
    messages,
    operations,
    events,
    calls,
    compensated,
    conversations,
    listed_items,
)
