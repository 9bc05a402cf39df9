"""Form files are form-js forms the server can validate too."""

import json
from collections.abc import Iterator
from typing import Any, Final

from engine.expressions import ExpressionError, compile_expression

INPUTS: Final = frozenset(
    {
        "textfield",
        "textarea",
        "number",
        "datetime",
        "checkbox",
        "checklist",
        "radio",
        "select",
        "taglist",
        "filepicker",
        "expression",
    }
)
"""form-js components that hold a value."""
SHOWN: Final = frozenset(
    {
        "text",
        "html",
        "image",
        "table",
        "documentPreview",
        "separator",
        "spacer",
        "button",
        "group",
        "dynamiclist",
        "iframe",
        "default",
    }
)
"""form-js components that show something or hold others."""
_SILENT: Final = frozenset({"checkbox", "expression"})
_MAX_DEPTH: Final = 20


def form_problems(content: bytes) -> Iterator[tuple[str, str]]:
    """(message, remedy) for everything wrong with a form file."""
    try:
        form = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        yield f"不是合格的 JSON({error})", "请用表单设计器重新保存。"
        return
    components = form.get("components") if isinstance(form, dict) else None
    if not isinstance(components, list):
        yield "不是 form-js 表单(没有 components)", "请用表单设计器重新保存。"
        return
    keys: set[str] = set()
    for component, path in _walk(components, "", 0):
        yield from _component(component, path, keys)


def _walk(components: list[Any], path: str, depth: int) -> Iterator[tuple[Any, str]]:
    for component in components:
        yield component, path
        if not isinstance(component, dict):
            continue
        inner = component.get("components")
        if isinstance(inner, list) and depth < _MAX_DEPTH:
            below = f"{path}{component.get('path')}." if component.get("path") else path
            yield from _walk(inner, below, depth + 1)


def _component(component: Any, path: str, keys: set[str]) -> Iterator[tuple[str, str]]:
    kind = component.get("type") if isinstance(component, dict) else None
    if kind not in INPUTS | SHOWN:
        yield f"有不认识的控件类型 {kind}", f"可用:{'、'.join(sorted(INPUTS | SHOWN))}。"
        return
    if kind in INPUTS:
        key, label = component.get("key"), component.get("label") or component.get("dateLabel")
        label = label or component.get("timeLabel")
        if not isinstance(key, str) or not key.strip():
            yield f"控件“{label or component.get('id', '')}”没有字段名(key)", "请填写字段名。"
        elif path + key in keys:
            yield f"字段名 {key} 重复", "每个字段名只能用一次。"
        else:
            keys.add(path + key)
            if key.startswith("_"):
                yield f"字段名 {key} 以下划线开头", "以下划线开头的名字由系统保留,请改名。"
        if not label and kind not in _SILENT:
            yield f"字段 {key} 没有标题(label)", "请填写标题,办理人要看得懂。"
        if kind in ("radio", "select", "checklist", "taglist"):
            yield from _options(component, key)
    yield from _expressions(component)


def _options(component: dict[str, Any], key: object) -> Iterator[tuple[str, str]]:
    given = [component.get(name) for name in ("values", "valuesKey", "valuesExpression")]
    if not any(given):
        yield f"字段 {key} 没有可选项", "请填写可选项。"
    values = component.get("values")
    if isinstance(values, list):
        chosen = [item.get("value") for item in values if isinstance(item, dict)]
        if len(chosen) != len({str(value) for value in chosen}):
            yield f"字段 {key} 的可选项有重复的值", "每个可选项的值须不同。"


def _expressions(component: dict[str, Any]) -> Iterator[tuple[str, str]]:
    conditional = component.get("conditional")
    hidden = conditional.get("hide") if isinstance(conditional, dict) else None
    for name, text in (
        ("显示条件", hidden),
        ("计算式", component.get("expression") if component.get("type") == "expression" else None),
        ("可选项表达式", component.get("valuesExpression")),
    ):
        if isinstance(text, str) and text.strip():
            try:
                compile_expression(text)
            except ExpressionError as error:
                place = component.get("key") or component.get("id") or ""
                yield f"控件 {place} 的{name}“{text[:60]}”不能用:{error.message}", "请改正表达式。"
