"""How what a case leaves behind reads: papers, notices, points, leads."""

from collections.abc import Callable, Mapping
from uuid import UUID

from engine.runtime.telling import APPLICANT
from web.event_words.sentence import Event, Sentence, because
from web.i18n import _, _n, listed
from web.names import login_name


def _document(event: Event) -> Sentence:
    number = f"({event['number']})" if event.get("number") else ""
    sent = _("已发往 %(unit)s", unit=event["unit"]) if event.get("unit") else _("已出具")
    paper = UUID(hex=event["document"]) if "document" in event else None
    return Sentence(f"{event.get('kind', '')}{number} {sent}", "paper", paper)


def _notified(event: Event) -> Sentence:
    whom = event.get("to") or event.get("unit") or ""
    kind = event.get("kind")
    said = f"{_(kind) if kind else _('通知')} {_('申请人') if whom == APPLICANT else whom}"
    return Sentence(_("%(kind)s:%(text)s", kind=said, text=event["text"]) if event.get("text") else said)


def _applicant_told(event: Event) -> Sentence:
    way = _("短信") if event.get("by") == "sms" else _("窗口当面或电话")
    return Sentence(_("已告知申请人(%(way)s):%(text)s", way=way, text=event.get("text", "")), "done")


def _circulation_read(event: Event) -> Sentence:
    whom = login_name(event.get("to"))
    copied = event.get("kind") == "copy"
    return Sentence(
        _("已读(抄送 %(whom)s)", whom=whom) if copied else _("已阅(传阅给 %(whom)s)", whom=whom), "done"
    )


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
    return Sentence(text + because(event), "warning")


def _liability(event: Event) -> Sentence:
    return Sentence(_("生成问责线索:%(reason)s", reason=event.get("reason", "")), "overdue")


def _papers_kept(event: Event) -> Sentence:
    return Sentence(_("材料入库:%(papers)s", papers=listed(event.get("papers", []))))


def _catalogue_changed(event: Event) -> Sentence:
    return Sentence(
        _("事项目录变更:%(code)s,%(date)s起", code=event.get("code", ""), date=event.get("date", "")), "done"
    )


OUTGOING: Mapping[str, Callable[[Event], Sentence]] = {
    "circulation.read": _circulation_read,
    "document.issued": _document,
    "notification.sent": _notified,
    "applicant.told": _applicant_told,
    "score.recorded": _scored,
    "score.reversed": _reversed,
    "papers.kept": _papers_kept,
    "catalogue.changed": _catalogue_changed,
    "liability.opened": _liability,
}
