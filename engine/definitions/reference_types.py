"""What every reference of BPMN 2.0 may name: the metamodel's association ends, by element and attribute."""

from dataclasses import dataclass
from typing import Final

from engine.definitions.diagram import ACTIVITY_TYPES, EVENT_TYPES, NODE_TYPES
from engine.words import words


@dataclass(frozen=True, slots=True)
class Target:
    """What may be named: its Chinese words and BPMN element names; no names means any element."""

    words: str
    types: frozenset[str] = frozenset()


def _target(words: str, *names: str) -> Target:
    return Target(words, frozenset(names))


_CHOREOGRAPHY: Final = frozenset({"choreographyTask", "subChoreography", "callChoreography"})
_FLOW_NODE: Final = Target(words("流程节点(活动、事件或网关)"), NODE_TYPES | _CHOREOGRAPHY)
_ANY: Final = Target(words("元素"))
_FLOW: Final = _target(words("顺序流"), "sequenceFlow")
_MESSAGE: Final = _target(words("消息"), "message")
_OPERATION: Final = _target(words("操作(operation)"), "operation")
_ITEM: Final = _target(words("数据类型(itemDefinition)"), "itemDefinition")
_ERROR: Final = _target(words("错误"), "error")
_PARTICIPANT: Final = _target(words("参与方"), "participant")
_CATEGORY: Final = _target(words("类别值(categoryValue)"), "categoryValue")
_PROPERTY: Final = _target(words("关联属性(correlationProperty)"), "correlationProperty")
_MESSAGE_FLOW: Final = _target(words("消息流"), "messageFlow")
_EVENT_DEFINITION: Final = _target(
    words("事件定义"),
    "timerEventDefinition",
    "messageEventDefinition",
    "signalEventDefinition",
    "errorEventDefinition",
    "escalationEventDefinition",
    "conditionalEventDefinition",
    "linkEventDefinition",
    "terminateEventDefinition",
    "cancelEventDefinition",
    "compensateEventDefinition",
)
_DATA: Final = _target(
    words("数据(数据对象、属性、数据输入或数据输出)"),
    "dataObject",
    "dataObjectReference",
    "dataStore",
    "dataStoreReference",
    "property",
    "dataInput",
    "dataOutput",
    "inputDataItem",
    "outputDataItem",
)
_INTERACTION: Final = Target(words("参与方、活动或事件"), ACTIVITY_TYPES | EVENT_TYPES | {"participant"})
_CALLABLE: Final = _target(
    words("流程或全局任务"),
    "process",
    "globalTask",
    "globalUserTask",
    "globalManualTask",
    "globalScriptTask",
    "globalBusinessRuleTask",
)
_CONVERSATION: Final = _target(words("会话"), "conversation", "subConversation", "callConversation")
_LINKED: Final = Target(words("会话或参与方"), _CONVERSATION.types | _INTERACTION.types)
_INPUT: Final = _target(words("数据输入"), "dataInput", "inputDataItem")
_OUTPUT: Final = _target(words("数据输出"), "dataOutput", "outputDataItem")
_INPUT_SET: Final = _target(words("输入集"), "inputSet")
_OUTPUT_SET: Final = _target(words("输出集"), "outputSet")

_COMMON_NODE: Final = {"incoming": _FLOW, "outgoing": _FLOW, "categoryValueRef": _CATEGORY}
_ACTIVITY: Final = {**_COMMON_NODE, "default": _FLOW}
_EVENT: Final = {**_COMMON_NODE, "eventDefinitionRef": _EVENT_DEFINITION}
_SENDING: Final = {**_ACTIVITY, "messageRef": _MESSAGE, "operationRef": _OPERATION}
_ROLE: Final = {"resourceRef": _target(words("资源(resource)"), "resource")}
_ENDS: Final = {"sourceRef": _ANY, "targetRef": _ANY}
_DATA_ENDS: Final = {"sourceRef": _DATA, "targetRef": _DATA}
_CHOREO: Final = {
    **_COMMON_NODE,
    "participantRef": _PARTICIPANT,
    "initiatingParticipantRef": _PARTICIPANT,
    "messageFlowRef": _MESSAGE_FLOW,
    "calledChoreographyRef": _target(words("编排"), "choreography", "globalChoreographyTask"),
}
_CONVERSING: Final = {
    "participantRef": _PARTICIPANT,
    "messageFlowRef": _MESSAGE_FLOW,
    "calledCollaborationRef": _target(words("协作"), "collaboration", "globalConversation"),
}
_CALLABLE_ROOT: Final = {"supportedInterfaceRef": _target(words("接口"), "interface")}

REFERENCES: Final[dict[str, dict[str, Target]]] = {
    **dict.fromkeys(ACTIVITY_TYPES, _ACTIVITY),
    **dict.fromkeys(EVENT_TYPES, _EVENT),
    **dict.fromkeys(_CHOREOGRAPHY, _CHOREO),
    "exclusiveGateway": _ACTIVITY,
    "inclusiveGateway": _ACTIVITY,
    "complexGateway": _ACTIVITY,
    "parallelGateway": _COMMON_NODE,
    "eventBasedGateway": _COMMON_NODE,
    "boundaryEvent": {**_EVENT, "attachedToRef": Target(words("活动"), ACTIVITY_TYPES)},
    "callActivity": {**_ACTIVITY, "calledElement": _CALLABLE},
    "sendTask": _SENDING,
    "receiveTask": _SENDING,
    "serviceTask": {**_ACTIVITY, "operationRef": _OPERATION},
    "sequenceFlow": {"sourceRef": _FLOW_NODE, "targetRef": _FLOW_NODE, "categoryValueRef": _CATEGORY},
    "messageFlow": {"sourceRef": _INTERACTION, "targetRef": _INTERACTION, "messageRef": _MESSAGE},
    "association": _ENDS,
    "group": {"categoryValueRef": _CATEGORY},
    "messageEventDefinition": {"messageRef": _MESSAGE, "operationRef": _OPERATION},
    "signalEventDefinition": {"signalRef": _target(words("信号"), "signal")},
    "errorEventDefinition": {"errorRef": _ERROR},
    "escalationEventDefinition": {"escalationRef": _target(words("升级"), "escalation")},
    "compensateEventDefinition": {"activityRef": Target(words("活动"), ACTIVITY_TYPES)},
    "linkEventDefinition": {
        "source": _target(words("链接事件定义"), "linkEventDefinition"),
        "target": _target(words("链接事件定义"), "linkEventDefinition"),
    },
    "participant": {
        "processRef": _target(words("流程"), "process"),
        "interfaceRef": _target(words("接口"), "interface"),
        "endPointRef": _target(words("端点"), "endPoint"),
    },
    "process": {
        **_CALLABLE_ROOT,
        "supports": _target(words("流程"), "process"),
        "definitionalCollaborationRef": _target(
            words("协作"), "collaboration", "choreography", "globalConversation"
        ),
    },
    **dict.fromkeys(_CALLABLE.types - {"process"}, _CALLABLE_ROOT),
    "globalChoreographyTask": {"initiatingParticipantRef": _PARTICIPANT},
    "lane": {"flowNodeRef": _FLOW_NODE, "partitionElementRef": _ANY},
    "dataObject": {"itemSubjectRef": _ITEM, "categoryValueRef": _CATEGORY},
    "dataObjectReference": {
        "dataObjectRef": _target(words("数据对象"), "dataObject"),
        "itemSubjectRef": _ITEM,
    },
    "dataStoreReference": {"dataStoreRef": _target(words("数据存储"), "dataStore"), "itemSubjectRef": _ITEM},
    **{name: {"itemSubjectRef": _ITEM} for name in ("dataStore", "property", "dataInput", "dataOutput")},
    **{name: {"itemSubjectRef": _ITEM} for name in ("inputDataItem", "outputDataItem")},
    "dataInputAssociation": _DATA_ENDS,
    "dataOutputAssociation": _DATA_ENDS,
    "inputSet": {
        "dataInputRefs": _INPUT,
        "optionalInputRefs": _INPUT,
        "whileExecutingInputRefs": _INPUT,
        "outputSetRefs": _OUTPUT_SET,
    },
    "outputSet": {
        "dataOutputRefs": _OUTPUT,
        "optionalOutputRefs": _OUTPUT,
        "whileExecutingOutputRefs": _OUTPUT,
        "inputSetRefs": _INPUT_SET,
    },
    "ioBinding": {"operationRef": _OPERATION, "inputDataRef": _INPUT_SET, "outputDataRef": _OUTPUT_SET},
    "message": {"itemRef": _ITEM},
    "signal": {"structureRef": _ITEM},
    "error": {"structureRef": _ITEM},
    "escalation": {"structureRef": _ITEM},
    "operation": {"inMessageRef": _MESSAGE, "outMessageRef": _MESSAGE, "errorRef": _ERROR},
    "multiInstanceLoopCharacteristics": {
        "loopDataInputRef": _DATA,
        "loopDataOutputRef": _DATA,
        "oneBehaviorEventRef": _EVENT_DEFINITION,
        "noneBehaviorEventRef": _EVENT_DEFINITION,
    },
    "correlationKey": {"correlationPropertyRef": _PROPERTY},
    "correlationPropertyBinding": {"correlationPropertyRef": _PROPERTY},
    "correlationPropertyRetrievalExpression": {"messageRef": _MESSAGE},
    "correlationSubscription": {"correlationKeyRef": _target(words("关联键"), "correlationKey")},
    "participantAssociation": {"innerParticipantRef": _PARTICIPANT, "outerParticipantRef": _PARTICIPANT},
    "messageFlowAssociation": {"innerMessageFlowRef": _MESSAGE_FLOW, "outerMessageFlowRef": _MESSAGE_FLOW},
    "conversation": _CONVERSING,
    "subConversation": _CONVERSING,
    "callConversation": _CONVERSING,
    "conversationAssociation": {
        "innerConversationNodeRef": _CONVERSATION,
        "outerConversationNodeRef": _CONVERSATION,
    },
    "conversationLink": {"sourceRef": _LINKED, "targetRef": _LINKED},
    "collaboration": {"choreographyRef": _target(words("编排"), "choreography", "globalChoreographyTask")},
    "choreography": {"choreographyRef": _target(words("编排"), "choreography", "globalChoreographyTask")},
    "globalConversation": {
        "choreographyRef": _target(words("编排"), "choreography", "globalChoreographyTask")
    },
    **dict.fromkeys(("resourceRole", "performer", "humanPerformer", "potentialOwner"), _ROLE),
    "resourceParameterBinding": {"parameterRef": _target(words("资源参数"), "resourceParameter")},
    "partnerEntity": {"participantRef": _PARTICIPANT},
    "partnerRole": {"participantRef": _PARTICIPANT},
    "relationship": {"source": _ANY, "target": _ANY},
}
