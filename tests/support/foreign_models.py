"""Diagrams as other tools draw them, with what they add of their own: made here, so that every place has some."""

from __future__ import annotations

from collections import Counter

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DRAWN = ("BPMNDiagram",)
DEFAULTS = {
    "isExecutable": "false",
    "cancelActivity": "true",
    "isInterrupting": "true",
    "isSequential": "false",
    "isCollection": "false",
    "gatewayDirection": "Unspecified",
    "associationDirection": "None",
    "triggeredByEvent": "false",
    "isForCompensation": "false",
    "startQuantity": "1",
    "completionQuantity": "1",
    "parallelMultiple": "false",
    "instantiate": "false",
    "processType": "None",
    "isClosed": "false",
    "isUnlimited": "false",
    "eventGatewayType": "Exclusive",
    "testBefore": "false",
    "textFormat": "text/plain",
    "expressionLanguage": "http://www.w3.org/1999/XPath",
    "typeLanguage": "http://www.w3.org/2001/XMLSchema",
}
"""What means the same where it is not written."""

_HEAD = (
    '<{p}definitions xmlns{c}="{bpmn}" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:tool="{tool}" id="defs" targetNamespace="urn:other" '
    'exporter="别的工具" exporterVersion="7.1">'
)
TOOLS = {
    "attributes": ("bpmn:", "urn:tool:attributes", ' tool:assignee="zhang" tool:async="true"', ""),
    "elements": (
        "",
        "urn:tool:elements",
        "",
        '<{p}extensionElements><tool:taskListener event="create"><tool:script format="groovy">a &lt; b</tool:script>'
        '</tool:taskListener><tool:property name="成本" value="12"/></{p}extensionElements>',
    ),
    "both": (
        "semantic:",
        "urn:tool:both",
        ' tool:colour="#fff"',
        "<{p}extensionElements><tool:meta><tool:deep><tool:deeper>字</tool:deeper></tool:deep></tool:meta></{p}extensionElements>",
    ),
}
"""Ways of adding to BPMN: a prefix for BPMN itself, the tool's namespace, attributes on and elements in a task."""

_BODY = """
<{p}itemDefinition id="item" structureRef="xsd:string"/><{p}message id="msg" name="受理通知" itemRef="item"/>
<{p}signal id="sig" name="开工"/><{p}error id="err" name="不符" errorCode="E1"/><{p}escalation id="esc" name="逾期" escalationCode="L"/>
<{p}collaboration id="co"><{p}participant id="pool" name="政务中心" processRef="proc"/><{p}participant id="citizen" name="申请人"/>
<{p}messageFlow id="mf" name="告知" sourceRef="send" targetRef="citizen"/></{p}collaboration>
<{p}process id="proc" name="外来流程" isExecutable="false"><{p}documentation>从别处来</{p}documentation>
<{p}laneSet id="ls"><{p}lane id="lane1" name="窗口"><{p}flowNodeRef>start</{p}flowNodeRef><{p}flowNodeRef>task</{p}flowNodeRef>
<{p}flowNodeRef>gate</{p}flowNodeRef><{p}flowNodeRef>bound</{p}flowNodeRef></{p}lane>
<{p}lane id="lane2" name="科室"><{p}flowNodeRef>send</{p}flowNodeRef><{p}flowNodeRef>sub</{p}flowNodeRef><{p}flowNodeRef>end</{p}flowNodeRef></{p}lane></{p}laneSet>
<{p}startEvent id="start" name="来件"><{p}outgoing>f1</{p}outgoing><{p}messageEventDefinition id="d1" messageRef="msg"/></{p}startEvent>
<{p}userTask id="task" name="初审"{more}>{inner}<{p}incoming>f1</{p}incoming><{p}outgoing>f2</{p}outgoing>
<{p}ioSpecification id="io"><{p}dataInput id="din" name="材料"/><{p}inputSet id="is"><{p}dataInputRefs>din</{p}dataInputRefs></{p}inputSet><{p}outputSet id="os"/></{p}ioSpecification>
<{p}dataInputAssociation id="dia"><{p}sourceRef>dor</{p}sourceRef><{p}targetRef>din</{p}targetRef></{p}dataInputAssociation>
<{p}multiInstanceLoopCharacteristics id="mi" isSequential="true"><{p}loopCardinality xsi:type="{p}tFormalExpression">3</{p}loopCardinality></{p}multiInstanceLoopCharacteristics></{p}userTask>
<{p}boundaryEvent id="bound" cancelActivity="false" attachedToRef="task"><{p}outgoing>f5</{p}outgoing><{p}timerEventDefinition id="d2"><{p}timeDuration xsi:type="{p}tFormalExpression">P5D</{p}timeDuration></{p}timerEventDefinition></{p}boundaryEvent>
<{p}exclusiveGateway id="gate" name="齐全?" default="f4"><{p}incoming>f2</{p}incoming><{p}outgoing>f3</{p}outgoing><{p}outgoing>f4</{p}outgoing></{p}exclusiveGateway>
<{p}sendTask id="send" name="告知" messageRef="msg"><{p}incoming>f3</{p}incoming><{p}incoming>f5</{p}incoming><{p}outgoing>f6</{p}outgoing></{p}sendTask>
<{p}subProcess id="sub" name="办理"><{p}incoming>f4</{p}incoming><{p}outgoing>f7</{p}outgoing><{p}adHocSubProcess id="adhoc" name="酌情"><{p}task id="loose" name="酌办"/></{p}adHocSubProcess></{p}subProcess>
<{p}endEvent id="end" name="办完"><{p}incoming>f6</{p}incoming><{p}incoming>f7</{p}incoming><{p}terminateEventDefinition id="d3"/></{p}endEvent>
<{p}dataObject id="dob"/><{p}dataObjectReference id="dor" name="材料" dataObjectRef="dob"/>
<{p}sequenceFlow id="f1" sourceRef="start" targetRef="task"/><{p}sequenceFlow id="f2" sourceRef="task" targetRef="gate"/>
<{p}sequenceFlow id="f3" name="不齐" sourceRef="gate" targetRef="send"><{p}conditionExpression xsi:type="{p}tFormalExpression" language="groovy">${{n &gt; 1}}</{p}conditionExpression></{p}sequenceFlow>
<{p}sequenceFlow id="f4" sourceRef="gate" targetRef="sub"/><{p}sequenceFlow id="f5" sourceRef="bound" targetRef="send"/>
<{p}sequenceFlow id="f6" sourceRef="send" targetRef="end"/><{p}sequenceFlow id="f7" sourceRef="sub" targetRef="end"/>
<{p}textAnnotation id="note"><{p}text>说明 &amp; 备注</{p}text></{p}textAnnotation><{p}association id="as" sourceRef="task" targetRef="note"/>
</{p}process></{p}definitions>"""


def models() -> dict[str, bytes]:
    """Diagrams by the name of how their tool adds to BPMN; none has a picture, as some tools leave it out."""
    made = {}
    for name, (prefix, tool, more, inner) in TOOLS.items():
        colon = f":{prefix[:-1]}" if prefix else ""
        head = _HEAD.format(p=prefix, c=colon, bpmn=BPMN, tool=tool)
        body = _BODY.format(p=prefix, more=more, inner=inner.format(p=prefix))
        made[name] = f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{body}'.encode()
    return made


def said(xml: bytes) -> Counter[tuple[str, str, str]]:
    """Every element, attribute and text of a file, its picture apart; what is only a default is left out."""
    found: Counter[tuple[str, str, str]] = Counter()
    root = etree.fromstring(xml)
    for element in root.iter(etree.Element):
        if any(etree.QName(each).localname in DRAWN for each in (element, *element.iterancestors())):
            continue
        name = etree.QName(element)
        place = element.get("id") or _place(element)
        found[str(name), place, " ".join((element.text or "").split())] += 1
        for key, value in element.attrib.items():
            if DEFAULTS.get(str(key)) != value and not str(key).startswith(
                "{http://www.w3.org/2001/XMLSchema-instance}"
            ):
                found[str(name), f"{place}@{key}", " ".join(str(value).split()).split(":")[-1]] += 1
    return found


def named(xml: bytes) -> Counter[tuple[str, str]]:
    """The elements of a file that have an id, its picture apart."""
    return Counter((name, place) for name, place, _ in _elements(xml) if place)


def _elements(xml: bytes) -> list[tuple[str, str, str]]:
    """Each element outside the picture: its name, its own id, its text."""
    return [
        (str(etree.QName(each)), each.get("id", ""), " ".join((each.text or "").split()))
        for each in etree.fromstring(xml).iter(etree.Element)
        if not any(etree.QName(around).localname in DRAWN for around in (each, *each.iterancestors()))
    ]


def _place(element: etree._Element) -> str:
    """Where an element without an id stands: below which one that has one."""
    return next((each.get("id", "") for each in element.iterancestors() if each.get("id")), "")
