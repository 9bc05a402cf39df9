"""Taking a rule out of a process: the files of a closure with whatever carries the rule disabled.

A rule counts as carried only where a scenario notices that it is missing (docs/rules.md says what is done to
which element). Elements are changed as little as lets the diagram still run: what can no longer be reached is
taken out with them.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import orjson
from lxml import etree

from engine.definitions.policy import read_policy
from engine.definitions.xml import parse_xml
from engine.rehearsal.pruning import BPMN, drop, prune

_BJ = "{urn:banjie:bpmn:1}"
_EXTENSIONS = BPMN + "extensionElements"
_NAMING = ("rule", "basis")
_CALENDAR = "calendar"
_PUBLIC = "public"
_LIMITS = (
    "required",
    "minLength",
    "maxLength",
    "min",
    "max",
    "pattern",
    "patternErrorMessage",
    "validationType",
)
_HOUSE_LIMITS = ("must", "otherwise", "notBefore", "notAfter", "minItems", "maxItems")
_SECRECY = ("personal", "visible")


def disabled(files: Mapping[str, bytes], rule: str) -> dict[str, bytes]:
    """The files with every element that carries a rule disabled; those without one are the same bytes."""
    changed = dict(files)
    for path, content in files.items():
        if rule.encode() not in content:
            continue
        if path.endswith(".bpmn"):
            changed[path] = _diagram(content, rule, files.get("policy.yaml", b""))
        elif path.endswith(".json"):
            changed[path] = _form(content, rule)
    return changed


def carriers(path: str, content: bytes) -> Iterator[tuple[str, str, str]]:
    """Rule, id and name of each element of a diagram, or field of a form, that carries a rule."""
    if path.endswith(".json"):
        for field in _fields(orjson.loads(content)):
            named = field.get("properties", {}).get("rule")
            if named:
                yield named, str(field.get("key", "")), str(field.get("label", ""))
        return
    for element in parse_xml(content).iter():
        extensions = element.find(_EXTENSIONS) if isinstance(element.tag, str) else None
        if extensions is not None:
            named = {rule for each in extensions for rule in _named_by(each)}
            for rule in sorted(named):
                yield rule, element.get("id", ""), element.get("name", "")


def _named_by(extension: etree._Element) -> list[str]:
    if extension.tag == _BJ + "rule":
        return [extension.get("id", "")]
    if not str(extension.tag).startswith(_BJ):
        return []
    return [value for name in (*_NAMING, "liability") if (value := extension.get(name)) and "-" in value]


# --- diagrams --------------------------------------------------------------------------------------------------
def _diagram(content: bytes, rule: str, policy: bytes) -> bytes:
    root = parse_xml(content)
    for extension in [each for each in root.iter() if _names(each, rule)]:
        if extension.get("liability") == rule:
            del extension.attrib["liability"]
        else:
            drop(extension)
    carrying = [each for each in root.iter() if _carries(each, rule)]
    for element in carrying:
        parts = _parts(element, rule)
        if parts:
            _strip(element, parts.__contains__)
            if _CALENDAR in parts:
                _count_every_day(element, policy)
            if _PUBLIC in parts:
                _keep_from_the_public(element)
        else:
            _DISABLE.get(etree.QName(element).localname, _pass_through)(element)
    prune(root)
    return etree.tostring(root)


def _carries(element: etree._Element, rule: str) -> bool:
    return any(each.get("id") == rule for each in element.iterfind(f"{_EXTENSIONS}/{_BJ}rule"))


def _parts(element: etree._Element, rule: str) -> set[str]:
    """Which of an element's house extensions carry the rule; empty where the whole element does."""
    written = [each for each in element.iterfind(f"{_EXTENSIONS}/{_BJ}rule") if each.get("id") == rule]
    if not all(each.get("of") for each in written):
        return set()
    return {part for each in written for part in each.get("of", "").split()}


def _names(element: etree._Element, rule: str) -> bool:
    if not str(element.tag).startswith(_BJ) or element.tag == _BJ + "rule":
        return False
    return rule in (element.get("liability"), *(element.get(name) for name in _NAMING))


def _count_every_day(element: etree._Element, policy: bytes) -> None:
    """Let the limits of an element know no working days: every day counts, and nothing is put off to the next one."""
    numbers = read_policy(policy) if policy else {}
    for limit in element.iterfind(f"{_EXTENSIONS}/{_BJ}deadline"):
        written = [way.strip() for way in limit.get("limit", "").split("|")]
        keys = [way.removeprefix("policy:") for way in written]
        plain = [
            str(numbers[key].default) if key in numbers else way
            for key, way in zip(keys, written, strict=True)
        ]
        limit.set("limit", "|".join(way.replace(" wd", " cd") for way in plain))
        limit.set("roll", "none")


def _keep_from_the_public(element: etree._Element) -> None:
    """Let the case, or the paper, of an element be nobody's outside the house."""
    for written in element.iterfind(f"{_EXTENSIONS}/*[@{_PUBLIC}]"):
        del written.attrib[_PUBLIC]


def _everything(_: str) -> bool:
    return True


def _strip(element: etree._Element, which: Callable[[str], bool] = _everything) -> bool:
    """Take out those of an element's house extensions; False where there were none."""
    extensions = element.find(_EXTENSIONS)
    found = [
        each
        for each in (extensions if extensions is not None else ())
        if str(each.tag).startswith(_BJ) and each.tag != _BJ + "rule" and which(etree.QName(each).localname)
    ]
    for each in found:
        drop(each)
    return bool(found)


def _pass_through(element: etree._Element) -> None:
    """Let an activity or a catching event pass at once: nobody is asked, nothing is done, nothing is waited for."""
    if any(_source(flow).tag == BPMN + "eventBasedGateway" for flow in _incoming(element)):
        drop(element)
        return
    element.tag = BPMN + "task"
    for name in set(map(str, element.attrib)) - {"id", "name", "default"}:
        del element.attrib[name]
    for child in list(element):
        if child.tag not in (BPMN + "incoming", BPMN + "outgoing"):
            element.remove(child)
    for event in _beside(element, "boundaryEvent"):
        if event.get("attachedToRef") == element.get("id"):
            drop(event)


def _say_nothing(element: etree._Element) -> None:
    """Let a throwing or end event do nothing; one that does nothing has no outcome either."""
    stripped = _strip(element)
    definitions = [each for each in element if str(each.tag).endswith("EventDefinition")]
    for each in definitions:
        element.remove(each)
    if not stripped and not definitions and "name" in element.attrib:
        del element.attrib["name"]


def _start_by_hand(element: etree._Element) -> None:
    """Let nothing start a case here: without this start event, or by hand where it is the only one."""
    if len(_beside(element, "startEvent")) > 1:
        drop(element)
        return
    _strip(element)
    for each in [each for each in element if str(each.tag).endswith("EventDefinition")]:
        element.remove(each)


def _one_way(element: etree._Element) -> None:
    """Let a gateway have one way out: its default, else the first drawn."""
    ways = [flow for flow in _beside(element, "sequenceFlow") if flow.get("sourceRef") == element.get("id")]
    kept = next(
        (flow for flow in ways if flow.get("id") == element.get("default")), ways[0] if ways else None
    )
    for flow in ways:
        if flow is not kept:
            drop(flow)
    if kept is not None:
        for condition in kept.findall(BPMN + "conditionExpression"):
            kept.remove(condition)


def _case_alone(element: etree._Element) -> None:
    """Take from a process what it asks and allows: form, limits, who may steer; title, unit and who may start stay."""
    _strip(element, lambda name: name != "case")
    for case in element.iterfind(f"{_EXTENSIONS}/{_BJ}case"):
        for name in set(case.attrib) - {"title", "unit", "start"}:
            del case.attrib[name]


def _beside(element: etree._Element, kind: str) -> list[etree._Element]:
    scope = element.getparent()
    return scope.findall(BPMN + kind) if scope is not None else []


def _incoming(element: etree._Element) -> list[etree._Element]:
    return [flow for flow in _beside(element, "sequenceFlow") if flow.get("targetRef") == element.get("id")]


def _source(flow: etree._Element) -> etree._Element:
    scope = flow.getparent()
    assert scope is not None
    return next((each for each in scope if each.get("id") == flow.get("sourceRef")), flow)


_DISABLE: dict[str, Callable[[etree._Element], None]] = {
    "boundaryEvent": drop,
    "sequenceFlow": drop,
    "endEvent": _say_nothing,
    "intermediateThrowEvent": _say_nothing,
    "startEvent": _start_by_hand,
    "exclusiveGateway": _one_way,
    "inclusiveGateway": _one_way,
    "parallelGateway": _one_way,
    "eventBasedGateway": _one_way,
    "process": _case_alone,
}


# --- forms -----------------------------------------------------------------------------------------------------
def _form(content: bytes, rule: str) -> bytes:
    """Let the fields that name a rule take anything, and be read by anybody."""
    form = orjson.loads(content)
    for field in _fields(form):
        properties = field.get("properties", {})
        if properties.get("rule") == rule:
            for name in (*_HOUSE_LIMITS, *_SECRECY, "rule"):
                properties.pop(name, None)
            for name in _LIMITS:
                field.get("validate", {}).pop(name, None)
    return orjson.dumps(form)


def _fields(component: Any) -> Iterator[dict[str, Any]]:
    if isinstance(component, dict):
        yield component
        for below in component.get("components", ()):
            yield from _fields(below)
