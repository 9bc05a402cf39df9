"""Where one may go: at most four places in the head of the page, the others on a page of their own (更多).

A place is offered only to those who may use it; who that is says `web.access`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask import request, url_for
from flask_babel import pgettext
from flask_login import current_user

from engine.queries.versions import CurrentVersion
from web import access, approvals, kinds, startable
from web.i18n import _
from web.viewer import Viewer, viewer

MOST_IN_HEAD: Final = 4


@dataclass(frozen=True, slots=True)
class Place:
    """One place: its address, its name, and what one does there. `count` is how much waits."""

    url: str
    text: str
    about: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Navigation:
    """What the head of the page offers, and what stands on the page 更多."""

    head: list[Place]
    more: list[Place]

    @property
    def here(self) -> str | None:
        """The address of the place in the head that the page asked for belongs to."""
        asked = request.full_path.rstrip("?")
        same = [place.url for place in self.head if asked == place.url or asked.startswith(place.url + "&")]
        under = [
            place.url
            for place in self.head
            if request.path == place.url or request.path.startswith(place.url + "/")
        ]
        return next(iter(same + under), None)


def navigation() -> Navigation | None:
    """The places of who is signed in; None where nobody is."""
    if not current_user.is_authenticated:
        return None
    places = list(_places(viewer()))
    return Navigation(places[:MOST_IN_HEAD], places[MOST_IN_HEAD:])


def start_page(person: Viewer) -> str:
    """Where somebody begins the day: who oversees all cases at the standing of them, everybody else at the tasks."""
    return url_for("overview.page" if access.oversees(person) else "inbox.open_list")


def _places(person: Viewer) -> Iterator[Place]:
    """Every place somebody may go to, those used most first."""
    yield Place(url_for("inbox.open_list"), _("待办"), _("等您办理的环节"), person.open_count)
    yield from _rooms(
        person, ("window", "window.page", _("窗口"), _("收件、调在库材料、打印文书、今日必须告知"))
    )
    signs = approvals.has_approvals(person)
    overseer = access.oversees(person)
    if signs and not overseer:
        yield _signing()
    yield from _rooms(
        person, ("overview", "overview.page", _("总览"), _("谁的事逾期了、临近了、等签发,点数字看名单"))
    )
    choice = list(startable.offered())
    registers = list(_registers(choice))
    every = Place(url_for("register.page"), pgettext("栏目", "办件"), _("所有您能看的办件"))
    yield from registers or [every]
    yield from _rooms(person, ("slips", "slips.page", _("今日应发"), _("今天要发、要送签的督办单")))
    if registers:
        yield every
    if choice:
        yield Place(url_for("start.processes"), _("发起"), _("发起一件新的办件"))
    yield from _rooms(person, ("unit", "unit.page", _("本单位"), _("交给本单位办的事、收到的督办单和积分")))
    yield Place(url_for("roster.page"), _("值班和接待"), _("今天谁值班、谁接待,哪天还没有排"))
    yield from _rooms(person, ("overview", "wall.page", _("大屏"), _("本周的数字,挂在墙上看")))
    if overseer:
        yield Place(url_for("imports.page"), _("导入"), _("从表格成批发起督办事项"))
    if signs and overseer:
        yield _signing()
    yield from _rooms(person, *_administration())


def _registers(offered: list[CurrentVersion]) -> Iterator[Place]:
    """The registers of single processes that have a name of their own, for those who may start a case there."""
    for version in offered:
        name = kinds.own_register(version)
        if name is not None:
            yield Place(url_for("register.page", process=version.process), name, _("这一类的所有办件"))


def _signing() -> Place:
    return Place(url_for("sign.page"), _("签批"), _("一件一件地看,点一下就批"))


def _administration() -> tuple[tuple[str, str, str, str], ...]:
    return (
        ("scores", "scores.page", _("年度积分"), _("各单位的承办数、督办单、加分和净分")),
        ("timers", "timers.page", _("自动任务"), _("系统到点自动办的事,可以按件暂停")),
        ("policy", "policy.page", _("政策参数"), _("天数、分值和有争议的读法,每个都有依据")),
        ("rules", "rules.page", _("规则对照"), _("文件的每一条由哪个环节执行,由哪个用例验证")),
        ("calendar", "calendar.page", _("工作日历"), _("放假、调休,导入放假通知")),
        ("incidents", "incidents.page", _("故障"), _("停住的办件,处理后再试")),
        ("designer.publish", "designer.page", _("流程设计"), _("画流程、改时限和表单,演练,送人复核发布")),
        ("publishing", "publishing.page", _("流程发布"), _("上传流程文件夹,检查,发布")),
        ("texts", "texts.page", _("通知用语和模板"), _("各流程发给谁、说什么,出什么文书")),
        ("people", "people.page", _("单位与人员"), _("单位、岗位、分管和代理")),
        ("people.change", "accounts.page", _("账号"), _("开账号、发初始密码、停用、从表格导入")),
        ("setup", "setup.page", _("开站"), _("第一次使用要做的事:人员、日历、事项目录、流程")),
        ("operations", "operations.page", _("操作记录"), _("谁在什么时候改了人员、参数、日历和流程")),
        ("audit", "audit.page", _("核验记录"), _("办件记录有没有被人绕过程序改动")),
    )


def _rooms(person: Viewer, *rooms: tuple[str, str, str, str]) -> Iterator[Place]:
    for room, endpoint, text, about in rooms:
        if access.may_enter(person, room):
            yield Place(url_for(endpoint), text, about)
