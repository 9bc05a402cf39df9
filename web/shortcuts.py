"""快捷键: every key of the pages, in words."""

from dataclasses import dataclass
from typing import Final

from web.case_acts import every_case_act
from web.i18n import _
from web.office_acts import every_act

REQUEST_KEYS: Final = ("Alt+E", "Alt+Shift+E", "Alt+Shift+D", "Alt+Shift+F")
"""The keys of what a case takes besides its tasks (申请延期 …), in the order of its buttons."""
AGAINST_KEYS: Final = ("Alt+D", "Alt+F")
"""The keys of the decisions that do not agree, in the order of their buttons; agreeing has that of every form."""


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
        Shortcut("Alt+S", _("提交、保存、下一步、确认、同意、签收所选"), _("表单、签批页、待签收")),
        Shortcut("Alt+7", _("认领、放回"), _("环节页、待办(所选)")),
        Shortcut("Alt+Shift+S", _("一起办理所选"), _("待办")),
        Shortcut("Alt+6", _("交办"), _("办件页")),
        Shortcut("Alt+8", _("关注、取消关注"), _("办件页")),
        Shortcut("Alt+9", _("已阅、已读(光标所在的一条,不在列表里就是第一条)"), _("办件页、抄送我、消息")),
        Shortcut("Alt+Shift+A", _("全部标为已读"), _("消息")),
        *(
            Shortcut(keys, _("第 %(n)s 个申请按钮,如申请延期", n=n), _("办件页、环节页,流程允许时"))
            for n, keys in enumerate(REQUEST_KEYS, 1)
        ),
        *(
            Shortcut(keys, _("不同意等,第 %(n)s 个按钮", n=n), _("签批页"))
            for n, keys in enumerate(AGAINST_KEYS, 1)
        ),
        Shortcut("Alt+O", _("代记口头批示"), _("领导的环节页,流程允许时")),
        Shortcut("Alt+P", _("打印"), _("文书、窗口")),
        Shortcut("Alt+N", _("下一件"), _("窗口")),
        Shortcut("Alt+G", _("接着办"), _("窗口、签批、待办")),
    ]


def _of_acts() -> list[Shortcut]:
    on_task = [Shortcut(act.keys, act.name, _("环节页,流程允许时")) for act in every_act()]
    on_case = [Shortcut(act.keys, act.name, _("办件页")) for act in every_case_act()]
    return [*on_task, *on_case]
