"""What a field asks of a value that has been read: required, lengths, limits, patterns, options, units, files.

Each check answers the Chinese sentence for the person who fills in the form, or None. A check may ask `Facts`
for what the form leaves to an expression or to the host.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol

from engine.expressions import Expression, ExpressionError
from engine.expressions.values import DECIMALS
from engine.records import form_values, identity
from engine.records.form_field import CHOICES, TEXT_LENGTH, TEXTS, Choice, Field
from engine.records.form_pattern import MATCHED_LENGTH
from engine.records.form_values import Unreadable, digits_of, same, written_date, written_number
from engine.time import clock
from engine.words import about, side_by_side, words

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_PHONE = re.compile(
    r"(?:(?:\+|00)86[- ]?)?1[3-9]\d{9}|(?:0\d{2,3}-?)?[1-9]\d{6,7}(?:-\d{1,6})?|(?:\+|00)[1-9][\d -]{5,20}",
    re.ASCII,
)
_FILL_IN = words("请填写“%(label)s”")
_ASKED = {
    "checkbox": words("请勾选“%(label)s”"),
    "filepicker": words("请上传“%(label)s”"),
    **dict.fromkeys(CHOICES, words("请选择“%(label)s”")),
}
"""How a field that was left empty is asked for."""


class Facts(Protocol):
    """What a check may ask about the field it checks."""

    def bound(self, name: str) -> object:
        """The bound of this name, worked out; None where there is none. Raises ExpressionError."""

    def options(self) -> list[Choice]:
        """The options of a choice as they stand. Raises ExpressionError."""

    def several(self) -> bool:
        """Whether several files may be given."""

    def units(self) -> object:
        """The directory of units, by every name to the short one."""

    def files(self) -> object:
        """The uploaded files, reference to name."""

    def worked_out(self, expression: Expression) -> object:
        """What an expression of the form comes to here. Raises ExpressionError."""


Check = Callable[[Field, Any, Facts], str | None]


def problem_of(field: Field, value: object, facts: Facts) -> str | None:
    """The first thing wrong with the value of a visible field, in the clerk's words; None when all is well."""
    if value is None or value is False or (value == [] and field.kind != "dynamiclist"):
        return about(field.label, _ASKED.get(field.kind, _FILL_IN)) if field.required else None
    try:
        found = (check(field, value, facts) for check in (*_CHECKS[field.kind], _demanded))
        return next((problem for problem in found if problem), None)
    except ExpressionError as error:
        return words(
            "“%(label)s”的填写要求算不出来:%(message)s;请告知流程设计人员",
            label=field.label,
            message=error.message,
        )


def _demanded(field: Field, _: Any, facts: Facts) -> str | None:
    if field.must is None or facts.worked_out(field.must) is True:
        return None
    said = field.otherwise
    return said if isinstance(said, str) else str(facts.worked_out(said))


def _length(field: Field, value: str, facts: Facts) -> str | None:
    least, most = _number(facts, "minLength"), _number(facts, "maxLength")
    most = TEXT_LENGTH if most is None else most
    if field.pattern:
        most = min(most, MATCHED_LENGTH)
    if least is not None and len(value) < least:
        return words(
            "“%(label)s”至少 %(least)s 字,现有 %(n)s 字", label=field.label, least=least, n=len(value)
        )
    return (
        words("“%(label)s”最多 %(most)s 字,现有 %(n)s 字", label=field.label, most=most, n=len(value))
        if len(value) > most
        else None
    )


def _shape(field: Field, value: str, _: Facts) -> str | None:
    if field.pattern and not field.pattern.search(value):
        return field.pattern_message or words("“%(label)s”的格式不对,请核对", label=field.label)
    if field.validation_type == "email" and not _EMAIL.fullmatch(value):
        return words("“%(label)s”应填写电子邮箱,如 name@example.cn", label=field.label)
    if field.validation_type == "phone" and not _PHONE.fullmatch(value):
        return words("“%(label)s”应填写电话号码,如 13800000000 或 0800-1234567", label=field.label)
    return None


def _range(field: Field, value: int | Decimal, facts: Facts) -> str | None:
    least, most = _number(facts, "min"), _number(facts, "max")
    if least is not None and value < least:
        return words("“%(label)s”不能小于 %(least)s", label=field.label, least=written_number(least))
    return (
        words("“%(label)s”不能大于 %(most)s", label=field.label, most=written_number(most))
        if most is not None and value > most
        else None
    )


def _grain(field: Field, value: int | Decimal, _: Facts) -> str | None:
    allowed = form_values.DECIMAL_DIGITS if field.decimal_digits is None else field.decimal_digits
    if digits_of(value) > allowed:
        return (
            words("“%(label)s”最多 %(allowed)s 位小数", label=field.label, allowed=allowed)
            if allowed
            else words("“%(label)s”应为整数", label=field.label)
        )
    if field.increment is not None and DECIMALS.remainder(Decimal(value), Decimal(field.increment)):
        return words(
            "“%(label)s”应为 %(increment)s 的倍数",
            label=field.label,
            increment=written_number(field.increment),
        )
    return None


def _day(field: Field, value: date | time, facts: Facts) -> str | None:
    if field.no_past and isinstance(value, date) and _civil(value) < clock.today():
        return words(
            "“%(label)s”不能早于今天(%(today)s)", label=field.label, today=written_date(clock.today())
        )
    earliest, latest = _point(field, facts, "notBefore"), _point(field, facts, "notAfter")
    if earliest is not None and _before(value, earliest):
        return words("“%(label)s”不能早于 %(earliest)s", label=field.label, earliest=written_date(earliest))
    if latest is not None and _before(latest, value):
        return words("“%(label)s”不能晚于 %(latest)s", label=field.label, latest=written_date(latest))
    return None


def _chosen(field: Field, value: Choice | list[Choice], facts: Facts) -> str | None:
    options = facts.options()
    chosen = value if isinstance(value, list) else [value]
    if field.unit:
        options = [form_values.unit_named(facts.units(), each) or each for each in options]
    missing = next((each for each in chosen if not any(same(each, option) for option in options)), None)
    if missing is None:
        return None
    source = words("名录") if field.unit else words("选项")
    return words(
        "“%(label)s”中没有“%(missing)s”,请从%(source)s中选择",
        label=field.label,
        missing=str(missing)[:30],
        source=source,
    )


def _units(field: Field, value: str | list[str], facts: Facts) -> str | None:
    if not field.unit:
        return None
    names = value if isinstance(value, list) else [value]
    unknown = next((name for name in names if not form_values.unit_named(facts.units(), name)), None)
    return (
        words("“%(label)s”中没有“%(unknown)s”,请从名录中选择", label=field.label, unknown=str(unknown)[:30])
        if unknown is not None
        else None
    )


def _identity(field: Field, value: str, _: Facts) -> str | None:
    said = identity.fault(value) if field.identity else None
    return about(field.label, said) if said is not None else None


def _files(field: Field, value: list[str], facts: Facts) -> str | None:
    known = facts.files()
    names = [known.get(each) if isinstance(known, Mapping) else None for each in value]
    if None in names:
        return words("“%(label)s”的附件没有上传成功,请重新上传", label=field.label)
    if len(value) > 1 and not facts.several():
        return words("“%(label)s”只能上传一个文件,现有 %(n)s 个", label=field.label, n=len(value))
    wrong = next((name for name in names if not _accepted(str(name), field.accept)), None)
    return (
        words(
            "“%(label)s”不接受“%(wrong)s”,请上传 %(accept)s 文件",
            label=field.label,
            wrong=wrong,
            accept=side_by_side(field.accept),
        )
        if wrong is not None
        else None
    )


def _accepted(name: str, endings: tuple[str, ...]) -> bool:
    return not endings or name.lower().endswith(endings)


def _rows(field: Field, value: list[Any], _: Facts) -> str | None:
    if len(value) < field.least_rows:
        return words(
            "“%(label)s”至少填 %(least_rows)s 行,现有 %(n)s 行",
            label=field.label,
            least_rows=field.least_rows,
            n=len(value),
        )
    if len(value) > field.most_rows:
        return words(
            "“%(label)s”最多填 %(most_rows)s 行,现有 %(n)s 行",
            label=field.label,
            most_rows=field.most_rows,
            n=len(value),
        )
    return None


def _number(facts: Facts, name: str) -> int | Decimal | None:
    try:
        return form_values.read_number(facts.bound(name))
    except Unreadable:
        raise ExpressionError("type", words("%(name)s 的结果不是数字", name=name)) from None


def _point(field: Field, facts: Facts, name: str) -> date | time | None:
    value = facts.bound(name)
    try:
        return form_values.read_clock(value) if field.subtype == "time" else form_values.read_point(value, "")
    except Unreadable:
        raise ExpressionError("type", words("%(name)s 的结果不是日期或时间", name=name)) from None


def _before(first: date | time, second: date | time) -> bool:
    if isinstance(first, time) or isinstance(second, time):
        return isinstance(first, time) and isinstance(second, time) and first < second
    if isinstance(first, datetime) and isinstance(second, datetime):
        return first < second
    return _civil(first) < _civil(second)


def _civil(value: date) -> date:
    return clock.civil_date(value) if isinstance(value, datetime) else value


_CHECKS: dict[str, tuple[Check, ...]] = {
    **dict.fromkeys(TEXTS, (_length, _shape, _units, _identity)),
    **dict.fromkeys(CHOICES, (_units, _chosen)),
    "number": (_range, _grain),
    "checkbox": (),
    "datetime": (_day,),
    "filepicker": (_files,),
    "dynamiclist": (_rows,),
}
