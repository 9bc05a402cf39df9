"""The file follows BPMN 2.0's XML schema, and our extensions follow ours."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from engine.definitions.names import attribute, is_ours, local
from engine.definitions.problem import Check, Problem, Subject, quoted
from engine.definitions.schema import Violation, bpmn_violations, extension_violations, singletons
from engine.definitions.words import word
from engine.words import words

_MOST = 50
"""More schema problems than this in one file help nobody."""


def bpmn_schema(subject: Subject) -> Iterator[Problem]:
    """Element order, required and unknown attributes, value types (BPMN 2.0, chapters 8-10, XSD)."""
    told = (violation for violation in bpmn_violations(subject.root) if not _is_repeated_id(violation))
    for violation in islice(told, _MOST):
        rule, message, remedy = _explain(violation)
        yield subject.problem(rule, violation.element, message, remedy)


def _is_repeated_id(violation: Violation) -> bool:
    """Whether the schema only says that an id was used before, which `references` says better."""
    key = attribute(violation.element, "id") or ""
    return "atomic type 'xs:ID'" in violation.text and re.fullmatch(r"[^\W\d][\w.\-]*", key) is not None


def our_schema(subject: Subject) -> Iterator[Problem]:
    """Extension elements of ours follow docs/notation.md."""
    for holder in subject.elements("extensionElements"):
        owner = holder.getparent()
        for element in filter(is_ours, holder):
            for violation in extension_violations(element):
                _, message, remedy = _explain(violation)
                place = owner if owner is not None else element
                yield subject.problem(
                    "extension-schema",
                    place,
                    words("bj:%(element)s:%(said)s", element=local(element), said=message),
                    remedy,
                )


def once(subject: Subject) -> Iterator[Problem]:
    """What an element has once at most stands on it once: the engine reads the first and would forget the others."""
    for holder in subject.elements("extensionElements"):
        owner = holder.getparent()
        held = Counter(map(local, filter(is_ours, holder)))
        for name in sorted(singletons() & {each for each in held if held[each] > 1}):
            place = owner if owner is not None else holder
            yield subject.problem(
                "extension-twice",
                place,
                words(
                    "%(place)s有 %(count)s 个 bj:%(name)s,只能有一个:运行时只用第一个,其余的不起作用。",
                    place=quoted(place),
                    count=held[name],
                    name=name,
                ),
                words("请把要的内容合成一个,删去多余的。"),
            )


def _explain(violation: Violation) -> tuple[str, str, str]:
    where = words(
        "%(type)s%(element)s", type=word(local(violation.element)), element=quoted(violation.element)
    )
    text = re.sub(r"\{[^}]*\}", "", violation.text)
    names = re.findall(r"'([^']*)'", text)
    which = _attribute(text)
    if violation.kind.startswith("SCHEMAV_CVC_COMPLEX_TYPE_3_2"):
        return (
            "unknown-attribute",
            words("%(where)s有 BPMN 没有的属性 %(which)s。", where=where, which=which),
            words("请删去属性 %(which)s。", which=which),
        )
    if violation.kind == "SCHEMAV_CVC_COMPLEX_TYPE_4":
        return (
            "missing-attribute",
            words("%(where)s缺少必需的属性 %(which)s。", where=where, which=which),
            words("请补上属性 %(which)s。", which=which),
        )
    if violation.kind.startswith(("SCHEMAV_CVC_DATATYPE", "SCHEMAV_CVC_ENUM", "SCHEMAV_CVC_PATTERN")):
        value = names[-1] if "valid value" not in text else names[1] if len(names) > 1 else ""
        place = words("的属性 %(which)s", which=which) if which else ""
        return (
            "invalid-value",
            words("%(where)s%(place)s的值不合规定:%(value)s。", where=where, place=place, value=value),
            _expected(text),
        )
    if violation.kind == "SCHEMAV_ELEMENT_CONTENT":
        return _content(where, text)
    return (
        "schema",
        words("%(where)s不符合 BPMN 2.0 的格式:%(text)s", where=where, text=text),
        words("请在绘图工具中改正,或重新绘制该元素。"),
    )


def _attribute(text: str) -> str:
    found = re.search(r"attribute '([^']+)'", text)
    return found.group(1) if found else ""


def _expected(text: str) -> str:
    found = re.search(r"atomic type '(?:xs:)?([^']+)'", text)
    kinds = {
        "boolean": words("请填 true 或 false。"),
        "integer": words("请填整数。"),
        "int": words("请填整数。"),
        "QName": words("请填被引用元素的 id。"),
        "IDREF": words("请填被引用元素的 id。"),
        "ID": words("id 须以字母或下划线开头,只含字母、数字、点、横线、下划线。"),
        "anyURI": words("请填 URI。"),
    }
    return kinds.get(found.group(1) if found else "", words("请改为 BPMN 2.0 允许的取值。"))


def _content(where: str, text: str) -> tuple[str, str, str]:
    child = re.search(r"Element '([^']+)': (This element is not expected|Missing child)", text)
    wanted = re.search(r"Expected is (?:one of )?\(?\s*([^)]*)\)?", text)
    hint = (
        words("此处应为:%(group)s。", group=wanted.group(1).strip())
        if wanted
        else words("请按 BPMN 2.0 的次序放置子元素。")
    )
    if child and child.group(2) == "Missing child":
        return "missing-child", words("%(where)s缺少必需的内容。", where=where), hint
    return "misplaced-element", words("%(where)s出现在不允许的位置,或次序不对。", where=where), hint


CHECKS: tuple[Check, ...] = (bpmn_schema, our_schema, once)
