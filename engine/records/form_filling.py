"""One submission being judged: first every value is read, those it depends on before it, then all are checked."""

from collections import ChainMap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine import values
from engine.expressions import Expression, ExpressionError
from engine.expressions.run import HostFunction
from engine.records import form_values, identity
from engine.records.form_field import ONE_OF, SOME_OF, Choice, Field
from engine.records.form_rules import problem_of
from engine.records.form_settings import option_value
from engine.records.form_values import Unreadable
from engine.words import LABEL, about, words


@dataclass(frozen=True, slots=True)
class Host:
    """What the host gives beside the submission: data and functions for expressions, units and uploaded files."""

    data: Mapping[str, Any]
    functions: Mapping[str, HostFunction]


@dataclass
class Filling:
    """The fields of a form, or of one row of a list, being filled in from `data`.

    `order` is the reading order of `fields`, `stored` what read-only fields keep. `path` and `place` say
    where a row stands, for keys of problems and for their sentences. `scope` is what expressions read.
    """

    fields: tuple[Field, ...]
    order: tuple[Field, ...]
    data: Mapping[str, Any]
    stored: Mapping[str, Any]
    host: Host
    scope: Mapping[str, Any] = field(init=False)
    path: str = ""
    place: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    visible: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
    unreadable: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list["Filling"]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.values |= dict.fromkeys(each.key for each in self.fields)
        self.scope = ChainMap(self.values, {"this": self.values}, dict(self.host.data))

    def read(self) -> None:
        """Work out which fields are shown, and the typed value of each."""
        for each in self.order:
            if any(self._holds(hide) for hide in each.hides):
                continue
            self.visible.add(each.key)
            try:
                self.values[each.key] = self._value(each)
            except Unreadable as error:
                self.unreadable[each.key] = about(each.label, str(error))

    def check(self, problems: dict[str, str]) -> None:
        """Note what is wrong, in the order of the form."""
        for key in self.data:
            if isinstance(key, str) and key.startswith("_"):
                problems[self.path + key] = words(
                    "%(place)s不接受以下划线开头的字段“%(key)s”;请刷新页面后重填",
                    place=self.place,
                    key=key[:30],
                )
        for each in self.fields:
            if each.key not in self.visible:
                continue
            problem = self.unreadable.get(each.key)
            if problem is None and each.key not in self.settled:
                problem = problem_of(each, self.values[each.key], FieldFacts(self, each))
            if problem is not None:
                problems[self.path + each.key] = self.place + problem
            for row in self.rows.get(each.key, ()):
                row.check(problems)

    def shown(self) -> dict[str, Any]:
        """The values of the fields that are shown, in the order of the form."""
        return {
            each.key: (
                [row.shown() for row in self.rows[each.key]]
                if each.key in self.rows
                else self.values[each.key]
            )
            for each in self.fields
            if each.key in self.visible
        }

    def _holds(self, condition: bool | Expression) -> bool:
        """Whether a condition is true; one that cannot be worked out is not, as in the browser."""
        if isinstance(condition, bool):
            return condition
        try:
            return self.evaluate(condition) is True
        except ExpressionError:
            return False

    def evaluate(self, expression: Expression) -> object:
        """An expression's value here. Raises ExpressionError."""
        return expression.evaluate(self.scope, self.host.functions)

    def _value(self, each: Field) -> object:
        raw = self.data.get(each.key)
        if each.expression:
            self.settled.add(each.key)
            return self._computed(each.expression)
        if self._holds(each.fixed):
            self.settled.add(each.key)
            return self.stored.get(each.key)
        if each.rows:
            return self._read_rows(each, raw)
        value = _READERS[each.subtype if each.kind == "datetime" else each.kind](raw)
        if each.identity and isinstance(value, str):
            return identity.normalised(value)
        return self._short_names(value) if each.unit else value

    def _computed(self, expression: Expression) -> object:
        try:
            value = self.evaluate(expression)
            values.dumps(value)
        except ExpressionError as error:
            raise Unreadable(
                words(
                    "“%(label)s”算不出来:%(message)s;请告知流程设计人员",
                    label=LABEL,
                    message=error.message,
                )
            ) from None
        except TypeError:
            raise Unreadable(words("“%(label)s”的计算结果不能保存;请告知流程设计人员")) from None
        return value

    def _read_rows(self, each: Field, raw: object) -> list[dict[str, Any]]:
        given = form_values.read_list(raw)
        stored = self.stored.get(each.key)
        kept = stored if isinstance(stored, list) else None
        expected = each.default_rows if kept is None else len(kept)
        if not each.rows_may_change and len(given) != expected:
            raise Unreadable(
                words(
                    "“%(label)s”应为 %(expected)s 行,不能增删;请刷新页面后重填",
                    label=LABEL,
                    expected=expected,
                )
            )
        if not all(isinstance(row, Mapping) for row in given):
            raise Unreadable(words("“%(label)s”中有一行不是表单数据;请刷新页面后重填"))
        rows = [self._row(each, number, row, kept or []) for number, row in enumerate(given)]
        self.rows[each.key] = rows
        for row in rows:
            row.read()
        return [row.values for row in rows]

    def _row(self, each: Field, number: int, data: Mapping[str, Any], stored: list[Any]) -> "Filling":
        kept = stored[number] if number < len(stored) and isinstance(stored[number], Mapping) else {}
        place = words("“%(label)s”第 %(number)s 行:", label=each.label, number=number + 1)
        row = Filling(
            each.rows, each.row_order, data, kept, self.host, path=f"{each.key}[{number}].", place=place
        )
        special = {"this": row.values, "parent": self.values, "i": [number + 1]}
        row.scope = ChainMap(self.values, special, dict(self.host.data))
        return row

    def _short_names(self, value: Any) -> Any:
        if isinstance(value, list):
            return list(dict.fromkeys(self._short_names(each) for each in value))
        return form_values.unit_named(self.host.data.get("_units"), value) or value


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """What the checks of one field may ask; see form_rules.Facts."""

    filling: Filling
    field: Field

    def bound(self, name: str) -> object:
        bound = self.field.bounds.get(name)
        return self.filling.evaluate(bound) if isinstance(bound, Expression) else bound

    def options(self) -> list[Choice]:
        source = self.field.options
        if source is None or source.static:
            return list(source.static) if source else []
        found = self.filling.evaluate(source.expression) if source.expression else self._under(source.key)
        read = [option_value(each) for each in found] if isinstance(found, list | tuple) else []
        return [each for each in read if each is not None]

    def several(self) -> bool:
        return self.filling._holds(self.field.multiple)

    def units(self) -> object:
        return self.filling.host.data.get("_units")

    def files(self) -> object:
        return self.filling.host.data.get("_files")

    def worked_out(self, expression: Expression) -> object:
        return self.filling.evaluate(expression)

    def _under(self, path: tuple[str, ...]) -> object:
        found: object = self.filling.scope
        for name in path:
            found = found.get(name) if isinstance(found, Mapping) else None
        return found


def _one_line(raw: object) -> str | None:
    return form_values.read_text(raw, one_line=True)


_READERS: dict[str, Callable[[object], object]] = {
    "textfield": _one_line,
    "textarea": form_values.read_text,
    "number": form_values.read_number,
    "checkbox": form_values.read_check,
    "date": form_values.read_date,
    "time": form_values.read_clock,
    "datetime": form_values.read_moment,
    "filepicker": form_values.read_files,
    **dict.fromkeys(ONE_OF, form_values.read_choice),
    **dict.fromkeys(SOME_OF, form_values.read_choices),
}
"""How a field's value is read, by kind; datetime fields by subtype."""
