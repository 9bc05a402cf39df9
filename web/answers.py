"""Answers of forms in plain words, and case data as a form wants it.

A form is form-js JSON: components with `key`, `label` and, for choices, `values`; groups hold more of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from engine.definitions.form_label import label_of
from web.i18n import _, listed
from web.times import day_text, moment_text

Form = Mapping[str, Any]
OWN: Final = ("decision", "opinion")


@dataclass(frozen=True, slots=True)
class Answer:
    """One field as a reader sees it."""

    label: str
    text: str


def inputs(form: Form | None) -> Iterator[Mapping[str, Any]]:
    """The components of a form that take a value, those inside groups included."""
    for component in (form or {}).get("components", ()):
        if component.get("key"):
            yield component
        yield from inputs(component)


def without_empty_reading(form: Form | None, data: Mapping[str, Any]) -> Form | None:
    """The form without the fields that are only to be read and hold nothing, such as the last round's opinion in the first.

    The form itself stays as it is.
    """
    if form is None:
        return None
    parts = [part for part in form.get("components", ()) if not _reads_nothing(part, data)]
    shown = [without_empty_reading(part, data) if part.get("components") else part for part in parts]
    return {**form, "components": shown}


def _reads_nothing(component: Mapping[str, Any], data: Mapping[str, Any]) -> bool:
    key = component.get("key")
    if not key or not component.get("readonly") or "defaultValue" in component:
        return False
    return data.get(key) in (None, "", [])


def labels(forms: Iterable[Form | None]) -> dict[str, Mapping[str, Any]]:
    """The first component of each key in several forms."""
    found: dict[str, Mapping[str, Any]] = {}
    for form in forms:
        for component in inputs(form):
            found.setdefault(component["key"], component)
    return found


def described(
    components: Mapping[str, Mapping[str, Any]], data: Mapping[str, Any], today: date
) -> list[Answer]:
    """What `data` says, in the order of the form; fields without a value or a label are left out."""
    return [
        Answer(label_of(component), text)
        for key, component in components.items()
        if label_of(component) and (text := in_words(component, _said(component, key, data), today))
    ]


def _said(component: Mapping[str, Any], key: str, data: Mapping[str, Any]) -> Any:
    """A field's value, or what its property `words` names instead, such as `guide.name` for a code."""
    value = data.get(key)
    path = component.get("properties", {}).get("words")
    if not path or value is None:
        return value
    found: Any = data
    for name in str(path).split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return value if found is None else found


def in_words(component: Mapping[str, Any], value: Any, today: date) -> str:
    """One value in words: a choice by its label, a date with its weekday, a list with 、; no is not told."""
    if value is None or value == "" or value == [] or value is False:
        return ""
    if value is True:
        return _("是")
    if isinstance(value, list | tuple):
        return listed(in_words(component, item, today) for item in value)
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("label") or "")
    if isinstance(value, datetime):
        return moment_text(value, today)
    if isinstance(value, date):
        return day_text(value, today)
    choices = {choice.get("value"): choice.get("label") for choice in component.get("values", ())}
    return str(choices.get(value, value))


def for_form(form: Form | None, data: Mapping[str, Any]) -> dict[str, Any]:
    """The part of the case data that a form shows, as JSON types form-js understands.

    A field without a value of its own is prefilled from the one its property `prefill` names. A decision and an
    opinion are everybody's own: what somebody decided before is not put into the mouth of the next.
    """
    shown = {}
    for component in inputs(form):
        own = component["key"] in OWN and not component.get("readonly")
        value = None if own else data.get(component["key"])
        if value is None:
            value = data.get(component.get("properties", {}).get("prefill", ""))
        if value is not None:
            shown[component["key"]] = as_json(value)
    return shown


def as_json(value: Any) -> Any:
    """A value of the case data as form-js takes it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    return value
