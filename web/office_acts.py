"""Office verbs (办公动作) as buttons: what each is called, asks and does; whether it may be offered.

What the diagram allows (`bj:verbs`) and who may do it the engine decides; here the same is asked only so as not
to offer what would be refused.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from engine.engine import Done, Engine
from engine.people.actor import Actor
from engine.queries.case_verbs import case_verbs
from engine.queries.signers import added_signers
from web.i18n import _
from web.opened_task import OpenedTask
from web.site import reading, site
from web.viewer import viewer

Kind = Literal["reason", "colleague", "earlier", "signer", "asked", "added", "text", "clock", "people"]
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing a verb asks for; what may be chosen is worked out for the task (`web.act_choices`)."""

    name: str
    label: str
    kind: Kind
    required: bool = True
    help: str = ""


@dataclass(frozen=True, slots=True)
class OfficeAct:
    """A verb on a task or on a whole case, whose key `do` takes. `keys` is its shortcut as `aria-keyshortcuts` has it."""

    verb: str
    name: str
    about: str
    keys: str
    questions: tuple[Question, ...]
    do: Callable[[Engine, UUID, Actor, Answers], Done]


def _return() -> OfficeAct:
    return OfficeAct(
        "return",
        _("退回"),
        _("退给前面的环节重办;已经发出的文书、记的分、发过的通知不收回。"),
        "Alt+B",
        (
            Question("to", _("退回到哪个环节"), "earlier"),
            Question("reason", _("退回的理由"), "reason", help=_("对方要据此修改,请写明要改什么。")),
        ),
        lambda engine, task, actor, said: engine.return_to(task, actor, said["to"], said["reason"]),
    )


def _transfer() -> OfficeAct:
    return OfficeAct(
        "transfer",
        _("转交"),
        _("改由本单位的同事办理,您不再经办;时限不变。"),
        "Alt+J",
        (Question("to", _("转交给谁"), "colleague"),),
        lambda engine, task, actor, said: engine.transfer(task, actor, said["to"]),
    )


def _delegate() -> OfficeAct:
    return OfficeAct(
        "delegate",
        _("委派"),
        _("请本单位的同事先办,办好后交回您定;时限不变。"),
        "Alt+W",
        (Question("to", _("委派给谁"), "colleague"),),
        lambda engine, task, actor, said: engine.delegate(task, actor, said["to"]),
    )


def _add_before() -> OfficeAct:
    return OfficeAct(
        "add_before",
        _("前加签"),
        _("请别的单位或同事先看,签署意见后回到您手中;时限照走。"),
        "Alt+Q",
        (Question("to", _("请谁先看"), "asked"),),
        lambda engine, task, actor, said: engine.add_signer(task, actor, said["to"], "before"),
    )


def _add_after() -> OfficeAct:
    return OfficeAct(
        "add_after",
        _("后加签"),
        _("您办结后,还要请别的单位或同事签署,同意了才往下走;不同意的退回您手中。时限照走。"),
        "Alt+A",
        (Question("to", _("还要谁签"), "asked"),),
        lambda engine, task, actor, said: engine.add_signer(task, actor, said["to"], "after"),
    )


def _take_out() -> OfficeAct:
    return OfficeAct(
        "take_out",
        _("减去加签人"),
        _("不再等他签署。"),
        "Alt+X",
        (Question("who", _("减去谁"), "added"),),
        lambda engine, task, actor, said: engine.remove_signer(task, actor, said["who"]),
    )


def _add_signer() -> OfficeAct:
    return OfficeAct(
        "add_signer",
        _("加签"),
        _("会签名单增加一家,表决的分母随之加一。"),
        "Alt+I",
        (Question("to", _("增加谁"), "signer"),),
        lambda engine, task, actor, said: engine.add_signer(task, actor, said["to"]),
    )


def _remove_signer() -> OfficeAct:
    return OfficeAct(
        "remove_signer",
        _("减签"),
        _("从会签名单减去还没有表态的一家,表决的分母随之减一。"),
        "Alt+M",
        (Question("who", _("减去谁"), "signer"),),
        lambda engine, task, actor, said: engine.remove_signer(task, actor, said["who"]),
    )


def _remind() -> OfficeAct:
    return OfficeAct(
        "remind",
        _("催办"),
        _("给现在的经办人发一条提醒;不记分,时限不变。"),
        "Alt+U",
        (Question("text", _("想说的话(可以不写)"), "text", required=False),),
        lambda engine, task, actor, said: engine.remind(task, actor, said.get("text", "")),
    )


def _withdraw() -> OfficeAct:
    return OfficeAct(
        "withdraw",
        _("撤回"),
        _("收回自己刚办结的环节重办;下一环节已打开、已发文书或已到点的不能撤回。"),
        "Alt+R",
        (),
        lambda engine, task, actor, _said: engine.withdraw(task, actor),
    )


def _confirm_oral() -> OfficeAct:
    return OfficeAct(
        "confirm_oral",
        _("照口头批示办"),
        _("代记的就是您说的:照它办结这个环节,算您本人办的。"),
        "Alt+K",
        (),
        lambda engine, task, actor, _said: engine.confirm_oral(task, actor),
    )


def _deny_oral() -> OfficeAct:
    return OfficeAct(
        "deny_oral",
        _("退还代记"),
        _("代记的作废,环节还在您手中;代记的人会收到通知。"),
        "Alt+L",
        (Question("reason", _("哪里不对"), "reason"),),
        lambda engine, task, actor, said: engine.deny_oral(task, actor, said["reason"]),
    )


_ALLOWED: Final = (_return, _transfer, _delegate)
"""Verbs on one's own open task that a diagram must allow, in the order of their buttons."""
_ORAL: Final = (_confirm_oral, _deny_oral)
"""Those on one's own open task where somebody has written down what one said."""
_VOTING: Final = (_add_signer, _remove_signer)
"""Those on a part of a 会签."""


def every_act() -> Iterator[OfficeAct]:
    """Every verb there is on a task, offered or not."""
    others = (_add_before, _add_after, _take_out, _remind, _withdraw)
    yield from (make() for make in (*_ALLOWED, *_ORAL, *_VOTING, *others))


def find_act(opened: OpenedTask, verb: str) -> OfficeAct | None:
    """The verb if it may be offered on this task, else None."""
    return next((act for act in offered_acts(opened) if act.verb == verb), None)


def offered_acts(opened: OpenedTask) -> Iterator[OfficeAct]:
    """What the viewer may do with a task besides answering its form."""
    if opened.mine:
        if opened.has_note:
            yield from (make() for make in _ORAL)
        allowed = allowed_verbs(opened) - ({"return"} if opened.task.signer else set())
        yield from (act for act in (make() for make in _ALLOWED) if act.verb in allowed)
        yield from _signing(opened, allowed)
    elif opened.is_waiting and opened.case.status == "running":
        yield _take_out()
    elif opened.task.status == "open" and _reminds(opened):
        yield _remind()
    if opened.was_mine and opened.case.status == "running" and "withdraw" in allowed_verbs(opened):
        yield _withdraw()


def _reminds(opened: OpenedTask) -> bool:
    return case_verbs(site().engine, reading(), opened.case.id, viewer().actor).remind


def _signing(opened: OpenedTask, allowed: frozenset[str]) -> Iterator[OfficeAct]:
    """Adding and taking out signers, where the diagram lets them stand (`bj:verbs signers`)."""
    if opened.task.signer is None and "branch" in (opened.task.item or {}):
        votes = (make() for make in _VOTING)
        yield from (
            a for a in votes if a.verb in allowed and (a.verb != "add_signer" or _may(opened, "beside"))
        )
    if "add_signer" not in allowed:
        return
    if _may(opened, "before"):
        yield _add_before()
    if opened.task.signer is None and _may(opened, "after"):
        yield _add_after()
    if added_signers(reading(), opened.case.id, opened.task.id):
        yield _take_out()


def _may(opened: OpenedTask, place: str) -> bool:
    written = opened.node.extension("verbs") if opened.node is not None else None
    places = written.get("signers").split() if written is not None else []
    return not places or place in places


def allowed_verbs(opened: OpenedTask) -> frozenset[str]:
    """The verbs that the diagram allows on the element of a task (`bj:verbs allow`)."""
    written = opened.node.extension("verbs") if opened.node is not None else None
    return frozenset(written.get("allow").split()) if written is not None else frozenset()
