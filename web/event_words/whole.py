"""How what happens to a whole case (办件) reads: its beginning and end, messages, troubles."""

from collections.abc import Callable, Mapping

from web.event_words.sentence import Event, Sentence, because
from web.i18n import _


def _started(event: Event) -> Sentence:
    return Sentence(_("发起,编号 %(number)s", number=event.get("number", "")))


def _ended(event: Event) -> Sentence:
    return Sentence(_("%(outcome)s,办件结束", outcome=event.get("outcome") or _("办结")), "done")


def _cancelled(event: Event) -> Sentence:
    return Sentence(_("办件已撤销") + because(event), "warning")


def _suspended(event: Event) -> Sentence:
    return Sentence(_("暂停办理") + because(event), "warning")


def _migrated(_event: Event) -> Sentence:
    return Sentence(_("改按流程的另一个版本办理"))


def _resumed(event: Event) -> Sentence:
    return Sentence(_("恢复办理") + because(event))


def _unit_changed(event: Event) -> Sentence:
    return Sentence(
        _("承办单位由 %(was)s 改为 %(unit)s", was=event.get("was", ""), unit=event.get("unit", ""))
    )


def _personal_erased(event: Event) -> Sentence:
    return Sentence(_("个人信息已清除") + because(event), "warning")


def _requested(event: Event) -> Sentence:
    return Sentence(_("提出“%(what)s”", what=event.get("name", "")))


def _message_received(event: Event) -> Sentence:
    return Sentence(_("收到消息“%(name)s”", name=event.get("name", "")))


def _message_sent(event: Event) -> Sentence:
    return Sentence(_("发出消息“%(name)s”", name=event.get("name", "")))


def _service_answered(event: Event) -> Sentence:
    return Sentence(_("服务“%(name)s”已回复", name=event.get("operation", "")))


def _incident(event: Event) -> Sentence:
    return Sentence(_("流程故障:%(message)s。管理员会处理。", message=event.get("message", "")), "overdue")


def _incident_resolved(_event: Event) -> Sentence:
    return Sentence(_("故障已排除,继续办理"), "done")


def _refused(event: Event) -> Sentence:
    return Sentence(_("未予办理:%(message)s", message=event.get("message", "")), "warning")


WHOLE: Mapping[str, Callable[[Event], Sentence]] = {
    "instance.started": _started,
    "instance.completed": _ended,
    "instance.cancelled": _cancelled,
    "instance.suspended": _suspended,
    "instance.resumed": _resumed,
    "instance.migrated": _migrated,
    "request.received": _requested,
    "unit.changed": _unit_changed,
    "message.received": _message_received,
    "message.sent": _message_sent,
    "signal.received": _message_received,
    "signal.sent": _message_sent,
    "personal.erased": _personal_erased,
    "service.answered": _service_answered,
    "incident.resolved": _incident_resolved,
    "incident.raised": _incident,
    "refused": _refused,
}
