"""How what happens to a step (环节) reads: handed out, done, given on, signed."""

from collections.abc import Callable, Mapping

from web.event_words.sentence import Event, Sentence, because, decided
from web.i18n import _
from web.names import login_name


def _task_created(event: Event) -> Sentence:
    whose = " ".join(filter(None, (event.get("unit"), event.get("post"))))
    return Sentence(_("“%(task)s”交 %(whose)s 办理", task=event.get("name", ""), whose=whose or _("待定")))


def _task_completed(event: Event) -> Sentence:
    return Sentence(_("办结“%(task)s”", task=event.get("name", "")) + decided(event), "done")


def _claimed(_event: Event) -> Sentence:
    return Sentence(_("认领环节"))


def _unclaimed(event: Event) -> Sentence:
    return Sentence(_("放回环节") + because(event))


def _returned(event: Event) -> Sentence:
    return Sentence(_("“%(task)s”退回重办", task=event.get("name", "")) + because(event), "warning")


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
    said = decided(event)
    return Sentence(_("代记“%(task)s”的口头批示,待本人确认", task=event.get("name", "")) + said, "warning")


def _oral_confirmed(event: Event) -> Sentence:
    whose = login_name(event.get("by"))
    return Sentence(_("确认 %(who)s 代记的口头批示“%(task)s”", who=whose, task=event.get("name", "")), "done")


def _oral_denied(event: Event) -> Sentence:
    return Sentence(
        _("没有确认代记的口头批示“%(task)s”", task=event.get("name", "")) + because(event), "warning"
    )


STEPS: Mapping[str, Callable[[Event], Sentence]] = {
    "task.created": _task_created,
    "task.completed": _task_completed,
    "task.claimed": _claimed,
    "task.unclaimed": _unclaimed,
    "task.returned": _returned,
    "task.withdrawn": _withdrawn,
    "task.transferred": _transferred,
    "task.delegated": _delegated,
    "task.resolved": _resolved,
    "oral.recorded": _oral_recorded,
    "oral.confirmed": _oral_confirmed,
    "oral.denied": _oral_denied,
    "signer.added": _signer_added,
    "signer.removed": _signer_removed,
}
