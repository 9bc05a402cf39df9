"""The history of a case in plain words: each act of the journal as one line with what came of it.

`EVENTS` says how each event reads; an event without an entry is of use to programs only and is not shown.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.people.actor import SYSTEM
from engine.queries.timeline import RecordedAct
from engine.time import clock
from web.i18n import _, _n, listed
from web.names import login_name
from web.times import day_text

Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened, and where it leads: `document` is the id of an issued paper."""

    text: str
    tone: str = "plain"
    document: UUID | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """One act in the history: its legal moment, by whom, and its sentences.

    `recorded` is when it was written down, where that was later than its legal moment.
    """

    at: datetime
    recorded: datetime | None
    who: str
    on_behalf: str | None
    sentences: list[Sentence]


def timeline(acts: Iterable[RecordedAct]) -> list[Moment]:
    """The acts that have something to tell, the latest first; what one moment brought by itself is one entry."""
    moments: list[Moment] = []
    for act in acts:
        moment = _moment(act)
        last = moments[-1] if moments else None
        if last is not None and act.actor == SYSTEM.login and (last.at, last.who) == (moment.at, moment.who):
            last.sentences.extend(moment.sentences)
        elif moment.sentences:
            moments.append(moment)
    return moments[::-1]


def _moment(act: RecordedAct) -> Moment:
    sentences = [EVENTS[event["event"]](event) for event in act.events if event["event"] in EVENTS]
    behalf = login_name(act.on_behalf) if act.on_behalf else None
    recorded = act.at if act.due_at is not None else None
    return Moment(act.due_at or act.at, recorded, login_name(act.actor), behalf, sentences)


def _started(event: Event) -> Sentence:
    return Sentence(_("发起,编号 %(number)s", number=event.get("number", "")))


def _ended(event: Event) -> Sentence:
    return Sentence(_("%(outcome)s,办件结束", outcome=event.get("outcome") or _("办结")), "done")


def _cancelled(event: Event) -> Sentence:
    return Sentence(_("办件已撤销") + _because(event), "warning")


def _suspended(event: Event) -> Sentence:
    return Sentence(_("暂停办理") + _because(event), "warning")


def _resumed(event: Event) -> Sentence:
    return Sentence(_("恢复办理") + _because(event))


def _task_created(event: Event) -> Sentence:
    whose = " ".join(filter(None, (event.get("unit"), event.get("post"))))
    return Sentence(_("“%(task)s”交 %(whose)s 办理", task=event.get("name", ""), whose=whose or _("待定")))


def _task_completed(event: Event) -> Sentence:
    return Sentence(_("办结“%(task)s”", task=event.get("name", "")) + _decided(event), "done")


def _decided(event: Event) -> str:
    decision = DECISIONS.get(str(event.get("decision")), lambda: event.get("decision") or "")()
    opinion = event.get("opinion")
    said = _(",决定:%(decision)s", decision=decision) if decision else ""
    return said + (_(",意见:%(opinion)s", opinion=opinion) if opinion else "")


def _claimed(_event: Event) -> Sentence:
    return Sentence(_("认领环节"))


def _unclaimed(event: Event) -> Sentence:
    return Sentence(_("放回环节") + _because(event))


def _returned(event: Event) -> Sentence:
    return Sentence(_("“%(task)s”退回重办", task=event.get("name", "")) + _because(event), "warning")


def _withdrawn(event: Event) -> Sentence:
    return Sentence(_("撤回“%(task)s”", task=event.get("name", "")), "warning")


def _transferred(event: Event) -> Sentence:
    return Sentence(_("转交 %(whom)s 办理", whom=login_name(event.get("to"))))


def _delegated(event: Event) -> Sentence:
    return Sentence(_("委派 %(whom)s 办理,办好后交回", whom=login_name(event.get("to"))))


def _resolved(_event: Event) -> Sentence:
    return Sentence(_("委派的事已办好,交回"), "done")


def _signer_added(event: Event) -> Sentence:
    places = {"before": _("前加签"), "after": _("后加签")}
    place = places.get(str(event.get("place")), _("加签"))
    return Sentence(f"{place} {_signer(event)}")


def _signer_removed(event: Event) -> Sentence:
    return Sentence(_("减签 %(whom)s", whom=_signer(event)))


def _signer(event: Event) -> str:
    return str(event["item"]) if "item" in event else login_name(event.get("to"))


def _oral_recorded(event: Event) -> Sentence:
    said = _decided(event)
    return Sentence(_("代记“%(task)s”的口头批示,待本人确认", task=event.get("name", "")) + said, "warning")


def _oral_confirmed(event: Event) -> Sentence:
    whose = login_name(event.get("by"))
    return Sentence(_("确认 %(who)s 代记的口头批示“%(task)s”", who=whose, task=event.get("name", "")), "done")


def _oral_denied(event: Event) -> Sentence:
    return Sentence(
        _("没有确认代记的口头批示“%(task)s”", task=event.get("name", "")) + _because(event), "warning"
    )


def _circulation_read(event: Event) -> Sentence:
    return Sentence(_("已阅(传阅给 %(whom)s)", whom=login_name(event.get("to"))), "done")


def _requested(event: Event) -> Sentence:
    return Sentence(_("提出“%(what)s”", what=event.get("name", "")))


def _document(event: Event) -> Sentence:
    number = f"({event['number']})" if event.get("number") else ""
    sent = _("已发往 %(unit)s", unit=event["unit"]) if event.get("unit") else _("已出具")
    paper = UUID(hex=event["document"]) if "document" in event else None
    return Sentence(f"{event.get('kind', '')}{number} {sent}", "paper", paper)


def _deadline_set(event: Event) -> Sentence:
    return Sentence(_("“%(name)s”时限定为 %(day)s", name=event["deadline"], day=_day(event.get("date"))))


def _deadline_changed(event: Event) -> Sentence:
    was, due = _day(event.get("was")), _day(event.get("date"))
    text = _("“%(name)s”时限由 %(was)s 改为 %(due)s", name=event["deadline"], was=was, due=due)
    return Sentence(text + _because(event), "warning")


def _deadline_warning(event: Event) -> Sentence:
    return Sentence(_("“%(name)s”时限将到", name=event.get("deadline", "")), "warning")


def _deadline_overdue(event: Event) -> Sentence:
    return Sentence(_("“%(name)s”时限已到,尚未办结", name=event.get("deadline", "")), "overdue")


def _notified(event: Event) -> Sentence:
    whom, kind = event.get("to") or event.get("unit") or "", event.get("kind") or _("通知")
    text = f":{event['text']}" if event.get("text") else ""
    return Sentence(f"{kind} {whom}{text}")


def _applicant_told(event: Event) -> Sentence:
    way = _("短信") if event.get("by") == "sms" else _("窗口当面或电话")
    return Sentence(_("已告知申请人(%(way)s):%(text)s", way=way, text=event.get("text", "")), "done")


def _scored(event: Event) -> Sentence:
    points = int(event.get("points", 0))
    word = _n("扣 %(n)s 分", -points) if points < 0 else _n("加 %(n)s 分", points)
    return Sentence(
        _(
            "%(unit)s 计分:%(word)s(依据 %(rule)s)",
            unit=event.get("unit", ""),
            word=word,
            rule=event.get("rule") or "—",
        ),
        "warning",
    )


def _reversed(event: Event) -> Sentence:
    text = _("%(unit)s 冲回 %(points)s 分", unit=event.get("unit", ""), points=event.get("points", ""))
    return Sentence(text + _because(event), "warning")


def _unit_changed(event: Event) -> Sentence:
    return Sentence(
        _("承办单位由 %(was)s 改为 %(unit)s", was=event.get("was", ""), unit=event.get("unit", ""))
    )


def _catalogue_changed(event: Event) -> Sentence:
    return Sentence(
        _("事项目录变更:%(code)s,%(date)s起", code=event.get("code", ""), date=event.get("date", "")), "done"
    )


def _papers_kept(event: Event) -> Sentence:
    return Sentence(_("材料入库:%(papers)s", papers=listed(event.get("papers", []))))


def _personal_erased(event: Event) -> Sentence:
    return Sentence(_("个人信息已清除") + _because(event), "warning")


def _message_received(event: Event) -> Sentence:
    return Sentence(_("收到消息“%(name)s”", name=event.get("name", "")))


def _message_sent(event: Event) -> Sentence:
    return Sentence(_("发出消息“%(name)s”", name=event.get("name", "")))


def _service_answered(event: Event) -> Sentence:
    return Sentence(_("服务“%(name)s”已回复", name=event.get("operation", "")))


def _incident_resolved(_event: Event) -> Sentence:
    return Sentence(_("故障已排除,继续办理"), "done")


def _liability(event: Event) -> Sentence:
    return Sentence(_("生成问责线索:%(reason)s", reason=event.get("reason", "")), "overdue")


def _incident(event: Event) -> Sentence:
    return Sentence(_("流程故障:%(message)s。管理员会处理。", message=event.get("message", "")), "overdue")


def _refused(event: Event) -> Sentence:
    return Sentence(_("未予办理:%(message)s", message=event.get("message", "")), "warning")


def _because(event: Event) -> str:
    return _(",理由:%(reason)s", reason=event["reason"]) if event.get("reason") else ""


def _day(text: str | None) -> str:
    if not text:
        return _("暂停计时")
    return day_text(date.fromisoformat(text[:10]), clock.today())


DECISIONS: Mapping[str, Callable[[], str]] = {
    "approve": lambda: _("同意"),
    "reject": lambda: _("不同意"),
    "return": lambda: _("退回"),
    "abstain": lambda: _("弃权"),
}
"""How the usual decisions read."""

EVENTS: Mapping[str, Callable[[Event], Sentence]] = {
    "instance.started": _started,
    "instance.completed": _ended,
    "instance.cancelled": _cancelled,
    "task.created": _task_created,
    "task.completed": _task_completed,
    "task.claimed": _claimed,
    "task.unclaimed": _unclaimed,
    "instance.suspended": _suspended,
    "instance.resumed": _resumed,
    "task.returned": _returned,
    "task.withdrawn": _withdrawn,
    "task.transferred": _transferred,
    "task.delegated": _delegated,
    "task.resolved": _resolved,
    "oral.recorded": _oral_recorded,
    "oral.confirmed": _oral_confirmed,
    "oral.denied": _oral_denied,
    "circulation.read": _circulation_read,
    "signer.added": _signer_added,
    "signer.removed": _signer_removed,
    "request.received": _requested,
    "document.issued": _document,
    "deadline.set": _deadline_set,
    "deadline.changed": _deadline_changed,
    "deadline.warning": _deadline_warning,
    "deadline.overdue": _deadline_overdue,
    "notification.sent": _notified,
    "applicant.told": _applicant_told,
    "score.recorded": _scored,
    "score.reversed": _reversed,
    "unit.changed": _unit_changed,
    "message.received": _message_received,
    "message.sent": _message_sent,
    "signal.received": _message_received,
    "signal.sent": _message_sent,
    "papers.kept": _papers_kept,
    "catalogue.changed": _catalogue_changed,
    "personal.erased": _personal_erased,
    "service.answered": _service_answered,
    "incident.resolved": _incident_resolved,
    "liability.opened": _liability,
    "incident.raised": _incident,
    "refused": _refused,
}
