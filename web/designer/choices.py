"""What a designer chooses from: posts, forms, numbers, rules, tables, templates, and what fields a case has."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from engine.definitions.form_label import label_of
from engine.definitions.policy import PolicyFileError, PolicyNumber, read_policy
from engine.definitions.reader import read_diagram
from engine.definitions.services import TYPES, Parameter, Service
from engine.definitions.xml import UnreadableXml
from engine.expressions import ExpressionError
from engine.expressions.tables import read_decisions
from engine.people.directory import Directory
from engine.rulebook import Rule, RuleBook
from web import words
from web.i18n import _


def choices(
    files: dict[str, bytes], directory: Directory, rules: RuleBook, services: Iterable[Service] = ()
) -> dict[str, Any]:
    """Every list the properties panel offers, as JSON values."""
    return {
        "posts": sorted({post.name for post in directory.posts.values()}),
        "relative": ["主要负责人", "分管领导"],
        "units": [unit.short_name for unit in directory.units.values()],
        "forms": [path for path in files if path.startswith("forms/")],
        "templates": [path for path in files if path.startswith("documents/")],
        "decisions": list(_decisions(files)),
        "numbers": [_number(number) for number in _numbers(files)],
        "rules": [_rule(rule) for rule in rules.every()],
        "verbs": {
            "return": _("退回"),
            "withdraw": _("撤回"),
            "transfer": _("转交"),
            "delegate": _("委派"),
            "add_signer": _("加签"),
            "remove_signer": _("减签"),
            "request_extension": _("申请延期"),
            "pause_clock": _("暂停计时"),
            "resume_clock": _("恢复计时"),
            "cancel": _("撤销"),
            "remind": _("催办"),
            "copy_to": _("抄送"),
            "bulk": _("批量办理"),
        },
        "fields": list(_fields(files)),
        "processes": list(_processes(files)),
        "services": [_service(service) for service in services],
    }


def numbers_of(files: dict[str, bytes]) -> dict[str, PolicyNumber]:
    """The numbers a draft declares; none where its policy.yaml cannot be read."""
    try:
        return read_policy(files["policy.yaml"]) if "policy.yaml" in files else {}
    except PolicyFileError:
        return {}


def _numbers(files: dict[str, bytes]) -> Iterator[PolicyNumber]:
    yield from numbers_of(files).values()


def _number(number: PolicyNumber) -> dict[str, Any]:
    value = words.policy_value(number, number.default)
    facts = {"key": number.key, "label": number.label, "type": number.type, "basis": number.basis}
    values = list(number.choices.items())
    if number.type == "boolean":
        values = [("true", _("是")), ("false", _("否"))]
    written = str(number.default).lower() if number.type == "boolean" else str(number.default)
    return {**facts, "value": value, "written": written, "choices": values}


def _rule(rule: Rule) -> dict[str, str]:
    return {"id": rule.id, "text": rule.quotations[0].text if rule.quotations else rule.reading}


def _decisions(files: dict[str, bytes]) -> Iterator[dict[str, str]]:
    for path, content in files.items():
        if path.endswith(".dmn"):
            try:
                found = read_decisions(content)
            except ExpressionError:
                continue
            yield from ({"id": key, "name": key, "file": path} for key in found)


def _processes(files: dict[str, bytes]) -> Iterator[dict[str, str]]:
    """The processes the draft's own diagrams hold."""
    for path, content in files.items():
        if path.endswith(".bpmn"):
            try:
                found = read_diagram(content, path).processes
            except UnreadableXml:
                continue
            yield from ({"id": key, "name": process.name or key} for key, process in found.items())


def _service(service: Service) -> dict[str, Any]:
    inputs, outputs = map(_parameter, service.inputs), map(_parameter, service.outputs)
    return {"name": service.name, "about": service.about, "inputs": list(inputs), "outputs": list(outputs)}


def _parameter(each: Parameter) -> dict[str, Any]:
    return {"name": each.name, "label": each.label, "type": TYPES[each.type], "required": each.required}


def _fields(files: dict[str, bytes]) -> Iterator[dict[str, Any]]:
    """Every field of the draft's forms, once by its key, with what it may hold."""
    seen: set[str] = set()
    for path, content in files.items():
        if not path.startswith("forms/"):
            continue
        try:
            schema = orjson.loads(content)
        except orjson.JSONDecodeError:
            continue
        for component in _components(schema):
            key = component.get("key")
            if key and key not in seen:
                seen.add(key)
                yield {
                    "key": key,
                    "label": label_of(component) or key,
                    "type": component.get("type", ""),
                    "subtype": component.get("subtype", ""),
                    "values": [
                        {"value": str(each.get("value", "")), "label": str(each.get("label", ""))}
                        for each in component.get("values", ())
                        if isinstance(each, dict)
                    ],
                }


def _components(component: Any) -> Iterator[dict[str, Any]]:
    if not isinstance(component, dict):
        return
    if component.get("type") not in (None, "default", "group"):
        yield component
    for inner in component.get("components", ()):
        yield from _components(inner)
