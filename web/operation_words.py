"""操作记录 in words: what was changed, of whom or what, to what."""

from collections.abc import Mapping
from typing import Any

from engine.definitions.policy import PolicyNumber
from engine.queries.operation_log import Operation
from web.i18n import _, listed
from web.names import place_name
from web.words import policy_value

Numbers = Mapping[str, PolicyNumber]
"""The county's numbers by their names."""


def operation_kind(sort: str, kind: str) -> str:
    """What was changed, in the operation log."""
    words = {
        "person.added": _("新开账号"),
        "person.password": _("设置密码"),
        "person.deactivated": _("停用账号"),
        "person.reactivated": _("恢复账号"),
        "unit.added": _("新设单位"),
        "phrases.set": _("全县常用语"),
        "post.added": _("增设岗位"),
        "post.held": _("任职"),
        "post.left": _("免职"),
        "post.deputised": _("登记代理"),
        "post.deputy_ended": _("结束代理"),
        "token.created": _("发出接口令牌"),
        "token.revoked": _("收回接口令牌"),
        "unit.charged": _("登记分管"),
        "unit.merged": _("单位合并"),
        "unit.renamed": _("单位更名"),
        "unit.split": _("单位分设"),
        "policy.set": _("政策参数"),
        "calendar.imported": _("放假通知"),
        "version.published": _("发布流程"),
    }
    return _("事项目录") if sort == "matter" else words.get(kind, kind)


def operation_subject(each: Operation, numbers: Numbers) -> str:
    """Of whom or what, by its name of today, with the id by which the log is searched where that is another word."""
    if each.sort == "policy":
        number = numbers.get(each.subject)
        name = number.label if number else each.subject
    elif each.sort == "people":
        name = place_name(each.subject)
    else:
        name = each.called or each.subject
    return name if name == each.subject else f"{name} · {each.subject}"


def operation_facts(each: Operation, numbers: Numbers) -> str:
    """The particulars of a change, in one line."""
    names = {
        "login": _("账号"),
        "post": _("岗位"),
        "processes": _("流程"),
        "valid_from": _("起日"),
        "valid_to": _("止日"),
        "into": _("到"),
        "was": _("原名"),
        "name": _("新名"),
        "value": _("值"),
        "counts": _("移动"),
    }
    number = numbers.get(each.subject) if each.sort == "policy" else None
    if number is not None:
        return f"{names['value']} {policy_value(number, each.facts['value'])}"
    said = [(names.get(key, key), value) for key, value in each.facts.items() if value not in (None, "")]
    return " · ".join(f"{name} {_fact(value)}" for name, value in said)


def _fact(value: Any) -> str:
    if isinstance(value, Mapping):
        return listed(f"{key} {count}" for key, count in value.items())
    return listed(value) if isinstance(value, list) else str(value)
