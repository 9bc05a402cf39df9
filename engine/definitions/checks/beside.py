"""What a diagram names that is kept beside it is there: numbers, rules, decisions, services."""

import re
from collections.abc import Iterator
from typing import Final

from engine.definitions.checks.household import House, extensions
from engine.definitions.diagram import Flow, Node, Process
from engine.definitions.problem import Problem, Subject, quoted
from engine.words import words

_POLICY_CALL: Final = re.compile(r"""policy\(\s*["']([^"']+)["']\s*\)""")
_RULE_IN: Final = {"rule": "id", "deadline": "liability"}
"""The attribute that names a rule, where it is not `rule`."""


def numbers(subject: Subject, house: House) -> Iterator[Problem]:
    """policy("…") in any expression names a declared number."""
    for place, text in _texts(subject):
        for key in _POLICY_CALL.findall(text):
            if key not in house.numbers:
                yield undeclared(subject, place, key)


def undeclared(subject: Subject, place: Node | Flow | Process, key: str) -> Problem:
    """That a number is named which policy.yaml does not declare."""
    return subject.problem(
        "house-unknown-policy",
        place,
        words("%(place)s用到的政策参数 %(key)s 没有在 policy.yaml 中登记。", place=quoted(place), key=key),
        words("请在 policy.yaml 中补上它,或改用已登记的参数。"),
    )


def _texts(subject: Subject) -> Iterator[tuple[Node | Flow | Process, str]]:
    """Every text of a running process that may hold an expression."""
    for process in subject.runnable:
        for flow in process.flows.values():
            if flow.condition:
                yield flow, flow.condition.text
        for node in process.nodes.values():
            expressions = [event.expression for event in node.events] + [node.script]
            yield from ((node, item.text) for item in expressions if item is not None)
        for place, extension in extensions(subject, None):
            yield from ((place, value) for value in extension.attributes.values())


def by_which_rule(subject: Subject, house: House) -> Iterator[Problem]:
    """Rules that elements name exist in rules.yaml."""
    if house.rules is None:
        return
    for place, extension in extensions(subject, None):
        key = extension.get(_RULE_IN.get(extension.name, "rule"))
        if key and key not in house.rules:
            yield subject.problem(
                "house-unknown-rule",
                place,
                words("%(place)s引用的规则 %(key)s 不在 rules.yaml 中。", place=quoted(place), key=key),
                words("请改正规则编号,或先在 rules.yaml 中登记。"),
            )


def tables(subject: Subject, house: House) -> Iterator[Problem]:
    """A business rule task names a decision of the folder."""
    for node in (n for process in subject.runnable for n in process.nodes.values()):
        decision = node.extension("decision")
        if node.type == "businessRuleTask" and decision is None:
            yield subject.problem(
                "house-no-decision",
                node,
                words("决策任务%(node)s没有选定决策表。", node=quoted(node)),
                words("请选定决策表(bj:decision ref)。"),
            )
        if decision is not None and decision.get("ref") not in house.decisions:
            yield subject.problem(
                "house-unknown-decision",
                node,
                words(
                    "%(node)s所用的决策 %(ref)s 不在流程文件夹的 .dmn 文件里。",
                    node=quoted(node),
                    ref=decision.get("ref"),
                ),
                words("请改正决策的 id,或补上决策表。"),
            )


def services(subject: Subject, house: House) -> Iterator[Problem]:
    """A service is one of the county's, and gets what it cannot do without."""
    if house.services is None:
        return
    for place, called in extensions(subject, "service"):
        operation = called.get("operation")
        known = house.services.get(operation)
        if known is None:
            yield subject.problem(
                "house-unknown-service",
                place,
                words(
                    "%(place)s所用的服务“%(operation)s”不在服务目录里。",
                    place=quoted(place),
                    operation=operation,
                ),
                words("请改选目录里的服务,或请系统管理员在 services.yaml 中登记。"),
            )
            continue
        given = {item.get("name") for item in called.all("input")}
        for name in sorted(known.required - given):
            yield subject.problem(
                "house-service-input",
                place,
                words(
                    "%(place)s没有送去服务“%(name)s”必需的“%(name2)s”。",
                    place=quoted(place),
                    name=known.name,
                    name2=name,
                ),
                words("请在“送去”里填写它的值。"),
            )
