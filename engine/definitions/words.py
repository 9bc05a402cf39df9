"""The Chinese words for BPMN's elements, as the designer shows them."""

from typing import Final

_WORDS: Final = {
    "process": "流程",
    "subProcess": "子流程",
    "transaction": "事务子流程",
    "adHocSubProcess": "即席子流程",
    "callActivity": "调用活动",
    "task": "任务",
    "userTask": "人工任务",
    "manualTask": "线下任务",
    "scriptTask": "脚本任务",
    "serviceTask": "服务任务",
    "sendTask": "发送任务",
    "receiveTask": "接收任务",
    "businessRuleTask": "决策任务",
    "startEvent": "开始事件",
    "endEvent": "结束事件",
    "boundaryEvent": "边界事件",
    "intermediateCatchEvent": "中间捕获事件",
    "intermediateThrowEvent": "中间抛出事件",
    "exclusiveGateway": "排他网关",
    "parallelGateway": "并行网关",
    "inclusiveGateway": "包容网关",
    "eventBasedGateway": "事件网关",
    "complexGateway": "复杂网关",
    "sequenceFlow": "顺序流",
    "messageFlow": "消息流",
    "association": "关联",
    "textAnnotation": "文本注释",
    "group": "分组",
    "participant": "参与方(池)",
    "lane": "泳道",
    "message": "消息",
    "signal": "信号",
    "error": "错误",
    "escalation": "升级",
    "dataObject": "数据对象",
    "dataObjectReference": "数据对象引用",
    "dataStore": "数据存储",
    "dataStoreReference": "数据存储引用",
    "dataInput": "数据输入",
    "dataOutput": "数据输出",
    "timer": "定时器",
    "conditional": "条件",
    "link": "链接",
    "terminate": "终止",
    "cancel": "取消",
    "compensate": "补偿",
}


def word(name: str) -> str:
    """The Chinese word for an element or event kind; the BPMN name where none is usual."""
    return _WORDS.get(name, name)
