"""What is different between two editions of a form, a table or a Word template, said for a designer."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, Final

import orjson
from lxml import etree

from engine.definitions.form_label import label_of
from engine.definitions.wording import Piece, changed, word_text
from engine.definitions.xml import UnreadableXml, parse_xml
from engine.words import side_by_side, words

Line = tuple[str, str, tuple[Piece, ...]]
"""What it is about, what became of it, and word for word how where a text changed."""

_OF_FIELD: Final = {
    "type": words("类型"),
    "description": words("提示"),
    "defaultValue": words("预填"),
    "readonly": words("只看"),
    "values": words("选项"),
    "valuesExpression": words("选项"),
    "conditional": words("何时显示"),
    "expression": words("算法"),
    "properties": words("校验和用途"),
    "validate": words("必填和校验"),
    "subtype": words("类型"),
    "accept": words("收什么文件"),
}


def scenario_lines(before: bytes, after: bytes) -> Iterator[Line]:
    """Lines of a scenario that came, went or changed."""
    old, new = (text.decode(errors="replace").splitlines() for text in (before, after))
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield "", words("有改动"), changed("\n".join(old[a:b]), "\n".join(new[c:d]))


def form_lines(before: bytes, after: bytes) -> Iterator[Line]:
    """Fields that came, went or changed, each by its key; the order of fields counts too."""
    old, new = _fields(before), _fields(after)
    for key, field in new.items():
        if key not in old:
            yield words("字段“%(field)s”", field=_label(field)), words("新增"), ()
    for key, field in old.items():
        if key not in new:
            yield words("字段“%(field)s”", field=_label(field)), words("删去"), ()
            continue
        other = new[key]
        if _label(field) != _label(other):
            yield (
                words("字段“%(field)s”", field=_label(field)),
                words("名称"),
                changed(_label(field), _label(other)),
            )
        for name, said in _OF_FIELD.items():
            if field.get(name) != other.get(name):
                yield (
                    words("字段“%(other)s”", other=_label(other)),
                    said,
                    changed(_said(field.get(name)), _said(other.get(name))),
                )
    common = [key for key in old if key in new]
    if common != [key for key in new if key in old]:
        yield words("字段"), words("次序有改动"), ()


def _fields(content: bytes) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}

    def visit(component: Mapping[str, Any]) -> None:
        key = component.get("key") or component.get("path") or component.get("text")
        if key:
            found[str(key)] = component
        for inner in component.get("components") or ():
            visit(inner)

    try:
        visit(orjson.loads(content))
    except (orjson.JSONDecodeError, AttributeError, TypeError):
        return {}
    return found


def _label(field: Mapping[str, Any]) -> str:
    return label_of(field) or str(field.get("text") or field.get("key") or "")


def _said(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def table_lines(before: bytes, after: bytes) -> Iterator[Line]:
    """Decisions that came or went, and of the others each row that is not as it was."""
    old, new = _decisions(before), _decisions(after)
    for key in sorted(new.keys() - old.keys()):
        yield words("决策“%(key)s”", key=key), words("新增"), ()
    for key in sorted(old.keys() - new.keys()):
        yield words("决策“%(key)s”", key=key), words("删去"), ()
    for key in [key for key in old if key in new]:
        for at, (one, other) in enumerate(zip_longest(old[key], new[key], fillvalue=""), 1):
            if one != other:
                word = words("新增") if not one else words("删去") if not other else words("改动")
                yield words("决策“%(key)s”第 %(at)s 行", key=key, at=at), word, changed(one, other)


def _decisions(content: bytes) -> dict[str, list[str]]:
    """The rows of each decision's table by its name, inputs before the arrow and results behind it."""
    try:
        root = parse_xml(content)
    except UnreadableXml:
        return {}
    found: dict[str, list[str]] = {}
    for decision in root.iter("{*}decision"):
        name = str(decision.get("name") or decision.get("id") or "")
        found[name] = [
            f"{_entries(rule, 'inputEntry')} → {_entries(rule, 'outputEntry')}"
            for rule in decision.iter("{*}rule")
        ] or ["".join(map(str, decision.itertext())).strip()]
    return found


def _entries(rule: etree._Element, name: str) -> str:
    texts = ("".join(map(str, entry.itertext())).strip() for entry in rule.iter(f"{{*}}{name}"))
    return side_by_side((text or words("任意") for text in texts), ";")


def template_lines(before: bytes, after: bytes) -> Iterator[Line]:
    """The wording of a Word template."""
    old, new = word_text(before), word_text(after)
    if old is None or new is None:
        yield words("模板"), words("有改动"), ()
    elif old == new:
        yield words("模板"), words("文字未变,版式有改动"), ()
    else:
        yield words("文字"), words("改动"), changed(old, new)
