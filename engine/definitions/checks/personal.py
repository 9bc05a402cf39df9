"""Personal data must not leave its safe: only forms and conditions may read it (CP-10, docs/privacy.md)."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from engine.definitions.checks import expressions
from engine.definitions.checks.expressions import HOUSE_FUNCTIONS
from engine.definitions.checks.household import House
from engine.definitions.diagram import Extension, Flow, Node, Process
from engine.definitions.problem import Problem, Subject, quoted
from engine.expressions import ExpressionError, compile_expression, compile_script
from engine.records.forms import FormError, read_form
from engine.records.personal import personal_names
from engine.words import side_by_side, words

_PLACES_IN_TEXT: Final = re.compile(r"\{([^{}]*)\}")
_REMEDY: Final = words("请去掉它。个人信息只能用在表单和分支条件里,别处读出来是空的。")


def kept(subject: Subject, house: House) -> Iterator[Problem]:
    """Titles, notices, papers, scripts and messages read no personal field: what they say is kept in the clear."""
    personal = _declared(house)
    if not personal:
        return
    for process in subject.runnable:
        for node in process.nodes.values():
            if node.script is not None:
                yield from _said(subject, node, _script_names(node.script.text) & personal.keys())
        places: list[Node | Flow | Process] = [process, *process.nodes.values(), *process.flows.values()]
        for place in places:
            for extension in place.extensions:
                yield from _said(subject, place, _names(extension) & personal.keys())


def _declared(house: House) -> Mapping[str, frozenset[str]]:
    forms = []
    for content in house.folder.forms.values():
        try:
            forms.append(read_form(content, HOUSE_FUNCTIONS))
        except FormError:
            continue
    return personal_names(forms)


def _said(subject: Subject, place: Node | Flow | Process, read: set[str]) -> Iterator[Problem]:
    if read:
        names = side_by_side(sorted(read))
        yield subject.problem(
            "house-personal",
            place,
            words("%(place)s的设置读取了个人信息“%(names)s”。", place=quoted(place), names=names),
            _REMEDY,
        )


def _names(extension: Extension) -> set[str]:
    """Names that the FEEL of an extension element reads, those inside it included."""
    texts = [value.strip() for value in extension.attributes.values()]
    found: set[str] = set()
    for text in texts:
        for expression in [text.removeprefix("=")] if text.startswith("=") else _PLACES_IN_TEXT.findall(text):
            found |= _expression_names(expression)
    for name in expressions.ALWAYS_FEEL.get(extension.name, ()):
        found |= _expression_names(extension.get(name).strip().removeprefix("="))
    return found.union(*(_names(child) for child in extension.children))


def _expression_names(text: str) -> set[str]:
    try:
        return set(compile_expression(text).names)
    except ExpressionError:
        return set()


def _script_names(text: str) -> set[str]:
    try:
        return set(compile_script(text).names)
    except ExpressionError:
        return set()
