"""Forms: form-js in the browser, and the same file again on the server, which believes nothing it is sent.

See docs/forms.md. Readable and safe are different questions: form_reader judges the form itself, form_filling
what is filled in.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from engine.expressions.run import HostFunction
from engine.records.form_field import Field, reading_order
from engine.records.form_filling import Filling, Host
from engine.records.form_reader import FormError, read_fields
from engine.time import clock
from engine.words import words

__all__ = ["Form", "FormError", "Outcome", "read_form"]

_GIVEN = frozenset({"this", "parent", "i", "today", "units", "catalogue", "bundles", "paper_kinds"})
_ROW = re.compile(r"\[\d+\]")
_NO_FUNCTIONS: Mapping[str, HostFunction] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a submission comes to: typed values of the visible fields, and what is wrong, by key.

    A problem in row 2 of the list `items` stands under `items[1].amount`; one of the whole under "". Keep
    `values` only when there are no problems.
    """

    values: dict[str, Any]
    problems: dict[str, str]


@dataclass(frozen=True)
class Form:
    """A form that may be published: its fields in order, those of groups among them."""

    fields: tuple[Field, ...]

    @cached_property
    def order(self) -> tuple[Field, ...]:
        """The fields in the order in which their values can be worked out."""
        return reading_order(self.fields)

    @cached_property
    def reads(self) -> frozenset[str]:
        """Names of the case's data that expressions and option sources read, beside the form's own fields."""
        return self._used - {field.key for field in self.fields} - _GIVEN

    @cached_property
    def given(self) -> frozenset[str]:
        """Those of the lists that are always at hand (`units`, `catalogue`, `bundles`) which the form uses."""
        return self._used & _GIVEN

    @cached_property
    def _used(self) -> frozenset[str]:
        fields = [each for field in self.fields for each in (field, *field.rows)]
        used = {name for field in self.fields for each in field.expressions() for name in each.names}
        used |= {each.options.key[0] for each in fields if each.options and each.options.key}
        return frozenset(used)

    def rule_of(self, problems: Mapping[str, str]) -> str | None:
        """The rule behind the first of a submission's problems that has one (`properties.rule` of its field)."""
        rules = {field.key: field.rule for field in self.fields}
        rules |= {f"{field.key}.{row.key}": row.rule for field in self.fields for row in field.rows}
        keys = (_ROW.sub("", key) for key in problems)
        return next((rules[key] for key in keys if rules.get(key)), None)

    def validate(
        self,
        data: object,
        context: Mapping[str, Any],
        functions: Mapping[str, HostFunction] = _NO_FUNCTIONS,
    ) -> Outcome:
        """Judge what was submitted; raises nothing for any JSON, and finds its own values right again.

        `context` is the case's data: the stored values of read-only fields and whatever expressions read; and
        from the host `_units` (every name of a unit to its short name) and `_files` (reference of an
        uploaded file to its name). Expressions may also read `today`, `units`, all short names, and what the
        host gives as `_offered`: `catalogue` and `bundles`, the matters that can be applied for.
        """
        if not isinstance(data, Mapping):
            return Outcome({}, {"": words("提交的内容不是表单数据;请刷新页面后重新填写")})
        units = context.get("_units")
        names = list(dict.fromkeys(units.values())) if isinstance(units, Mapping) else []
        offered: Mapping[str, Any] = context.get("_offered") or {}
        lists = {name: offered[name] for name in self.given if name in offered}
        host = Host({"today": clock.today(), "units": names, **lists, **context}, functions)
        filling = Filling(self.fields, self.order, data, context, host)
        filling.read()
        problems: dict[str, str] = {}
        filling.check(problems)
        return Outcome(filling.shown(), problems)


def read_form(raw: bytes, functions: Collection[str] = ()) -> Form:
    """The form of a form-js file; its expressions may call `functions` beside the built-in ones.

    Raises FormError, whose `problems` say in Chinese what the designer must mend and where.
    """
    return Form(read_fields(raw, functions))
