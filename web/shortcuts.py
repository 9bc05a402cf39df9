"""快捷键: every key of the pages, in words."""

from dataclasses import dataclass

from web.case_acts import every_case_act
from web.i18n import _
from web.office_acts import every_act


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A key as `aria-keyshortcuts` has it, what it does, and on which pages."""

    keys: str
    does: str
    where: str


def shortcuts() -> list[Shortcut]:
    """All of them: those of every page first, those of the office verbs last."""
    return [*_everywhere(), *_of_pages(), *_of_acts()]


def _everywhere() -> list[Shortcut]:
    where = _("每一页")
    return [
        Shortcut("?", _("看这一页有哪些快捷键"), where),
        *(Shortcut(f"Alt+{n}", _("主导航第 %(n)s 项", n=n), where) for n in range(1, 5)),
        Shortcut("Alt+T", _("演示时钟(只在演示站)"), where),
    ]


def _of_pages() -> list[Shortcut]:
    return [
        Shortcut("/", _("到查找框"), _("列表、窗口")),
        Shortcut("Alt+S", _("提交、保存、下一步、确认"), _("表单")),
        Shortcut("Alt+7", _("认领、放回"), _("环节页")),
        Shortcut("Alt+6", _("交办"), _("办件页")),
        Shortcut("Alt+8", _("关注、取消关注"), _("办件页")),
        Shortcut("Alt+9", _("已阅"), _("办件页")),
        Shortcut("Alt+O", _("代记口头批示"), _("领导的环节页,流程允许时")),
        Shortcut("Alt+P", _("打印"), _("文书、窗口")),
        Shortcut("Alt+N", _("下一件"), _("窗口")),
        Shortcut("Alt+G", _("接着办"), _("窗口")),
    ]


def _of_acts() -> list[Shortcut]:
    on_task = [Shortcut(act.keys, act.name, _("环节页,流程允许时")) for act in every_act()]
    on_case = [Shortcut(act.keys, act.name, _("办件页")) for act in every_case_act()]
    return [*on_task, *on_case]
