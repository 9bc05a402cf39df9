"""Office verbs on a whole case (抄送, 传阅, 暂停计时, 中止, 撤销): what each is called, asks and does.

Who may do them the engine decides (`bj:case steer`, `cancel`, `copy`, `bj:verbs`); `engine.queries.case_verbs` asks it.
"""

from collections.abc import Iterator
from typing import Final

from engine.queries.case import Case
from engine.queries.case_verbs import CaseVerbs, case_verbs
from web.i18n import _
from web.office_acts import OfficeAct, Question
from web.site import reading, site
from web.viewer import viewer

BETWEEN: Final = "|"
"""What stands between the names where several are chosen."""


def _copy_to() -> OfficeAct:
    return OfficeAct(
        "copy_to",
        _("抄送"),
        _("让别的单位或同事知道这个办件,他们从此看得到它;不要求回应,时限不变。"),
        "Alt+C",
        (Question("to", _("抄送给谁"), "people"),),
        lambda engine, case, actor, said: engine.copy_to(case, actor, said["to"].split(BETWEEN)),
    )


def _circulate() -> OfficeAct:
    return OfficeAct(
        "circulate",
        _("传阅"),
        _("请别的单位或同事阅看,各自点“已阅”;谁阅了、什么时候阅的,记在办件上。时限不变。"),
        "Alt+Y",
        (Question("to", _("传阅给谁"), "people"),),
        lambda engine, case, actor, said: engine.circulate(case, actor, said["to"].split(BETWEEN)),
    )


def _pause_clock() -> OfficeAct:
    return OfficeAct(
        "pause_clock",
        _("暂停计时"),
        _("这个时限停下不走,到恢复计时为止;停下的日子不计入,环节照样可以办。"),
        "Alt+Z",
        (Question("name", _("哪个时限"), "clock"), Question("reason", _("暂停的理由"), "reason")),
        lambda engine, case, actor, said: engine.pause_clock(case, actor, said["name"], said["reason"]),
    )


def _resume_clock() -> OfficeAct:
    return OfficeAct(
        "resume_clock",
        _("恢复计时"),
        _("这个时限接着走,截止日按停下的日子往后推。"),
        "Alt+V",
        (
            Question("name", _("哪个时限"), "clock"),
            Question("reason", _("恢复的理由(可以不写)"), "text", required=False),
        ),
        lambda engine, case, actor, said: engine.resume_clock(case, actor, said["name"], said["reason"]),
    )


def _suspend() -> OfficeAct:
    return OfficeAct(
        "suspend",
        _("中止"),
        _(
            "办件停在这里:谁也不能办理,到点的事也不发生。时限并不停,恢复时,中止期间到点的事一并发生;"
            "要停时限的,用“暂停计时”。"
        ),
        "Alt+H",
        (Question("reason", _("中止的理由"), "reason"),),
        lambda engine, case, actor, said: engine.suspend(case, actor, said["reason"]),
    )


def _resume() -> OfficeAct:
    return OfficeAct(
        "resume",
        _("恢复"),
        _("办件从停下的地方接着办;中止期间到点的事现在发生。"),
        "Alt+5",
        (Question("reason", _("恢复的理由"), "reason"),),
        lambda engine, case, actor, said: engine.resume(case, actor, said["reason"]),
    )


def _cancel() -> OfficeAct:
    return OfficeAct(
        "cancel",
        _("撤销办件"),
        _("办件到此结束,不能再恢复;已经发出的文书、记的分、发过的通知不收回。"),
        "Alt+0",
        (Question("reason", _("撤销的理由"), "reason"),),
        lambda engine, case, actor, said: engine.cancel(case, actor, said["reason"]),
    )


def every_case_act() -> Iterator[OfficeAct]:
    """Every verb there is on a whole case, offered or not."""
    makers = (_copy_to, _circulate, _pause_clock, _resume_clock, _suspend, _resume, _cancel)
    yield from (make() for make in makers)


def may_now(case: Case) -> CaseVerbs:
    """What the engine lets the viewer do with a case."""
    return case_verbs(site().engine, reading(), case.id, viewer().actor)


def offered_case_acts(case: Case) -> Iterator[OfficeAct]:
    """What the viewer may do with a case; of one that has ended others may still be let know."""
    may = may_now(case)
    if may.copy_to:
        yield _copy_to()
    if may.circulate:
        yield _circulate()
    if may.stoppable:
        yield _pause_clock()
    if may.startable:
        yield _resume_clock()
    if may.suspend:
        yield _suspend()
    if may.resume:
        yield _resume()
    if may.cancel:
        yield _cancel()


def find_case_act(case: Case, verb: str) -> OfficeAct | None:
    """The verb if it may be offered on this case, else None."""
    return next((act for act in offered_case_acts(case) if act.verb == verb), None)
