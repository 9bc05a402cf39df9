"""One form-js component as it is read: its JSON, and where what is wrong with it is written."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.expressions import BUILTIN_FUNCTIONS, Expression, ExpressionError, compile_expression
from engine.records.form_values import Unreadable, read_number
from engine.words import side_by_side, words

_HAN = re.compile(r"[一-鿿㐀-䶿]")
_TRAILING = re.compile(r"[::\s]+$")


@dataclass(frozen=True, slots=True)
class Setting:
    """One component: its JSON, its number in the file, where problems go, which functions it may call."""

    source: dict[str, Any]
    number: int
    problems: list[str]
    functions: Collection[str]

    def complain(self, message: str) -> None:
        """Note a problem of this component."""
        label, key = self._written_label(), self.source.get("key") or self.source.get("path")
        name = f"“{label}”" if label else f"“{key}”" if isinstance(key, str) and key else ""
        self.problems.append(
            words(
                "第 %(number)s 个组件%(name)s(%(type)s):%(message)s",
                number=self.number,
                name=name,
                type=self.source.get("type"),
                message=message,
            )
        )

    def label(self) -> str:
        """The label messages name the field by; a Chinese one must be there."""
        label = self._written_label()
        if not _HAN.search(label):
            self.complain(words("没有中文标签;请填写标签(日期组件填“日期标签”),办件人按它看懂要填什么"))
        return _TRAILING.sub("", label) or str(self.source.get("key"))

    def _written_label(self) -> str:
        found = (self.source.get(name) for name in ("label", "dateLabel", "timeLabel"))
        return next((each.strip() for each in found if isinstance(each, str) and each.strip()), "")

    def children(self) -> list[Any]:
        """The components inside."""
        inside = self.source.get("components", [])
        return inside if isinstance(inside, list) else []

    def part(self, name: str) -> dict[str, Any]:
        """A part of the settings that is a JSON object, empty where it is absent."""
        part = self.source.get(name)
        if part is not None and not isinstance(part, dict):
            self.complain(words("%(name)s 的写法不对;请用表单设计器重新保存", name=name))
        return part if isinstance(part, dict) else {}

    def hides(self) -> tuple[Expression, ...]:
        """The condition that hides the component, if any."""
        text = self.part("conditional").get("hide")
        found = self.expression(words("隐藏条件"), text) if text else None
        return (found,) if found else ()

    def expression(self, what: str, text: object) -> Expression | None:
        """The compiled expression; None, and a problem, where it does not parse or calls unknown functions."""
        if not isinstance(text, str):
            self.complain(words("%(what)s应是表达式", what=what))
            return None
        try:
            compiled = compile_expression(text)
        except ExpressionError as error:
            self.complain(
                words("%(what)s“%(text)s”有误:%(message)s", what=what, text=text[:60], message=error.message)
            )
            return None
        unknown = sorted(compiled.functions - frozenset(BUILTIN_FUNCTIONS) - set(self.functions))
        if unknown:
            self.complain(
                words(
                    "%(what)s用了表单里不能用的函数 %(unknown)s;请去掉",
                    what=what,
                    unknown=side_by_side(unknown),
                )
            )
        return compiled

    def switch(self, name: str) -> bool | Expression:
        """A setting that is true, false or an expression."""
        value = self.source.get(name)
        if isinstance(value, str) and value:
            return self.expression(name, value) or False
        return value is True

    def count(self, source: dict[str, Any], name: str, most: int) -> int | None:
        """A whole number from 0 to `most`."""
        value = source.get(name)
        if value is None or value == "":
            return None
        number = self.amount(name, value)
        if isinstance(number, int) and 0 <= number <= most:
            return number
        self.complain(words("%(name)s 应是 0 至 %(most)s 的整数", name=name, most=most))
        return None

    def amount(self, name: str, value: object) -> int | Decimal | None:
        """A number, also written as text."""
        try:
            return read_number(value)
        except Unreadable:
            self.complain(words("%(name)s 应是数字或以 = 开头的表达式", name=name))
            return None
