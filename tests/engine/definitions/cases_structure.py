"""Rules about the file as a whole: schema, references, processes, pools, lanes, data."""

from tests.engine.definitions.building import END, START, chain, definitions, document, node, process
from tests.engine.definitions.rule_cases import (
    MESSAGE,
    SIMPLE,
    SUB,
    Case,
    inner,
    io,
    line,
    loop,
    message_flow,
    pools,
    task,
)

ITEMS = '<bpmn:itemDefinition id="text" structureRef="xsd:string"/>'
LIST = '<bpmn:itemDefinition id="texts" structureRef="xsd:int" isCollection="true"/>'
LANES = '<bpmn:laneSet id="ls"><bpmn:lane id="l1" name="甲">{}</bpmn:lane>{}</bpmn:laneSet>'
REF = "<bpmn:flowNodeRef>{}</bpmn:flowNodeRef>"
SHAPE = (
    '<bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="pl" bpmnElement="p">'
    '<bpmndi:BPMNShape id="sh" bpmnElement="{}"><dc:Bounds x="0" y="0" width="9" height="9"/>'
    "</bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"
)
OBJECT = (
    '<bpmn:dataObject id="o" itemSubjectRef="text"/><bpmn:dataObjectReference id="or" dataObjectRef="{}"/>'
)


def lanes(first: str, second: str = "") -> bytes:
    return definitions(process(LANES.format(first, second), START, task(), END, chain("s", "a", "e")))


def association(source: str, target: str) -> bytes:
    held = (
        '<bpmn:property id="pr" itemSubjectRef="text"/><bpmn:property id="pn" itemSubjectRef="texts"/>'
        f'<bpmn:dataInputAssociation id="da"><bpmn:sourceRef>{source}</bpmn:sourceRef>'
        f"<bpmn:targetRef>{target}</bpmn:targetRef></bpmn:dataInputAssociation>"
    )
    return document(
        START, task("a", held), OBJECT.format("o"), END, chain("s", "a", "e"), roots=(ITEMS, LIST)
    )


def listed(incoming: str, outgoing: str) -> bytes:
    """A task that lists its flows; the other nodes list theirs rightly."""
    inside = f"<bpmn:incoming>{incoming}</bpmn:incoming><bpmn:outgoing>{outgoing}</bpmn:outgoing>"
    start = node("startEvent", "s", "<bpmn:outgoing>s_a</bpmn:outgoing>")
    end = node("endEvent", "e", "<bpmn:incoming>a_e</bpmn:incoming>")
    return document(start, task("a", inside), end, chain("s", "a", "e"))


STRUCTURE = [
    Case("duplicate-id", line(task(), task()), SIMPLE),
    Case("missing-id", SIMPLE.replace(b'<bpmn:sequenceFlow id="s_a"', b"<bpmn:sequenceFlow"), SIMPLE),
    Case("unknown-attribute", line(task("a", colour="red")), SIMPLE),
    Case("missing-attribute", SIMPLE.replace(b' targetRef="a"', b""), SIMPLE),
    Case("missing-attribute", SIMPLE.replace(b'targetNamespace="urn:test"', b""), SIMPLE, "target namespace"),
    Case("invalid-value", line(task("a", isForCompensation="maybe")), SIMPLE),
    Case("invalid-value", line(task("a", startQuantity="two")), SIMPLE, "quantity"),
    Case("invalid-value", document(START, task("1a"), END, chain("s", "1a", "e")), SIMPLE, "id"),
    Case("misplaced-element", line(task("a", "<bpmn:flowNodeRef>s</bpmn:flowNodeRef>")), SIMPLE),
    Case("misplaced-element", line(task("a", "<bpmn:strange/>")), SIMPLE, "unknown element"),
    Case("misplaced-element", line(task("a", '<bj:rule id="SD-04"/>')), SIMPLE, "outside extensionElements"),
    Case("missing-child", line(task("a", "<bpmn:ioSpecification/>")), SIMPLE),
    Case("dangling-reference", document(START, task(), END, chain("s", "a", "nowhere")), SIMPLE),
    Case(
        "dangling-reference",
        line(node("receiveTask", "a", messageRef="nothing")),
        line(node("receiveTask", "a", messageRef="m")),
        "message",
    ),
    Case("dangling-reference", lanes(REF.format("nobody")), lanes(REF.format("a")), "lane"),
    Case(
        "dangling-reference",
        document(START, task(), OBJECT.format("x"), END, chain("s", "a", "e"), roots=(ITEMS,)),
        document(START, task(), OBJECT.format("o"), END, chain("s", "a", "e"), roots=(ITEMS,)),
        "data object",
    ),
    Case(
        "dangling-reference",
        definitions('<bpmn:message id="m" itemRef="none"/>', process(START, END, chain("s", "e"))),
        definitions(ITEMS, '<bpmn:message id="m" itemRef="text"/>', process(START, END, chain("s", "e"))),
        "item",
    ),
    Case("wrong-reference-type", line(node("receiveTask", "a", messageRef="sig")), None),
    Case("wrong-reference-type", pools(message_flow("a", "err")), None, "message flow to an error"),
    Case(
        "wrong-reference-type",
        document(START, task(), '<bpmn:textAnnotation id="t"/>', END, chain("s", "a", "e"), chain("a", "t")),
        document(
            START,
            task(),
            END,
            chain("s", "a", "e"),
            '<bpmn:textAnnotation id="t"/><bpmn:association id="as" sourceRef="a" targetRef="t"/>',
        ),
        "flow to an annotation",
    ),
    Case("empty-reference", line(node("receiveTask", "a", messageRef=" ")), None),
    Case(
        "unknown-prefix",
        line(node("receiveTask", "a", messageRef="nope:m")),
        line(node("receiveTask", "a", messageRef="tns:m")),
    ),
    Case("dangling-shape", definitions(process(START, END, chain("s", "e")), SHAPE.format("ghost")), None),
    Case("unlisted-flow", listed("a_e", "a_e"), listed("s_a", "a_e")),
    Case("contradicting-flow", listed("s_a", "s_a"), listed("s_a", "a_e")),
    Case("no-process", definitions(MESSAGE), None),
    Case("empty-process", definitions(process()), None),
    Case("missing-start-event", document(task(), END, chain("a", "e")), SIMPLE),
    Case("missing-end-event", document(START, task(), chain("s", "a")), SIMPLE),
    Case(
        "choreography-in-process",
        line(task(), '<bpmn:choreographyTask id="ct" initiatingParticipantRef="x"/>'),
        SIMPLE,
    ),
    Case(
        "choreography-ref",
        definitions(
            '<bpmn:choreography id="ch"><bpmn:choreographyRef>ch</bpmn:choreographyRef></bpmn:choreography>',
            process(START, END, chain("s", "e")),
        ),
        None,
    ),
    Case(
        "participant-multiplicity",
        definitions(
            '<bpmn:collaboration id="c"><bpmn:participant id="p1" processRef="p">'
            '<bpmn:participantMultiplicity minimum="3" maximum="2"/></bpmn:participant></bpmn:collaboration>',
            process(START, END, chain("s", "e")),
        ),
        definitions(
            '<bpmn:collaboration id="c"><bpmn:participant id="p1" processRef="p">'
            '<bpmn:participantMultiplicity minimum="2" maximum="3"/></bpmn:participant></bpmn:collaboration>',
            process(START, END, chain("s", "e")),
        ),
    ),
    Case(
        "node-in-two-lanes",
        lanes(REF.format("a"), f'<bpmn:lane id="l2">{REF.format("a")}</bpmn:lane>'),
        lanes(REF.format("a"), f'<bpmn:lane id="l2">{REF.format("s")}</bpmn:lane>'),
    ),
    Case(
        "lane-of-other-process",
        definitions(
            process(LANES.format(REF.format("b"), ""), START, task(), END, chain("s", "a", "e")),
            process(
                node("startEvent", "s2"), task("b"), node("endEvent", "e2"), chain("s2", "b", "e2"), id="q"
            ),
        ),
        None,
    ),
    Case("message-flow-within-pool", pools(message_flow("a", "p1")), pools(message_flow("a", "s2"))),
    Case("message-flow-end", pools(message_flow("s2", "a")), None, "a start event sends nothing"),
    Case("message-flow-end", pools(message_flow("a", "e2")), None, "an end event receives nothing"),
    Case("message-flow-event", pools(message_flow("p2", "s")), None, "a blank start receives nothing"),
    Case(
        "missing-import",
        definitions(
            '<bpmn:import namespace="urn:other" location="other.bpmn"'
            ' importType="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
            process(START, END, chain("s", "e")),
        ),
        None,
    ),
    Case(
        "public-executable",
        SIMPLE.replace(b'isExecutable="true"', b'isExecutable="true" processType="Public"'),
        SIMPLE.replace(b'isExecutable="true"', b'isExecutable="true" processType="Private"'),
    ),
    Case("language-not-uri", SIMPLE.replace(b'id="definitions"', b'id="d" expressionLanguage="feel"'), None),
    Case(
        "subprocess-io",
        line(inner("<bpmn:ioSpecification><bpmn:inputSet/><bpmn:outputSet/></bpmn:ioSpecification>", *SUB)),
        line(inner(*SUB)),
    ),
    Case(
        "data-outside-set",
        io('<bpmn:dataInput id="i"/>'),
        io(
            '<bpmn:dataInput id="i"/>',
            "<bpmn:inputSet><bpmn:dataInputRefs>i</bpmn:dataInputRefs></bpmn:inputSet><bpmn:outputSet/>",
        ),
    ),
    Case(
        "set-member",
        io(
            '<bpmn:dataInput id="i"/><bpmn:dataInput id="k"/>',
            "<bpmn:inputSet><bpmn:dataInputRefs>i</bpmn:dataInputRefs>"
            "<bpmn:optionalInputRefs>k</bpmn:optionalInputRefs></bpmn:inputSet>"
            "<bpmn:inputSet><bpmn:dataInputRefs>k</bpmn:dataInputRefs></bpmn:inputSet><bpmn:outputSet/>",
        ),
        None,
    ),
    Case(
        "unpaired-sets",
        io(
            sets='<bpmn:inputSet id="is"><bpmn:outputSetRefs>os</bpmn:outputSetRefs></bpmn:inputSet>'
            '<bpmn:outputSet id="os"/>'
        ),
        io(
            sets='<bpmn:inputSet id="is"><bpmn:outputSetRefs>os</bpmn:outputSetRefs></bpmn:inputSet>'
            '<bpmn:outputSet id="os"><bpmn:inputSetRefs>is</bpmn:inputSetRefs></bpmn:outputSet>'
        ),
    ),
    Case("association-types", association("or", "pn"), association("or", "pr")),
    Case(
        "data-object-ref",
        line(task(), '<bpmn:dataObjectReference id="or"/>'),
        line(task(), '<bpmn:dataObject id="o"/><bpmn:dataObjectReference id="or" dataObjectRef="o"/>'),
    ),
    Case(
        "loop-data-not-collection",
        document(
            START,
            OBJECT.format("o"),
            task(
                "a",
                "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>o</bpmn:loopDataInputRef>"
                "</bpmn:multiInstanceLoopCharacteristics>",
            ),
            END,
            chain("s", "a", "e"),
            roots=(ITEMS,),
        ),
        None,
    ),
    Case(
        "text-format",
        document(
            START, task(), END, chain("s", "a", "e"), '<bpmn:textAnnotation id="t" textFormat="plain"/>'
        ),
        document(
            START, task(), END, chain("s", "a", "e"), '<bpmn:textAnnotation id="t" textFormat="text/html"/>'
        ),
    ),
    Case(
        "multi-instance-item",
        loop("multiInstance", '<bpmn:loopCardinality>3</bpmn:loopCardinality><bpmn:inputDataItem id="it"/>'),
        None,
    ),
    Case(
        "extension-schema",
        line(
            task(
                "a",
                '<bpmn:extensionElements><bj:deadline name="办理" limit="soon"/></bpmn:extensionElements>',
            )
        ),
        line(
            task(
                "a",
                '<bpmn:extensionElements><bj:deadline name="办理" limit="policy:x|7 wd"/>'
                "</bpmn:extensionElements>",
            )
        ),
    ),
    Case(
        "wrong-shape",
        definitions(process(START, END, chain("s", "e")), SHAPE.format("s_e")),
        definitions(process(START, END, chain("s", "e")), SHAPE.format("s")),
    ),
]
