"""A rehearsal told to people: the timeline in Chinese, one line an event."""

from collections.abc import Iterator
from typing import Final

from engine.rehearsal.result import RehearsalResult
from engine.rehearsal.timeline import Event

_TOLD: Final = {
    "instance.started": "发起 {number}",
    "instance.completed": "办结 {outcome}",
    "instance.cancelled": "撤销 {reason}",
    "instance.suspended": "中止 {reason}",
    "instance.resumed": "恢复 {reason}",
    "instance.migrated": "迁到新版本",
    "element.entered": "→ {name}",
    "element.left": "← {name}",
    "task.created": "待办“{name}” {unit} {post}",
    "task.claimed": "认领“{name}”",
    "task.unclaimed": "放回“{name}”",
    "task.completed": "办完“{name}” {unit} {decision} {opinion}",
    "task.returned": "退回“{name}” {reason}",
    "task.withdrawn": "撤回“{name}”",
    "task.transferred": "转交“{name}”给 {to}",
    "task.delegated": "委派“{name}”给 {to}",
    "task.resolved": "委派的“{name}”已办,交回",
    "signer.added": "加签 {item}{to} {place}",
    "signer.removed": "减签 {item}{to}",
    "oral.recorded": "代记“{name}”的口头批示 {decision} {opinion}",
    "oral.confirmed": "确认口头批示“{name}”",
    "oral.denied": "没有确认口头批示“{name}” {reason}",
    "applicant.told": "已告知申请人:{text}",
    "circulation.read": "已阅(传阅给 {to})",
    "deadline.set": "时限“{deadline}”:{date}({basis})",
    "deadline.changed": "时限“{deadline}”改为 {date}(原 {was}) {reason}",
    "deadline.warning": "时限“{deadline}”将到:{date}",
    "deadline.overdue": "时限“{deadline}”已到:{date}",
    "timer.fired": "定时器“{name}”触发",
    "document.issued": "出具 {kind} {number} {unit}",
    "notification.sent": "通知 {to}{unit}:{text}",
    "score.recorded": "记分 {unit} {points}({rule})",
    "score.reversed": "冲销记分 {unit} {points}",
    "liability.opened": "问责线索 {unit} {reason}({rule})",
    "refused": "拒绝({rule}):{message}",
    "incident.raised": "故障:{message}",
    "incident.resolved": "故障已排除",
    "request.received": "收到申请“{name}”",
    "message.received": "收到消息“{name}”",
    "signal.received": "收到信号“{name}”",
    "service.answered": "服务回音 {operation}",
    "start.happened": "自行发起",
    "unit.changed": "主办单位改为 {unit}",
    "message.sent": "发出消息“{name}”",
    "signal.sent": "发出信号“{name}”",
    "error.thrown": "抛出错误 {code}",
    "escalation.thrown": "升级 {code}",
    "cancel.thrown": "取消",
    "catalogue.changed": "事项目录变更 {code}({kind}),{date}起",
    "papers.kept": "材料入库 {papers}",
    "personal.erased": "个人信息已清除 {reason}",
}


class _Facts(dict[str, object]):
    """An event's facts; what it does not say is nothing."""

    def __missing__(self, key: str) -> str:
        return ""


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


def worded(event: Event) -> str:
    """What an event says, without when and who; `name` is that of its element."""
    kind: str = event["event"]
    text = _TOLD.get(kind, kind).format_map(_Facts(event))
    return " ".join(text.replace("()", "").split())


def told(event: Event, with_case: bool = False) -> str:
    """One event as a line; `with_case` names its case, where there are several."""
    kind, text = event["event"], worded(event)
    by = event.get("by")
    acted = kind.startswith(("task.", "instance.")) and kind != "task.created"
    who = f" [{by}]" if acted and by != "system" else ""
    case = f" 〈{event['case']}〉" if with_case and event.get("case") else ""
    return f"{event['at'][:16].replace('T', ' ')}{case}  {text}{who}"
