"""The Chinese words for BPMN's elements, as the designer shows them."""

from typing import Final

from engine.words import words

_WORDS: Final = {
    "process": words("流程"),
    "subProcess": words("子流程"),
    "transaction": words("事务子流程"),
    "adHocSubProcess": words("即席子流程"),
    "callActivity": words("调用活动"),
    "task": words("任务"),
    "userTask": words("人工任务"),
    "manualTask": words("线下任务"),
    "scriptTask": words("脚本任务"),
    "serviceTask": words("服务任务"),
    "sendTask": words("发送任务"),
    "receiveTask": words("接收任务"),
    "businessRuleTask": words("决策任务"),
    "startEvent": words("开始事件"),
    "endEvent": words("结束事件"),
    "boundaryEvent": words("边界事件"),
    "intermediateCatchEvent": words("中间捕获事件"),
    "intermediateThrowEvent": words("中间抛出事件"),
    "exclusiveGateway": words("排他网关"),
    "parallelGateway": words("并行网关"),
    "inclusiveGateway": words("包容网关"),
    "eventBasedGateway": words("事件网关"),
    "complexGateway": words("复杂网关"),
    "sequenceFlow": words("顺序流"),
    "messageFlow": words("消息流"),
    "association": words("关联"),
    "textAnnotation": words("文本注释"),
    "group": words("分组"),
    "participant": words("参与方(池)"),
    "lane": words("泳道"),
    "message": words("消息"),
    "signal": words("信号"),
    "error": words("错误"),
    "escalation": words("升级"),
    "dataObject": words("数据对象"),
    "dataObjectReference": words("数据对象引用"),
    "dataStore": words("数据存储"),
    "dataStoreReference": words("数据存储引用"),
    "dataInput": words("数据输入"),
    "dataOutput": words("数据输出"),
    "timer": words("定时器"),
    "conditional": words("条件"),
    "link": words("链接"),
    "terminate": words("终止"),
    "cancel": words("取消"),
    "compensate": words("补偿"),
}


def word(name: str) -> str:
    """The Chinese word for an element or event kind; the BPMN name where none is usual."""
    return _WORDS.get(name, name)
