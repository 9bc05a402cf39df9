"""What the engine makes of every element and attribute of BPMN 2.0: the table in docs/bpmn-support.md.

The list of elements and attributes is the schema's own; what is said of each stands here. `python -m
engine.definitions.support` prints the page, a test keeps the page up to date.
"""

import sys
from dataclasses import dataclass
from typing import Final, Literal

from engine.definitions.schema import schema_elements
from engine.definitions.words import word

Status = Literal["runs", "kept", "refused"]
WORDS: Final[dict[Status, str]] = {"runs": "运行", "kept": "保留,不运行", "refused": "不予接受"}


@dataclass(frozen=True, slots=True)
class Support:
    """What becomes of an element, or of one attribute of it; `note` says when or by which rule, in Chinese."""

    status: Status
    note: str = ""


_RUNS, _KEPT = Support("runs"), Support("kept")
_NAME: Final = Support("runs", "显示给办理人")
_DRAWN: Final = Support("kept", "只作图示")
_DATA: Final = Support("kept", "办件数据由办件自己记录")
_TALK: Final = Support("kept", "协作与编排只作图示")
_CONDITION: Final = Support("runs", "FEEL")

ELEMENTS: Final[dict[str, Support]] = {
    **dict.fromkeys(
        [
            "process",
            "subProcess",
            "transaction",
            "callActivity",
            "userTask",
            "manualTask",
            "startEvent",
            "endEvent",
            "intermediateThrowEvent",
            "exclusiveGateway",
            "parallelGateway",
            "inclusiveGateway",
            "eventBasedGateway",
            "sequenceFlow",
            "message",
            "signal",
            "error",
            "escalation",
            "laneSet",
            "errorEventDefinition",
            "escalationEventDefinition",
            "messageEventDefinition",
            "terminateEventDefinition",
            "cancelEventDefinition",
        ],
        _RUNS,
    ),
    **dict.fromkeys(
        [
            "dataObject",
            "dataObjectReference",
            "dataInput",
            "dataOutput",
            "dataInputAssociation",
            "dataOutputAssociation",
            "dataAssociation",
            "dataState",
            "property",
            "ioSpecification",
            "ioBinding",
            "inputSet",
            "outputSet",
            "assignment",
            "itemDefinition",
        ],
        _DATA,
    ),
    **dict.fromkeys(
        [
            "association",
            "group",
            "textAnnotation",
            "text",
            "category",
            "categoryValue",
            "auditing",
            "monitoring",
            "relationship",
            "rendering",
            "dataStore",
            "dataStoreReference",
        ],
        _DRAWN,
    ),
    **dict.fromkeys(
        [
            "collaboration",
            "participant",
            "participantMultiplicity",
            "participantAssociation",
            "messageFlow",
            "messageFlowAssociation",
            "conversation",
            "conversationAssociation",
            "conversationLink",
            "subConversation",
            "callConversation",
            "globalConversation",
            "choreography",
            "globalChoreographyTask",
            "partnerEntity",
            "partnerRole",
            "endPoint",
            "interface",
            "operation",
            "correlationKey",
            "correlationProperty",
            "correlationPropertyBinding",
            "correlationPropertyRetrievalExpression",
            "correlationSubscription",
        ],
        _TALK,
    ),
    **dict.fromkeys(
        ["choreographyTask", "subChoreography", "callChoreography"],
        Support("refused", "流程中不允许:choreography-in-process"),
    ),
    **dict.fromkeys(
        [
            "globalTask",
            "globalUserTask",
            "globalManualTask",
            "globalScriptTask",
            "globalBusinessRuleTask",
        ],
        Support("kept", "被调用时不予接受:engine-called-process"),
    ),
    **dict.fromkeys(
        [
            "resource",
            "resourceParameter",
            "resourceParameterBinding",
            "resourceRole",
            "performer",
            "humanPerformer",
            "potentialOwner",
            "resourceAssignmentExpression",
        ],
        Support("kept", "由谁办理见 bj:assignment 或泳道"),
    ),
    "task": Support("runs", "直接通过"),
    "scriptTask": Support("runs", "FEEL 赋值"),
    "script": Support("runs", "一行一句 名称 = 表达式"),
    "serviceTask": Support("runs", "按 bj:service;没有时直接通过"),
    "sendTask": Support("runs", "按 bj:service 或消息"),
    "receiveTask": Support("runs", "须选定消息,否则 engine-receive-without-message"),
    "businessRuleTask": Support("runs", "按 bj:decision"),
    "intermediateCatchEvent": Support("runs", "定时、消息、信号、条件"),
    "boundaryEvent": Support("runs", "定时、消息、信号、错误、升级、条件;事务上的取消"),
    "lane": Support("runs", "名称作岗位"),
    "timerEventDefinition": Support("runs", "ISO 8601 或 FEEL"),
    "conditionalEventDefinition": _CONDITION,
    "signalEventDefinition": Support("runs", "结束事件除外:engine-signal-end"),
    "standardLoopCharacteristics": _RUNS,
    "multiInstanceLoopCharacteristics": Support("runs", "并行、依次"),
    "complexBehaviorDefinition": Support("refused", "engine-behaviour"),
    "implicitThrowEvent": Support("refused", "engine-behaviour"),
    "adHocSubProcess": Support("refused", "engine-ad-hoc"),
    "complexGateway": Support("refused", "engine-complex-gateway"),
    "compensateEventDefinition": Support("refused", "engine-compensation"),
    "linkEventDefinition": Support("refused", "engine-link"),
    "expression": Support("runs", "FEEL;可执行流程中不得标为 tExpression:informal-condition"),
    "formalExpression": _CONDITION,
    "documentation": Support("kept", "显示给办理人"),
    "extension": Support("kept", "mustUnderstand 为真时不予接受:engine-must-understand"),
    "extensionElements": Support("kept", "bj 扩展运行,见 notation.md;其他工具的扩展保留"),
    "callableElement": Support("kept", "抽象元素"),
    "gateway": Support("kept", "抽象元素"),
}
"""What becomes of each element."""

ATTRIBUTES: Final[dict[tuple[str, str], Support]] = {
    ("*", "name"): _NAME,
    ("*", "default"): _RUNS,
    ("*", "isForCompensation"): Support("refused", "为真时:engine-compensation"),
    ("*", "startQuantity"): Support("refused", "不为 1 时:engine-quantity"),
    ("*", "completionQuantity"): Support("refused", "不为 1 时:engine-quantity"),
    ("*", "gatewayDirection"): Support("kept", "须与连线一致:gateway-direction"),
    ("*", "sourceRef"): _RUNS,
    ("*", "targetRef"): _RUNS,
    ("*", "parallelMultiple"): Support("refused", "多个触发条件:engine-multiple-event"),
    ("*", "triggeredByEvent"): Support("refused", "为真时:engine-event-subprocess"),
    ("*", "instantiate"): Support("refused", "为真时:engine-instantiate"),
    ("*", "messageRef"): _RUNS,
    ("*", "errorRef"): _RUNS,
    ("*", "escalationRef"): _RUNS,
    ("*", "signalRef"): _RUNS,
    ("*", "errorCode"): _RUNS,
    ("*", "escalationCode"): _RUNS,
    ("*", "implementation"): Support("kept", "用 bj:service 或 bj:decision"),
    ("*", "operationRef"): Support("kept", "用 bj:service"),
    ("boundaryEvent", "cancelActivity"): _RUNS,
    ("boundaryEvent", "attachedToRef"): _RUNS,
    ("callActivity", "calledElement"): Support("runs", "须是同一文件或流程文件夹里的流程"),
    ("process", "isExecutable"): Support("runs", "没有可执行流程时给出提醒"),
    ("process", "processType"): Support("kept", "可执行的流程不得为 Public:public-executable"),
    ("scriptTask", "scriptFormat"): Support("runs", "不写或 FEEL;其他语言不予接受:expression-language"),
    ("formalExpression", "language"): Support("runs", "不写或 FEEL;其他语言不予接受:expression-language"),
    ("sequenceFlow", "isImmediate"): Support("refused", "可执行流程中为假时:not-immediate"),
    ("startEvent", "isInterrupting"): Support("refused", "只用于事件子流程:engine-event-subprocess"),
    ("multiInstanceLoopCharacteristics", "isSequential"): _RUNS,
    ("multiInstanceLoopCharacteristics", "behavior"): Support("refused", "不为 All 时:engine-behaviour"),
    ("multiInstanceLoopCharacteristics", "oneBehaviorEventRef"): Support(
        "kept", "behavior 为 All 时不起作用"
    ),
    ("multiInstanceLoopCharacteristics", "noneBehaviorEventRef"): Support(
        "kept", "behavior 为 All 时不起作用"
    ),
    ("standardLoopCharacteristics", "testBefore"): _RUNS,
    ("standardLoopCharacteristics", "loopMaximum"): _RUNS,
    ("extension", "mustUnderstand"): Support("refused", "为真时:engine-must-understand"),
    ("transaction", "method"): Support("kept", "取消时不做补偿"),
}
"""What becomes of attributes, `*` for every element that runs; others share their element's fate or are kept."""

PARTS: Final[dict[str, Support]] = {
    "sequenceFlow / conditionExpression": _CONDITION,
    "timerEventDefinition / timeDate": _RUNS,
    "timerEventDefinition / timeDuration": _RUNS,
    "timerEventDefinition / timeCycle": Support("runs", "只触发一次的事件上:engine-cycle-once"),
    "conditionalEventDefinition / condition": _CONDITION,
    "standardLoopCharacteristics / loopCondition": _CONDITION,
    "multiInstanceLoopCharacteristics / loopCardinality": _CONDITION,
    "multiInstanceLoopCharacteristics / loopDataInputRef": Support("runs", "或 bj:item in"),
    "multiInstanceLoopCharacteristics / inputDataItem": Support("runs", "或 bj:item as"),
    "multiInstanceLoopCharacteristics / loopDataOutputRef": Support("runs", "或 bj:item result"),
    "multiInstanceLoopCharacteristics / outputDataItem": _DATA,
    "multiInstanceLoopCharacteristics / completionCondition": _CONDITION,
    "event / eventDefinitionRef": Support("refused", "engine-event-by-reference"),
    "lane / flowNodeRef": _RUNS,
    "lane / childLaneSet": _RUNS,
}
"""What becomes of parts that the schema declares inside their element only."""


def support_of(element: str, attribute: str) -> Support:
    """What becomes of an attribute of an element."""
    own, said = ELEMENTS[element], ATTRIBUTES.get((element, attribute))
    if said is not None:
        return said
    if own.status != "runs":
        return Support(own.status)
    return ATTRIBUTES.get(("*", attribute)) or _KEPT


def support_page() -> str:
    """The whole page, in Markdown."""
    lines = [
        "# BPMN 2.0 的元素和属性:哪些运行",
        "",
        "本页由 `python -m engine.definitions.support` 生成,请勿手改。"
        "“运行”由引擎执行;“保留,不运行”不影响执行,打开、保存不丢失;"
        "“不予接受”在检查时拒绝,横线后是规则名或条件。拒绝的依据见 `tests/engine/definitions/wrong_runs/`。",
        "",
        "| 元素 | 属性 | 结果 | 说明 |",
        "|---|---|---|---|",
    ]
    for element, attributes in schema_elements().items():
        chinese = word(element)
        title = f"`{element}`" + (f" {chinese}" if chinese != element else "")
        lines.append(_row(title, "", ELEMENTS[element]))
        lines += [_row("", f"`{name}`", support_of(element, name)) for name in attributes]
    lines += [_row(f"`{part}`", "", support) for part, support in sorted(PARTS.items())]
    return "\n".join(lines) + "\n"


def _row(element: str, attribute: str, support: Support) -> str:
    return f"| {element} | {attribute} | {WORDS[support.status]} | {support.note} |"


if __name__ == "__main__":
    sys.stdout.write(support_page())
