"""States of things in the county's words (rules.md part F)."""

from typing import Any

from engine.definitions.policy import PolicyNumber
from web.i18n import _, _n


def system_name() -> str:
    """What the history calls the system when nobody acted."""
    return _("系统")


def case_status(status: str, outcome: str | None = None) -> str:
    """The state of a case; one that ended shows how: 销号, 办结, …"""
    if status == "completed":
        return outcome or _("办结")
    return {"running": _("办理中"), "suspended": _("暂停办理"), "cancelled": _("已撤销")}.get(status, status)


def task_status(status: str) -> str:
    """The state of a user task (环节)."""
    words = {
        "open": _("待办"),
        "completed": _("已办"),
        "cancelled": _("不再需要"),
        "returned": _("已退回"),
        "waiting": _("等加签人"),
    }
    return words.get(status, status)


def deadline_status(status: str) -> str:
    """The state of a deadline (时限)."""
    words = {
        "running": _("计时中"),
        "paused": _("暂停计时"),
        "met": _("计时结束"),
        "cancelled": _("不再计时"),
    }
    return words.get(status, status)


_COLOURS = {"蓝": "blue", "黄": "yellow", "红": "red"}


def applicant_name() -> str:
    """What the public are called where they did something themselves."""
    return _("申请人")


def paper_tone(kind: str | None) -> str:
    """The ground on which a paper's name is shown: that of the coloured slips, else plain."""
    return _COLOURS.get((kind or "")[:1], "plain")


def limit_text(limit: str) -> str:
    """A limit as the catalogue writes it (`20 wd`), in words."""
    amount, _space, unit = limit.partition(" ")
    if not amount.isdecimal():
        return limit
    n = int(amount)
    words = {
        "wd": _n("%(n)s 个工作日", n),
        "cd": _n("%(n)s 个自然日", n),
        "min": _n("%(n)s 个办公分钟", n),
    }
    return words.get(unit, limit)


def rating_text(level: int) -> str:
    """One of the five levels of 好差评 (PY-01)."""
    words = {
        5: _("非常满意"),
        4: _("满意"),
        3: _("基本满意"),
        2: _("不满意"),
        1: _("非常不满意"),
    }
    return words.get(level, str(level))


def policy_value(number: PolicyNumber, value: Any) -> str:
    """A county's number as people say it: durations with their unit in words, choices by what they mean."""
    if number.type == "choice":
        return number.choices.get(str(value), str(value))
    if number.type == "duration":
        return limit_text(str(value))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return str(value)


def file_size(size: int) -> str:
    """The size of a file in KB, from a megabyte on in MB."""
    kilobytes = -(-size // 1024)
    return f"{size / 1024 / 1024:.1f} MB" if kilobytes >= 1024 else f"{kilobytes} KB"
