"""What the house asks of a process before it is published: who, what, how long, by which rule (XS-05)."""

from collections.abc import Iterator
from typing import Final

from engine.definitions.checks.beside import by_which_rule, numbers, services, tables, undeclared
from engine.definitions.checks.household import House, HouseCheck, extensions
from engine.definitions.closure import is_called
from engine.definitions.diagram import Flow, Node, Process
from engine.definitions.problem import Problem, Subject, quoted
from engine.definitions.words import word
from engine.words import side_by_side, words

_MANUAL: Final = ("userTask", "manualTask")
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
    for place, form in extensions(subject, "form"):
        yield from _file_there(subject, place, house, form.get("ref"), words("表单"), ".json")
    for place, paper in extensions(subject, "document"):
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
    for place, deadline in extensions(subject, "deadline"):
        parts = [*deadline.get("limit").split("|"), *deadline.get("warn").split("|"), deadline.get("roll")]
        for part in parts:
            key = part.strip().removeprefix("policy:")
            if part.strip().startswith("policy:") and key not in house.numbers:
                yield undeclared(subject, place, key)


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
