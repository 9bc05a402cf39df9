"""The plain answer: a form as it stands, with nothing added that it does not ask for.

Tasks whose diagram says `<bj:plain/>` are answered so where a scenario has no answer for them: receipts, and
drafts that are prefilled.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson

from engine.definitions.diagram import Node
from engine.records.form_field import ONE_OF, SOME_OF, TEXTS, Field
from engine.runtime.program import Program
from engine.time import clock

STAND_IN: Final = "演练"
"""What a required text says for which neither the case nor the form has a value."""


def is_plain(node: Node) -> bool:
    """Whether a task may be answered plainly."""
    return node.extension("plain") is not None


def plain_data(program: Program, node: Node, known: Mapping[str, Any]) -> dict[str, Any]:
    """What fills in a task's form: what the case knows, else the form's default, else what a required field takes.

    `known` is the case's data as seen from the task.
    """
    written = node.extension("form")
    form = program.form(written)
    if form is None or written is None:
        return {}
    defaults = dict(_defaults(orjson.loads(program.files[written.get("ref")])))
    data: dict[str, Any] = {}
    for field in form.fields:
        value = next((v for v in (known.get(field.key), defaults.get(field.key)) if v is not None), None)
        if value is None and field.required:
            value = _stand_in(field)
        if value is not None and field.expression is None and field.fixed is not True:
            data[field.key] = value
    return data


def _defaults(component: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for inner in component.get("components", ()):
        if inner.get("type") == "group":
            yield from _defaults(inner)
        elif "key" in inner and inner.get("defaultValue") is not None:
            yield inner["key"], inner["defaultValue"]


def _stand_in(field: Field) -> Any:
    first = field.options.static[0] if field.options is not None and field.options.static else None
    if field.kind in TEXTS:
        least = field.bounds.get("minLength")
        return STAND_IN * (1 + least // len(STAND_IN)) if isinstance(least, int) else STAND_IN
    if field.kind in ONE_OF:
        return first
    if field.kind in SOME_OF:
        return None if first is None else [first]
    if field.kind == "datetime":
        now = clock.now().astimezone(clock.CIVIL)
        return {"date": now.date(), "time": now.time().replace(microsecond=0), "datetime": now}[field.subtype]
    if field.kind == "number":
        least = field.bounds.get("min")
        return least if isinstance(least, int) else 1
    return True if field.kind == "checkbox" else None
