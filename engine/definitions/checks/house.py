"""What the house asks of a process before it is published: who, what, how long, by which rule (XS-05)."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from engine.definitions.closure import is_called
from engine.definitions.diagram import Extension, Flow, Node, Process
from engine.definitions.folder import ProcessFolder
from engine.definitions.problem import Problem, Subject, quoted
from engine.definitions.services import Service
from engine.definitions.words import word
from engine.words import side_by_side, words

_MANUAL: Final = ("userTask", "manualTask")
_POLICY_CALL: Final = re.compile(r"""policy\(\s*["']([^"']+)["']\s*\)""")
_BELONGS: Final = {
    "assignment": _MANUAL,
    "verbs": _MANUAL,
    "request": ("boundaryEvent", "intermediateCatchEvent"),
    "plain": _MANUAL,
    "decision": ("businessRuleTask",),
    "service": ("serviceTask", "sendTask"),
    "standstill": (*_MANUAL, "subProcess", "callActivity", "receiveTask"),
    "output": ("callActivity",),
    "matter": ("process",),
    "release": ("process",),
    "roster": ("process",),
    "public": ("process", "boundaryEvent", "intermediateCatchEvent", *_MANUAL),
}
_RULE_IN: Final = {"rule": "id", "deadline": "liability"}
"""The attribute that names a rule, where it is not `rule`."""


@dataclass(frozen=True, slots=True)
class House:
    """What the checks of one folder know: its numbers and decisions, the county's rules.

    `files` are its own and those of the processes it calls, which are in its closure. `rules` is None where there is no rules.yaml to look into, `services` where the county lists none.
    """

    folder: ProcessFolder
    files: frozenset[str]
    numbers: frozenset[str]
    decisions: frozenset[str]
    rules: frozenset[str] | None
    services: Mapping[str, Service] | None = None


HouseCheck = Callable[[Subject, House], Iterator[Problem]]


def _manual(subject: Subject) -> Iterator[Node]:
    for process in subject.runnable:
        yield from (node for node in process.nodes.values() if node.type in _MANUAL)


def executable(subject: Subject, _: House) -> Iterator[Problem]:
    """A process in a folder is there to be run."""
    if subject.diagram.processes and not any(p.executable for p in subject.diagram.processes.values()):
        yield subject.problem(
            "house-not-executable",
            None,
            words("图中没有标为可执行的流程。"),
            words('请把要运行的流程的 isExecutable 设为 "true"。'),
        )


def named(subject: Subject, _: House) -> Iterator[Problem]:
    """Staff see names: what people do, and what is decided, has one."""
    for process in subject.runnable:
        if not process.name:
            yield subject.problem(
                "house-unnamed",
                process,
                words("流程 %(id)s 没有名称。", id=process.id),
                words("请填写流程名称。"),
            )
        for node in process.nodes.values():
            if not node.name and (node.type.endswith("Task") or node.type in ("callActivity", "subProcess")):
                yield subject.problem(
                    "house-unnamed",
                    node,
                    words("%(type)s %(id)s 没有名称。", type=word(node.type), id=node.id),
                    words("请填写环节名称。"),
                )


def started(subject: Subject, house: House) -> Iterator[Problem]:
    """Somebody may start the folder's procedure, or something else does."""
    process = subject.diagram.main_process
    if process is None or process.id != house.folder.key or process not in subject.runnable:
        return
    case = process.extension("case")
    begins = [node for node in process.scopes[process.id].nodes.values() if node.type == "startEvent"]
    by_hand = not any(node.events for node in begins)
    named = case is not None and (case.get("start").strip() or case.get("message"))
    if by_hand and not named and not is_called(house.folder):
        yield subject.problem(
            "house-nobody-starts",
            process,
            words("流程%(process)s没有写谁可以发起,发布以后没有人能用它。", process=quoted(process)),
            words("请在流程的“可以发起”里选岗位或单位。"),
            "warning",
        )


def who(subject: Subject, _: House) -> Iterator[Problem]:
    """Each step a person does has a post (XS-05)."""
    for node in _manual(subject):
        assigned = node.extension("assignment")
        given = assigned is not None and (assigned.get("post").strip() or assigned.get("user").strip())
        if not given and not node.lane:
            yield subject.problem(
                "house-no-post",
                node,
                words("环节%(node)s没有写由谁办理(XS-05)。", node=quoted(node)),
                words("请填写岗位(bj:assignment post),或把它放进以岗位命名的泳道。"),
            )


def what(subject: Subject, house: House) -> Iterator[Problem]:
    """Each step a person does has a form, and the form is there (XS-05)."""
    for node in _manual(subject):
        if node.extension("form") is None and node.type == "userTask":
            yield subject.problem(
                "house-no-form",
                node,
                words("环节%(node)s没有表单(XS-05)。", node=quoted(node)),
                words("请选定要填写的表单(bj:form ref)。"),
            )
    for place, form in _extensions(subject, "form"):
        yield from _file_there(subject, place, house, form.get("ref"), words("表单"), ".json")
    for place, paper in _extensions(subject, "document"):
        yield from _file_there(subject, place, house, paper.get("template"), words("文书模板"), ".docx")


def _file_there(
    subject: Subject, place: Node | Flow | Process, house: House, path: str, what: str, suffix: str
) -> Iterator[Problem]:
    if path and (path not in house.files or not path.endswith(suffix)):
        yield subject.problem(
            "house-missing-file",
            place,
            words(
                "%(place)s所用的%(what)s %(path)s 不在流程文件夹里,也不在它调用的流程里。",
                place=quoted(place),
                what=what,
                path=path,
            ),
            words("请补上这个文件(%(suffix)s),或改选别的%(what)s。", suffix=suffix, what=what),
        )


def _around(subject: Subject, node: Node) -> Iterator[Node]:
    """The subprocesses a node stands in, the innermost first."""
    around = subject.node_by_id.get(node.scope)
    while around is not None:
        yield around
        around = subject.node_by_id.get(around.scope)


def how_long(subject: Subject, house: House) -> Iterator[Problem]:
    """Each step a person does has a limit, its own or that of a subprocess around it, with a declared number (XS-05)."""
    for node in _manual(subject):
        if not any(each.all("deadline") for each in (node, *_around(subject, node))):
            yield subject.problem(
                "house-no-limit",
                node,
                words("环节%(node)s没有办理时限(XS-05)。", node=quoted(node)),
                words("请填写时限(bj:deadline),如 policy:参数|7 wd。"),
            )
    for place, deadline in _extensions(subject, "deadline"):
        parts = [*deadline.get("limit").split("|"), *deadline.get("warn").split("|"), deadline.get("roll")]
        for part in parts:
            key = part.strip().removeprefix("policy:")
            if part.strip().startswith("policy:") and key not in house.numbers:
                yield _undeclared(subject, place, key)


def numbers(subject: Subject, house: House) -> Iterator[Problem]:
    """policy("…") in any expression names a declared number."""
    for place, text in _texts(subject):
        for key in _POLICY_CALL.findall(text):
            if key not in house.numbers:
                yield _undeclared(subject, place, key)


def _undeclared(subject: Subject, place: Node | Flow | Process, key: str) -> Problem:
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
        for place, extension in _extensions(subject, None):
            yield from ((place, value) for value in extension.attributes.values())


def by_which_rule(subject: Subject, house: House) -> Iterator[Problem]:
    """Rules that elements name exist in rules.yaml."""
    if house.rules is None:
        return
    for place, extension in _extensions(subject, None):
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
    for place, called in _extensions(subject, "service"):
        known = house.services.get(called.get("operation"))
        if known is None:
            yield subject.problem(
                "house-unknown-service",
                place,
                words(
                    "%(place)s所用的服务“%(operation)s”不在服务目录里。",
                    place=quoted(place),
                    operation=called.get("operation"),
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


def right_place(subject: Subject, _: House) -> Iterator[Problem]:
    """Our extensions stand on elements they mean something for; deadlines of one element differ in name."""
    for process in subject.diagram.processes.values():
        for node in process.nodes.values():
            for extension in node.extensions:
                wanted = _BELONGS.get(extension.name)
                if wanted and node.type not in wanted:
                    yield subject.problem(
                        "house-misplaced-extension",
                        node,
                        words(
                            "bj:%(name)s 放在%(type)s%(node)s上不起作用。",
                            name=extension.name,
                            type=word(node.type),
                            node=quoted(node),
                        ),
                        words("它只用于%(word)s。", word=side_by_side(map(word, wanted))),
                    )
            names = [extension.get("name") for extension in node.all("deadline")]
            if len(names) != len(set(names)):
                yield subject.problem(
                    "house-same-deadline",
                    node,
                    words("%(node)s有同名的时限。", node=quoted(node)),
                    words("请给每个时限起不同的名称。"),
                )


def _extensions(subject: Subject, name: str | None) -> Iterator[tuple[Node | Flow | Process, Extension]]:
    """Extensions called `name` (all, for None) of running processes, with the element they stand on."""
    for process in subject.runnable:
        places: list[Node | Flow | Process] = [process, *process.nodes.values(), *process.flows.values()]
        for place in places:
            for extension in place.extensions:
                if name is None or extension.name == name:
                    yield place, extension


CHECKS: tuple[HouseCheck, ...] = (
    executable,
    named,
    started,
    who,
    what,
    how_long,
    numbers,
    by_which_rule,
    tables,
    services,
    right_place,
)
