"""A rehearsal told to people: the timeline in Chinese, one line an event."""

import re
from collections.abc import Iterator
from typing import Final

from engine.rehearsal.result import RehearsalResult
from engine.rehearsal.timeline import Event
from engine.words import Words, words

_TOLD: Final = {
    "instance.started": words("发起 %(number)s"),
    "instance.completed": words("办结 %(outcome)s"),
    "instance.cancelled": words("撤销 %(reason)s"),
    "instance.suspended": words("中止 %(reason)s"),
    "instance.resumed": words("恢复 %(reason)s"),
    "instance.migrated": words("迁到新版本"),
    "element.entered": "→ %(name)s",
    "element.left": "← %(name)s",
    "task.created": words("待办“%(name)s” %(unit)s %(post)s"),
    "task.claimed": words("认领“%(name)s”"),
    "task.unclaimed": words("放回“%(name)s”"),
    "task.completed": words("办完“%(name)s” %(unit)s %(decision)s %(opinion)s"),
    "task.returned": words("退回“%(name)s” %(reason)s"),
    "task.withdrawn": words("撤回“%(name)s”"),
    "task.transferred": words("转交“%(name)s”给 %(to)s"),
    "task.delegated": words("委派“%(name)s”给 %(to)s"),
    "task.resolved": words("委派的“%(name)s”已办,交回"),
    "signer.added": words("加签 %(item)s%(to)s %(place)s"),
    "signer.removed": words("减签 %(item)s%(to)s"),
    "oral.recorded": words("代记“%(name)s”的口头批示 %(decision)s %(opinion)s"),
    "oral.confirmed": words("确认口头批示“%(name)s”"),
    "oral.denied": words("没有确认口头批示“%(name)s” %(reason)s"),
    "applicant.told": words("已告知申请人:%(text)s"),
    "circulation.read": words("已阅(%(to)s)"),
    "deadline.set": words("时限“%(deadline)s”:%(date)s(%(basis)s)"),
    "deadline.changed": words("时限“%(deadline)s”改为 %(date)s(原 %(was)s) %(reason)s"),
    "deadline.warning": words("时限“%(deadline)s”将到:%(date)s"),
    "deadline.overdue": words("时限“%(deadline)s”已到:%(date)s"),
    "timer.fired": words("定时器“%(name)s”触发"),
    "document.issued": words("出具 %(kind)s %(number)s %(unit)s"),
    "notification.sent": words("通知 %(to)s%(unit)s:%(text)s"),
    "score.recorded": words("记分 %(unit)s %(points)s(%(rule)s)"),
    "score.reversed": words("冲销记分 %(unit)s %(points)s"),
    "liability.opened": words("问责线索 %(unit)s %(reason)s(%(rule)s)"),
    "refused": words("拒绝(%(rule)s):%(message)s"),
    "incident.raised": words("故障:%(message)s"),
    "incident.resolved": words("故障已排除"),
    "request.received": words("收到申请“%(name)s”"),
    "message.received": words("收到消息“%(name)s”"),
    "signal.received": words("收到信号“%(name)s”"),
    "service.answered": words("服务回音 %(operation)s"),
    "start.happened": words("自行发起"),
    "unit.changed": words("主办单位改为 %(unit)s"),
    "message.sent": words("发出消息“%(name)s”"),
    "signal.sent": words("发出信号“%(name)s”"),
    "error.thrown": words("抛出错误 %(code)s"),
    "escalation.thrown": words("升级 %(code)s"),
    "cancel.thrown": words("取消"),
    "catalogue.changed": words("事项目录变更 %(code)s(%(kind)s),%(date)s起"),
    "papers.kept": words("材料入库 %(papers)s"),
    "personal.erased": words("个人信息已清除 %(reason)s"),
}


_PLACE: Final = re.compile(r"%\((\w+)\)s")


def lines(result: RehearsalResult, with_elements: bool = False) -> Iterator[str]:
    """The result for people: the timeline, then what failed.

    `with_elements` shows every element entered and left too.
    """
    yield f"{'通过' if result.passed else '未通过'}:{result.name}"
    several = len({event.get("case") for event in result.timeline}) > 1
    for event in result.timeline:
        if with_elements or not event["event"].startswith("element."):
            yield f"  {told(event, several)}"
    for failure in result.failures:
        yield f"  ✗ {failure}"


def worded(event: Event) -> Words:
    """What an event says, without when and who; `name` is that of its element. `tidied` once it is in a language."""
    kind: str = event["event"]
    template = str(_TOLD.get(kind, kind))
    facts = {name: event.get(name, "") for name in _PLACE.findall(template)}
    said = words(template, **facts)
    return Words.made(tidied(said), template, facts)


def tidied(text: str) -> str:
    """The text without the gaps that facts have left an event does not have."""
    return " ".join(text.replace("()", "").split())


def told(event: Event, with_case: bool = False, text: str = "") -> str:
    """One event as a line; `with_case` names its case, where there are several. `text` is what it says, if not Chinese."""
    kind = event["event"]
    by = event.get("by")
    acted = kind.startswith(("task.", "instance.")) and kind != "task.created"
    who = f" [{by}]" if acted and by != "system" else ""
    case = f" 〈{event['case']}〉" if with_case and event.get("case") else ""
    return f"{event['at'][:16].replace('T', ' ')}{case}  {text or worded(event)}{who}"
