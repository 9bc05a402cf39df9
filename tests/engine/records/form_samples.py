"""Small forms for the tests, and what becomes of one value in them."""

import json
from typing import Any

from engine.records.forms import Form, Outcome, read_form

UNITS = {
    "县住房和城乡建设局": "县住建局",
    "县住建局": "县住建局",
    "住建局": "县住建局",
    "县财政局": "县财政局",
}
FILES = {"f1": "现场照片.JPG", "f2": "情况说明.docx"}


def form(*components: dict[str, Any]) -> Form:
    """A form of these components."""
    return read_form(json.dumps({"type": "default", "components": components}).encode())


def field(
    kind: str = "textfield", key: str = "result", label: str = "办理结果", **more: Any
) -> dict[str, Any]:
    """One component; `more` are its other settings."""
    return {"type": kind, "key": key, "label": label, **more}


def judge(component: dict[str, Any], value: object, **context: Any) -> Outcome:
    """What becomes of one value in a form of one field."""
    return form(component).validate({component["key"]: value}, context)


def accepted(component: dict[str, Any], value: object, **context: Any) -> object:
    """The typed value of one accepted value."""
    outcome = judge(component, value, **context)
    assert outcome.problems == {}
    return outcome.values[component["key"]]


def refused(component: dict[str, Any], value: object, **context: Any) -> str:
    """The message for one refused value."""
    outcome = judge(component, value, **context)
    assert list(outcome.problems) == [component["key"]]
    return outcome.problems[component["key"]]


def options(*names: str) -> list[dict[str, str]]:
    """Static options with these values as labels."""
    return [{"value": name, "label": name} for name in names]


REQUIRED: dict[str, Any] = {"validate": {"required": True}}
DATE: dict[str, Any] = {"type": "datetime", "key": "done", "subtype": "date", "dateLabel": "完成日期"}
UNIT: dict[str, Any] = {"properties": {"unit": "true"}}

ITEMS: dict[str, Any] = {
    "type": "dynamiclist",
    "path": "items",
    "label": "整改事项",
    "properties": {"minItems": "1", "maxItems": "2"},
    "components": [
        field(key="owner", label="责任人", **REQUIRED),
        {"type": "expression", "key": "twice", "expression": "= this.size * parent.factor"},
        field("number", "size", "规模", conditional={"hide": '= this.owner = "无"'}),
    ],
}
