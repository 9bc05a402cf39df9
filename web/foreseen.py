"""What is going to happen, in words: the events of a firing to come, as the engine has tried it out."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from engine.definitions.diagram import Node
from engine.queries.ahead import node_of
from engine.queries.armed import ArmedTimer
from engine.queries.foresight import Foreseen
from engine.rulebook import Rule
from web.i18n import _, _n
from web.schemas import program_of
from web.site import site

Event = Mapping[str, Any]

_LIMIT_NAMES = {"warning": lambda: _("时限提醒"), "overdue": lambda: _("时限届满")}


def will_do(foreseen: Foreseen) -> list[str]:
    """What a firing will do, a sentence each."""
    if foreseen.trouble:
        return [_("届时不能继续,会记为故障:%(message)s", message=foreseen.trouble)]
    said = [WORDS[event["event"]](event) for event in foreseen.events if event["event"] in WORDS]
    said += [_("“%(task)s”随之结束", task=row["name"]) for row in foreseen.ended]
    return said or [_("只作判定,不发单,也不交人办理")]


def timer_name(timer: ArmedTimer) -> str:
    """What a timer is called: the name of its element; a limit's own moments have names of ours."""
    if timer.is_limit:
        return _LIMIT_NAMES[timer.element]()
    node = _node(timer.version_id, timer.element)
    return node.label if node is not None else timer.element


def timer_rules(timer: ArmedTimer, foreseen: Foreseen | None) -> list[Rule]:
    """The rules a timer carries out: its element's and those of the limit or the papers it concerns."""
    elements = [] if timer.is_limit else [timer.element]
    for event in foreseen.events if foreseen else ():
        if event["event"] in ("document.issued", "deadline.warning", "deadline.overdue"):
            elements.append(str(event.get("element", "")))
    nodes = (_node(timer.version_id, element) for element in elements)
    named = [rule.get("id") for node in nodes if node is not None for rule in node.all("rule")]
    return site().rules.all(named)


def _node(version_id: UUID, element: str) -> Node | None:
    return node_of(program_of(version_id), element)


def _document(event: Event) -> str:
    return _("发%(kind)s,送%(unit)s", kind=event.get("kind", ""), unit=event.get("unit") or _("有关单位"))


def _task(event: Event) -> str:
    whose = " ".join(filter(None, (event.get("unit"), event.get("post")))) or _("待定的岗位")
    return _("“%(task)s”交 %(whose)s 办理", task=event.get("name", ""), whose=whose)


def _score(event: Event) -> str:
    points = int(event.get("points", 0))
    unit = event.get("unit", "")
    if points < 0:
        return _n("%(unit)s扣 %(n)s 分", -points, unit=unit)
    return _n("%(unit)s加 %(n)s 分", points, unit=unit)


def _notice(event: Event) -> str:
    return _("通知 %(whom)s", whom=event.get("to") or event.get("unit") or _("有关单位"))


def _warning(event: Event) -> str:
    return _("提醒:“%(name)s”时限将到,不计分", name=event.get("deadline", ""))


def _overdue(event: Event) -> str:
    return _("记录“%(name)s”时限已到", name=event.get("deadline", ""))


def _ended(event: Event) -> str:
    return _("办件结束:%(outcome)s", outcome=event.get("outcome") or _("办结"))


def _incident(event: Event) -> str:
    return _("会出故障:%(message)s", message=event.get("message", ""))


WORDS: Mapping[str, Callable[[Event], str]] = {
    "document.issued": _document,
    "task.created": _task,
    "score.recorded": _score,
    "notification.sent": _notice,
    "deadline.warning": _warning,
    "deadline.overdue": _overdue,
    "instance.completed": _ended,
    "incident.raised": _incident,
}
"""How each event reads before it has happened; the others are of no use to a clerk."""
