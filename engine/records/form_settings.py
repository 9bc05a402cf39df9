"""The settings of one form-js component, judged one by one."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from engine.expressions import Expression
from engine.records.form_component import Setting
from engine.records.form_field import (
    CHOICES,
    LIST_LENGTH,
    TEXTS,
    Bound,
    Choice,
    Field,
    Options,
)
from engine.records.form_pattern import PatternError, compile_pattern
from engine.records.form_values import DECIMAL_DIGITS, Unreadable, digits_of, read_choice, same
from engine.records.handed_on import FACTS, PROPERTY, unknown_facts
from engine.words import side_by_side, words

LONGEST_TEXT = 200_000
"""The largest maxLength a form may ask for."""

_SUBTYPES = ("date", "time", "datetime")
_UNIT_KINDS = TEXTS | CHOICES
_BALLOT = ("decision", "opinion")
"""What an approval answers with stands in the history, so it cannot be personal."""


def list_field(setting: Setting, key: str, hides: tuple[Expression, ...]) -> Field:
    """A dynamiclist, its rows not yet read."""
    properties = setting.part("properties")
    least = setting.count(properties, "minItems", LIST_LENGTH)
    most = setting.count(properties, "maxItems", LIST_LENGTH)
    if least is not None and most is not None and least > most:
        setting.complain(words("最少行数 %(least)s 大于最多行数 %(most)s;请改正", least=least, most=most))
    default = setting.count(setting.source, "defaultRepetitions", LIST_LENGTH)
    return Field(
        key=key,
        kind="dynamiclist",
        label=setting.label(),
        hides=hides + setting.hides(),
        **_privacy(setting, key, properties),
        **_demand(setting, properties),
        rule=str(properties.get("rule") or ""),
        least_rows=least or 0,
        most_rows=LIST_LENGTH if most is None else most,
        rows_may_change=setting.source.get("allowAddRemove") is not False,
        default_rows=1 if default is None else default,
    )


def input_field(setting: Setting, kind: str, key: str, hides: tuple[Expression, ...]) -> Field:
    """A field that is filled in, or worked out by an expression."""
    hides = hides + setting.hides()
    if kind == "expression":
        return Field(
            key,
            kind,
            key,
            hides,
            expression=setting.expression(words("表达式"), setting.source.get("expression")),
        )
    validate, properties = setting.part("validate"), setting.part("properties")
    unit = str(properties.get("unit", "")).lower() == "true"
    if strange := unknown_facts(str(properties.get(PROPERTY, ""))):
        setting.complain(
            words(
                "%(property)s 里的“%(strange)s”不认得;能写的有 %(facts)s",
                property=PROPERTY,
                strange=side_by_side(strange),
                facts=side_by_side(FACTS),
            )
        )
    if unit and kind not in _UNIT_KINDS:
        setting.complain(words("只有文字和选择组件能作单位字段;请去掉 unit 属性"))
    return Field(
        key=key,
        kind=kind,
        label=setting.label(),
        hides=hides,
        fixed=setting.source.get("disabled") is True or setting.switch("readonly"),
        required=validate.get("required") is True,
        bounds=_bounds(setting, kind, validate, properties),
        pattern=_pattern(setting, kind, validate),
        pattern_message=str(validate.get("patternErrorMessage") or ""),
        validation_type=_validation_type(setting, validate),
        decimal_digits=setting.count(setting.source, "decimalDigits", DECIMAL_DIGITS),
        increment=_increment(setting),
        subtype=_subtype(setting, kind),
        no_past=setting.source.get("disallowPassedDates") is True,
        options=_options(setting) if kind in CHOICES else None,
        unit=unit,
        identity=_identity(setting, kind, properties),
        multiple=setting.switch("multiple"),
        accept=_accept(setting),
        rule=str(properties.get("rule") or ""),
        **_demand(setting, properties),
        **_privacy(setting, key, properties),
    )


def _identity(setting: Setting, kind: str, properties: dict[str, Any]) -> bool:
    identity = str(properties.get("identity", "")).lower() == "true"
    if identity and kind != "textfield":
        setting.complain(words("只有单行文本能作证件号码字段;请去掉 identity 属性"))
    return identity


def _demand(setting: Setting, properties: dict[str, Any]) -> dict[str, Any]:
    must, otherwise = properties.get("must"), str(properties.get("otherwise") or "")
    if bool(must) != bool(otherwise):
        setting.complain(words("must(填写要求)和 otherwise(不符时的说明)要一起写"))
    if not must or not otherwise:
        return {}
    said = setting.expression("otherwise", otherwise) if otherwise.startswith("=") else otherwise
    return {"must": setting.expression("must", must), "otherwise": said or ""}


def _privacy(setting: Setting, key: str, properties: dict[str, Any]) -> dict[str, Any]:
    personal = str(properties.get("personal", "")).lower() == "true"
    visible = tuple(str(properties.get("visible") or "").split())
    if personal and key in _BALLOT:
        setting.complain(words("“%(key)s”记入办理记录,不能作个人信息;请改用别的字段名", key=key))
    if visible and not personal:
        setting.complain(words("visible 只用于个人信息;请同时写 personal = true,或去掉 visible"))
    return {"personal": personal, "visible": visible}


def _bounds(
    setting: Setting, kind: str, validate: dict[str, Any], properties: dict[str, Any]
) -> dict[str, Bound]:
    bounds: dict[str, Bound] = {}
    for name in ("min", "max", "minLength", "maxLength"):
        value = validate.get(name)
        bound = (
            setting.expression(name, value)
            if isinstance(value, str) and value.lstrip().startswith("=")
            else setting.amount(name, value)
        )
        if bound is not None:
            bounds[name] = bound
    for name in ("notBefore", "notAfter"):
        value = properties.get(name)
        if value and kind != "datetime":
            setting.complain(words("只有日期时间组件能用 %(name)s 属性;请去掉", name=name))
        compiled = setting.expression(name, _as_date(value)) if value else None
        if compiled:
            bounds[name] = compiled
    for low, high in (("min", "max"), ("minLength", "maxLength")):
        _check_order(setting, low, bounds.get(low), high, bounds.get(high))
    for name in ("minLength", "maxLength"):
        bound = bounds.get(name)
        if not isinstance(bound, Expression | None) and not (
            isinstance(bound, int) and 0 <= bound <= LONGEST_TEXT
        ):
            setting.complain(
                words("%(name)s 应是 0 至 %(longest_text)s 的整数", name=name, longest_text=LONGEST_TEXT)
            )
    return bounds


def _check_order(setting: Setting, low: str, least: Bound | None, high: str, most: Bound | None) -> None:
    if least is None or most is None or isinstance(least, Expression) or isinstance(most, Expression):
        return
    if least > most:
        setting.complain(
            words(
                "下限 %(low)s=%(least)s 大于上限 %(high)s=%(most)s;请改正",
                low=low,
                least=least,
                high=high,
                most=most,
            )
        )


def _as_date(text: object) -> object:
    try:
        return f'date("{date.fromisoformat(text)}")' if isinstance(text, str) else text
    except ValueError:
        return text


def _pattern(setting: Setting, kind: str, validate: dict[str, Any]) -> re.Pattern[str] | None:
    text = validate.get("pattern")
    if not text or kind not in TEXTS:
        return None
    try:
        return compile_pattern(str(text))
    except PatternError as error:
        setting.complain(str(error))
        return None


def _validation_type(setting: Setting, validate: dict[str, Any]) -> str:
    found = str(validate.get("validationType") or "")
    if found not in ("", "custom", "email", "phone"):
        setting.complain(words("校验类型“%(found)s”不认识;请选 email、phone 或自定义", found=found))
    return found


def _increment(setting: Setting) -> int | Decimal | None:
    value = setting.amount("increment", setting.source.get("increment"))
    if value is None or (value > 0 and digits_of(value) <= DECIMAL_DIGITS):
        return value
    setting.complain(
        words("步长 increment 应大于 0,至多 %(decimal_digits)s 位小数", decimal_digits=DECIMAL_DIGITS)
    )
    return None


def _subtype(setting: Setting, kind: str) -> str:
    found = setting.source.get("subtype", "date")
    if kind == "datetime" and found not in _SUBTYPES:
        setting.complain(words("日期时间组件的子类型应是 date、time 或 datetime;请选一个"))
    return str(found)


def _accept(setting: Setting) -> tuple[str, ...]:
    text = str(setting.source.get("accept") or "")
    if text.startswith("=") or "{{" in text:
        return ()
    parts = [part.strip().lower() for part in text.split(",")]
    return tuple(parts) if all(part.startswith(".") for part in parts) else ()


def _options(setting: Setting) -> Options:
    source = setting.source
    if source.get("valuesExpression"):
        return Options(expression=setting.expression(words("选项表达式"), source["valuesExpression"]))
    if source.get("valuesKey"):
        return Options(key=tuple(str(source["valuesKey"]).split(".")))
    values = source.get("values")
    if not isinstance(values, list) or not values:
        setting.complain(words("没有选项;请填写固定选项,或选项来源的键或表达式"))
        return Options()
    static: list[Choice] = []
    for number, option in enumerate(values, start=1):
        value = option_value(option)
        if value is None or not (isinstance(option, dict) and str(option.get("label") or "").strip()):
            setting.complain(words("第 %(number)s 个选项缺少标签或值;请补全", number=number))
        elif any(same(value, other) for other in static):
            setting.complain(words("选项的值“%(value)s”重复;请让每个选项的值不同", value=value))
        else:
            static.append(value)
    return Options(tuple(static))


def option_value(option: object) -> Choice | None:
    """The value of an option, written alone or as {label, value}; None for what is no option."""
    try:
        return read_choice(option.get("value") if isinstance(option, dict) else option)
    except Unreadable:
        return None
