"""The history of a case in plain words: each act of the journal as one line with what came of it.

`EVENTS` says how each event reads; an event without an entry is of use to programs only and is not shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.queries.timeline import RecordedAct
from engine.time import clock
from engine.time.clock import CIVIL, civil_date
from web.i18n import _
from web.times import day_text

Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened, and where it leads: `document` is the id of an issued paper."""

    text: str
    tone: str = "plain"
    document: str | None = None


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


def timeline(acts: list[RecordedAct], name_of: Callable[[str | None], str]) -> list[Moment]:
    """The acts that have something to tell, the latest first."""
    moments = (_moment(act, name_of) for act in acts)
    return [moment for moment in moments if moment.sentences][::-1]


def _moment(act: RecordedAct, name_of: Callable[[str | None], str]) -> Moment:
    sentences = [EVENTS[event["event"]](event) for event in act.events if event["event"] in EVENTS]
    behalf = name_of(act.on_behalf) if act.on_behalf else None
    recorded = act.at if act.due_at is not None else None
    return Moment(act.due_at or act.at, recorded, name_of(act.actor), behalf, sentences)


def _started(event: Event) -> Sentence:
    return Sentence(_("立项,编号 %(number)s", number=event.get("number", "")))


def _ended(event: Event) -> Sentence:
    return Sentence(_("%(outcome)s,办件结束", outcome=event.get("outcome") or _("办结")), "done")


def _cancelled(_event: Event) -> Sentence:
    return Sentence(_("办件已撤销"), "warning")


def _task_created(event: Event) -> Sentence:
    whose = " ".join(filter(None, (event.get("unit"), event.get("post"))))
    return Sentence(_("“%(task)s”交 %(whose)s 办理", task=event.get("name", ""), whose=whose or _("待定")))


def _task_completed(event: Event) -> Sentence:
    text = _("办结“%(task)s”", task=event.get("name", ""))
    decision = DECISIONS.get(str(event.get("decision")), lambda: event.get("decision") or "")()
    opinion = event.get("opinion")
    text += _(",决定:%(decision)s", decision=decision) if decision else ""
    return Sentence(text + (_(",意见:%(opinion)s", opinion=opinion) if opinion else ""), "done")


def _claimed(_event: Event) -> Sentence:
    return Sentence(_("认领环节"))


def _unclaimed(_event: Event) -> Sentence:
    return Sentence(_("放回环节"))


def _returned(event: Event) -> Sentence:
    return Sentence(_("退回重办:%(reason)s", reason=event.get("reason", "")), "warning")


def _document(event: Event) -> Sentence:
    number = f"({event['number']})" if event.get("number") else ""
    sent = _("已发往 %(unit)s", unit=event["unit"]) if event.get("unit") else _("已出具")
    return Sentence(f"{event.get('kind', '')}{number} {sent}", "paper", event.get("document"))


def _deadline_set(event: Event) -> Sentence:
    return Sentence(_("“%(name)s”时限定为 %(day)s", name=event.get("deadline", ""), day=_day(event.get("due"))))


def _deadline_changed(event: Event) -> Sentence:
    was, due = _day(event.get("was")), _day(event.get("due"))
    return Sentence(_("“%(name)s”时限由 %(was)s 改为 %(due)s", name=event.get("deadline", ""), was=was, due=due), "warning")


def _deadline_warning(event: Event) -> Sentence:
    return Sentence(_("“%(name)s”时限将到", name=event.get("deadline", "")), "warning")


def _deadline_overdue(event: Event) -> Sentence:
    return Sentence(_("“%(name)s”时限已到,尚未办结", name=event.get("deadline", "")), "overdue")


def _notified(event: Event) -> Sentence:
    whom = event.get("to") or event.get("unit") or ""
    return Sentence(_("通知 %(whom)s:%(text)s", whom=whom, text=event.get("text", "")))


def _scored(event: Event) -> Sentence:
    points = int(event.get("points", 0))
    word = _("扣 %(points)s 分", points=-points) if points < 0 else _("加 %(points)s 分", points=points)
    return Sentence(_("%(unit)s 计分:%(word)s(依据 %(rule)s)", unit=event.get("unit", ""), word=word, rule=event.get("rule") or "—"), "warning")


def _liability(event: Event) -> Sentence:
    return Sentence(_("生成问责线索:%(reason)s", reason=event.get("reason", "")), "overdue")


def _incident(event: Event) -> Sentence:
    return Sentence(_("流程故障:%(message)s。管理员会处理。", message=event.get("message", "")), "overdue")


def _reason(event: Event) -> Sentence:
    return Sentence(_("理由:%(text)s", text=event.get("text", "")))


def _refused(event: Event) -> Sentence:
    return Sentence(_("未予办理:%(message)s", message=event.get("message", "")), "warning")


def _day(text: str | None) -> str:
    if not text:
        return _("暂停计时")
    day = date.fromisoformat(text) if len(text) == 10 else civil_date(datetime.fromisoformat(text).astimezone(CIVIL))
    return day_text(day, clock.today())


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
    "task.returned": _returned,
    "document.issued": _document,
    "deadline.set": _deadline_set,
    "deadline.changed": _deadline_changed,
    "deadline.warning": _deadline_warning,
    "deadline.overdue": _deadline_overdue,
    "notification.sent": _notified,
    "score.recorded": _scored,
    "liability.opened": _liability,
    "incident.raised": _incident,
    "reason": _reason,
    "refused": _refused,
}
