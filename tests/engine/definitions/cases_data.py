"""Rules about data that travels, and where it is seen."""

from tests.engine.definitions.building import END, START, chain, definitions, document, event, node, process
from tests.engine.definitions.cases_structure import ITEMS, LIST
from tests.engine.definitions.rule_cases import SUB, Case, inner, line, task

ONE_SET = (
    '<bpmn:dataInput id="{0}i" itemSubjectRef="text"/>'
    '<bpmn:inputSet id="{0}x"><bpmn:dataInputRefs>{0}i</bpmn:dataInputRefs></bpmn:inputSet>'
    '<bpmn:outputSet id="{0}y"/>'
)
TWO_SETS = ONE_SET.replace(
    "<bpmn:outputSet",
    '<bpmn:inputSet id="{0}z"><bpmn:dataInputRefs>{0}i</bpmn:dataInputRefs></bpmn:inputSet><bpmn:outputSet',
)


def specification(parts: str, prefix: str) -> str:
    return f"<bpmn:ioSpecification>{parts.format(prefix)}</bpmn:ioSpecification>" if parts else ""


def sending(parts: str, item: str = "text") -> bytes:
    message = f'<bpmn:message id="m" name="通知" itemRef="{item}"/>'
    send = node("sendTask", "a", specification(parts, "d"), messageRef="m")
    return document(START, send, END, chain("s", "a", "e"), roots=(ITEMS, LIST, message))


TWO_INPUTS = (
    '<bpmn:dataInput id="{0}i" itemSubjectRef="text"/><bpmn:dataInput id="{0}j" itemSubjectRef="text"/>'
    '<bpmn:inputSet id="{0}x"><bpmn:dataInputRefs>{0}i</bpmn:dataInputRefs>'
    '<bpmn:dataInputRefs>{0}j</bpmn:dataInputRefs></bpmn:inputSet><bpmn:outputSet id="{0}y"/>'
)
UNTYPED = ONE_SET.replace(' itemSubjectRef="text"', "")


def operating(parts: str, item: str = "text") -> bytes:
    message = f'<bpmn:message id="m" name="通知" itemRef="{item}"/>'
    operation = '<bpmn:operation id="op" name="办"><bpmn:inMessageRef>m</bpmn:inMessageRef></bpmn:operation>'
    interface = f'<bpmn:interface id="if" name="办">{operation}</bpmn:interface>'
    service = node("serviceTask", "a", specification(parts, "d"), operationRef="op")
    return document(START, service, END, chain("s", "a", "e"), roots=(ITEMS, LIST, ALIKE, message, interface))


ALIKE = '<bpmn:itemDefinition id="words" structureRef="xsd:string"/>'
NUMBER = '<bpmn:itemDefinition id="number" structureRef="xsd:int"/>'


def branches(item: str) -> bytes:
    """A multi-instance over a list of texts whose branch takes an `item`."""
    inputs = (
        '<bpmn:dataInput id="{0}i" itemSubjectRef="texts" isCollection="true"/>'
        '<bpmn:inputSet id="{0}x"><bpmn:dataInputRefs>{0}i</bpmn:dataInputRefs></bpmn:inputSet>'
        '<bpmn:outputSet id="{0}y"/>'
    )
    loop = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>di</bpmn:loopDataInputRef>"
        f'<bpmn:inputDataItem id="each" itemSubjectRef="{item}"/></bpmn:multiInstanceLoopCharacteristics>'
    )
    return document(
        START,
        node("task", "a", specification(inputs, "d"), loop),
        END,
        chain("s", "a", "e"),
        roots=(ITEMS, LIST, NUMBER),
    )


def converted(text: str) -> bytes:
    association = (
        '<bpmn:dataInputAssociation id="as"><bpmn:sourceRef>o</bpmn:sourceRef><bpmn:targetRef>di</bpmn:targetRef>'
        f"<bpmn:transformation>{text}</bpmn:transformation></bpmn:dataInputAssociation>"
    )
    data = '<bpmn:dataObject id="o" itemSubjectRef="text"/>'
    task_ = node("task", "a", specification(ONE_SET, "d"), association)
    return document(START, data, task_, END, chain("s", "a", "e"), roots=(ITEMS,))


def signalled(item: str) -> bytes:
    signal = f'<bpmn:signal id="sig" name="停电" structureRef="{item}"/>'
    out = (
        '<bpmn:dataOutput id="do" itemSubjectRef="text"/><bpmn:outputSet>'
        "<bpmn:dataOutputRefs>do</bpmn:dataOutputRefs></bpmn:outputSet>"
    )
    catch = node("intermediateCatchEvent", "a", out, event("signal", signalRef="sig"))
    return document(START, catch, END, chain("s", "a", "e"), roots=(ITEMS, LIST, signal))


def calling(parts: str) -> bytes:
    call = node("callActivity", "a", specification(parts, "c"), calledElement="q")
    inner = (node("startEvent", "s2"), node("endEvent", "e2"), chain("s2", "e2"))
    called = process(specification(ONE_SET, "k"), *inner, id="q")
    return definitions(ITEMS, process(START, call, END, chain("s", "a", "e")), called)


def held(collection: str) -> bytes:
    data = f'<bpmn:dataObject id="o" itemSubjectRef="text" isCollection="{collection}"/>'
    return document(START, data, task(), END, chain("s", "a", "e"), roots=(ITEMS,))


DATA = [
    Case("task-sets", sending(TWO_SETS), sending(ONE_SET)),
    Case("payload-type", sending(ONE_SET, item="texts"), sending(ONE_SET), "send task"),
    Case("payload-type", sending(UNTYPED), sending(ONE_SET), "said by the message alone"),
    Case("task-sets", sending(TWO_INPUTS), sending(ONE_SET), "two things in one message"),
    Case("operation-data", operating(""), operating(ONE_SET)),
    Case("payload-type", operating(ONE_SET, item="texts"), operating(ONE_SET, item="words"), "operation"),
    Case("loop-item-type", branches("texts"), branches("number"), "a list of lists"),
    Case("loop-item-type", branches("text"), branches("number")),
    Case("empty-transformation", converted(""), converted("text")),
    Case("payload-type", signalled("texts"), signalled("text"), "event"),
    Case("call-data", calling(""), calling(ONE_SET)),
    Case("collection-mismatch", held("true"), held("false")),
    Case(
        "data-out-of-scope",
        line(
            inner('<bpmn:dataObject id="o"/>', *SUB), '<bpmn:dataObjectReference id="r" dataObjectRef="o"/>'
        ),
        line(
            inner('<bpmn:dataObjectReference id="r" dataObjectRef="o"/>', *SUB), '<bpmn:dataObject id="o"/>'
        ),
    ),
]
