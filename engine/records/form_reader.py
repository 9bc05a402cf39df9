"""A form-js form read for the server, and everything that is wrong with it."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from graphlib import CycleError
from typing import Any

import orjson

from engine.expressions import Expression, ExpressionError, check_data_name
from engine.records import form_settings
from engine.records.form_component import Setting
from engine.records.form_field import DISPLAYS, INPUTS, Field, reading_order
from engine.words import side_by_side, words

FORM_BYTES = 1_000_000
COMPONENTS = 500
NESTING = 6
"""Groups within groups."""

_RESERVED = frozenset({"this", "parent", "i"})
"""Names form-js gives the row, the data around it and the row numbers."""


class FormError(ValueError):
    """A form that must not be published; `problems` are Chinese sentences that say where and how to mend it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(side_by_side(problems, "\n"))
        self.problems = problems


def read_fields(raw: bytes, functions: Collection[str] = ()) -> tuple[Field, ...]:
    """The fields of a form-js file, in its order; expressions may call `functions` beside the built-in ones.

    Raises FormError with every problem found.
    """
    reader = _Reader(functions)
    fields = reader.level(_components(raw))
    if reader.problems:
        raise FormError(list(dict.fromkeys(reader.problems)))
    return tuple(fields)


def _components(raw: bytes) -> list[Any]:
    if len(raw) > FORM_BYTES:
        raise FormError(
            [
                words(
                    "表单文件有 %(n)s 字节,超过上限 %(form_bytes)s 字节;请拆成几张表单",
                    n=len(raw),
                    form_bytes=FORM_BYTES,
                )
            ]
        )
    try:
        content = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        message = words(
            "第 %(lineno)s 行第 %(colno)s 列不是有效的 JSON;请用表单设计器重新保存",
            lineno=error.lineno,
            colno=error.colno,
        )
        raise FormError([message]) from None
    components = content.get("components") if isinstance(content, dict) else None
    if not isinstance(components, list):
        raise FormError([words("这不是 form-js 表单:最外层应有 components 列表;请用表单设计器重新保存")])
    return components


@dataclass
class _Reader:
    """Reads one form, noting problems and carrying on. `hides` are the conditions of the groups around."""

    functions: Collection[str]
    problems: list[str] = field(default_factory=list)
    hides: tuple[Expression, ...] = ()
    in_list: bool = False
    rows_may_change: bool = False
    depth: int = 0
    count: int = 0

    def level(self, components: list[Any]) -> list[Field]:
        """The fields of the form or of one row; their keys must differ and must not wait for each other."""
        fields = list(self._fields(components))
        keys = [each.key for each in fields]
        for each in fields:
            if each.key and keys.count(each.key) > 1:
                self.problems.append(
                    words(
                        "字段名“%(key)s”用了 %(key2)s 次;请让每个字段名只用一次",
                        key=each.key,
                        key2=keys.count(each.key),
                    )
                )
        try:
            reading_order(fields, self.in_list)
        except CycleError as error:
            circle = side_by_side(f"“{key}”" for key in dict.fromkeys(error.args[1]))
            self.problems.append(
                words("字段%(circle)s的显示、只读或计算条件互相等待;请去掉其中一个条件", circle=circle)
            )
        return fields

    def _fields(self, components: list[Any]) -> Iterator[Field]:
        for component in components:
            self.count += 1
            if self.count == COMPONENTS + 1:
                self.problems.append(
                    words("表单的组件超过 %(components)s 个;请拆成几张表单", components=COMPONENTS)
                )
            if self.count > COMPONENTS:
                return
            if not isinstance(component, dict):
                self.problems.append(
                    words("第 %(count)s 个组件不是 JSON 对象;请用表单设计器重新保存", count=self.count)
                )
                continue
            yield from self._component(Setting(component, self.count, self.problems, self.functions))

    def _component(self, setting: Setting) -> Iterator[Field]:
        kind = str(setting.source.get("type"))
        if kind == "group":
            yield from self._group(setting)
        elif kind == "dynamiclist":
            yield self._list(setting)
        elif kind == "expression" or kind in INPUTS:
            yield self._field(setting, kind)
        elif kind not in DISPLAYS:
            setting.complain(words("组件类型“%(kind)s”不认识;请改用设计器里的组件", kind=kind))

    def _group(self, setting: Setting) -> Iterator[Field]:
        if setting.source.get("path"):
            setting.complain(words("分组不支持“路径”(path);请清空它,字段直接写在办件数据里"))
        with self._within(hides=self.hides + setting.hides()):
            if self.depth > NESTING:
                setting.complain(words("分组嵌套超过 %(nesting)s 层;请减少", nesting=NESTING))
                return
            yield from self._fields(setting.children())

    def _list(self, setting: Setting) -> Field:
        key = self._key(setting, "path")
        if self.in_list:
            setting.complain(words("列表里不能再套列表;请拆成两个列表"))
            return Field(key, "dynamiclist", setting.label())
        if setting.source.get("isRepeating") is False:
            setting.complain(words("列表要可重复(isRepeating);不重复时请改用分组"))
        whole = form_settings.list_field(setting, key, self.hides)
        with self._within(hides=(), in_list=True, rows_may_change=whole.rows_may_change):
            rows = self.level(setting.children())
        if not rows:
            setting.complain(words("列表里没有字段;请至少放一个"))
        try:
            return replace(whole, rows=tuple(rows), row_order=reading_order(rows, in_row=True))
        except CycleError:
            return whole

    def _field(self, setting: Setting, kind: str) -> Field:
        built = form_settings.input_field(setting, kind, self._key(setting, "key"), self.hides)
        if built.fixed and self.rows_may_change:
            setting.complain(
                words("列表可增删行时,行内字段不能只读或禁用;请改用“表达式”组件,或关闭列表的增删")
            )
        return built

    def _key(self, setting: Setting, name: str) -> str:
        key = setting.source.get(name)
        if not isinstance(key, str) or not key:
            setting.complain(
                words(
                    "没有字段名(%(said)s,%(name)s);请填写",
                    said=words("键") if name == "key" else words("路径"),
                    name=name,
                )
            )
            return ""
        if key.startswith("_"):
            setting.complain(words("字段名“%(key)s”以下划线开头,这类名字系统自用;请换一个", key=key))
        elif not key.isidentifier() or key in _RESERVED:
            setting.complain(
                words(
                    "“%(key)s”不能作字段名;请只用汉字、字母、数字和下划线,不以数字开头,不用 this、parent、i",
                    key=key,
                )
            )
        else:
            try:
                check_data_name(key)
            except ExpressionError as error:
                setting.complain(error.reason)
        return key

    @contextmanager
    def _within(self, **changes: Any) -> Iterator[None]:
        before = {name: getattr(self, name) for name in changes}
        self.__dict__.update(changes)
        self.depth += 1
        yield
        self.depth -= 1
        self.__dict__.update(before)
