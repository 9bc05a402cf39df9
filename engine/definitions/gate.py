"""The gate: one rule set for the command line, the designer and publication.

It refuses what breaks BPMN 2.0, what the engine would run wrongly and, for a process folder, what the house
forbids. It changes nothing. `check_diagram` and `check_file` judge one file, `check_folder` a process folder,
`check_path` whichever stands there.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from engine import strict_yaml
from engine.definitions.checks import forms, house, personal
from engine.definitions.checks.household import House
from engine.definitions.closure import ClosureError, called_folders, closure_of
from engine.definitions.diagram import Diagram
from engine.definitions.diagram_gate import check_diagram, check_file
from engine.definitions.folder import FolderError, ProcessFolder, read_folder
from engine.definitions.policy import PolicyFileError, read_policy
from engine.definitions.problem import Problem, Subject
from engine.definitions.reader import diagram_of, read_diagram
from engine.definitions.services import FILE as SERVICES
from engine.definitions.services import Service, ServiceFileError, services_in
from engine.definitions.xml import UnreadableXml, parse_xml
from engine.expressions import ExpressionError
from engine.expressions.tables import read_decisions
from engine.words import side_by_side, words

__all__ = ["check_diagram", "check_file", "check_folder", "check_path", "refused"]

_RULE_ID = re.compile(r"^\s*-?\s*id:\s*([A-Za-z0-9-]+)\s*$", re.MULTILINE)


def check_path(path: Path) -> list[Problem]:
    """What is wrong with the process folder or the BPMN file at `path`; raises OSError for what is not there."""
    return check_folder(path) if path.is_dir() else check_file(path)


def refused(problems: Iterable[Problem]) -> bool:
    """Whether the problems refuse what they were found in: one error is enough."""
    return any(problem.severity == "error" for problem in problems)


def check_folder(path: Path) -> list[Problem]:
    """What is wrong with a process folder: BPMN, what the engine runs, and the house's rules for publishing."""
    try:
        folder = read_folder(path)
    except FolderError as error:
        return [_said(str(path), "folder", str(error), words("请指定一个流程文件夹。"))]
    problems = list(_parts(folder))
    known = _processes_beside(folder, problems)
    numbers = _numbers(folder, problems)
    decisions = _decisions(folder, problems)
    rules = _rules(folder.around)
    county = House(folder, _files(folder), numbers, decisions, rules, _services(folder, problems))
    for name, xml in folder.diagrams.items():
        found = check_diagram(xml, name, known_processes=known)
        problems += found
        if not any(problem.rule.startswith("xml-") or problem.rule == "not-bpmn" for problem in found):
            root = parse_xml(xml)
            subject = Subject(root, diagram_of(root, xml, name), known_processes=known)
            problems += [
                problem for check in (*house.CHECKS, personal.kept) for problem in check(subject, county)
            ]
    return problems


def _said(file: str, rule: str, message: str, remedy: str, element: str = "") -> Problem:
    return Problem("error", file, element, "", rule, message, remedy)


def _parts(folder: ProcessFolder) -> Iterator[Problem]:
    """The files a folder consists of."""
    if not folder.diagrams:
        yield _said(
            "",
            "house-no-diagram",
            words("文件夹里没有流程图(.bpmn)。"),
            words("请放入 %(key)s.bpmn。", key=folder.key),
        )
    if not folder.scenarios:
        yield _said(
            "",
            "house-no-scenario",
            words("没有演练用例(scenarios/*.yaml)。"),
            words("请至少保存一个演练用例,发布时要通过。"),
        )
    if "README.md" not in folder.files:
        yield Problem(
            "warning",
            "",
            "",
            "",
            "house-no-readme",
            words("没有说明(README.md)。"),
            words("请写明流程做什么、依据什么。"),
        )
    for name in folder.skipped:
        yield _said(
            name,
            "house-file-skipped",
            words("文件 %(name)s 过大或是链接,没有读取。", name=name),
            words("请换成普通文件并缩小。"),
        )
    for name, content in folder.forms.items():
        for message, remedy in forms.form_problems(content):
            yield _said(
                name, "house-form", words("表单 %(name)s:%(message)s。", name=name, message=message), remedy
            )
    for name, content in folder.documents.items():
        if not content.startswith(b"PK"):
            yield _said(
                name,
                "house-template",
                words("文书模板 %(name)s 不是 Word 文件(.docx)。", name=name),
                words("请用 WPS 或 Word 另存。"),
            )
    for name, content in folder.scenarios.items():
        yield from _scenario(name, content)


def _scenario(name: str, content: bytes) -> Iterator[Problem]:
    try:
        scenario = strict_yaml.load(content.decode("utf-8"))
    except (strict_yaml.StrictYamlError, UnicodeDecodeError) as error:
        yield _said(
            name,
            "house-scenario",
            words("演练用例 %(name)s:%(error)s。", name=name, error=error),
            words("请改正后再保存。"),
        )
        return
    missing = [key for key in ("name", "expect") if not isinstance(scenario, dict) or not scenario.get(key)]
    if missing:
        yield _said(
            name,
            "house-scenario",
            words("演练用例 %(name)s 缺少 %(missing)s。", name=name, missing=side_by_side(missing)),
            words("请写明用例名称和期望。"),
        )


def _processes_beside(folder: ProcessFolder, problems: list[Problem]) -> frozenset[str]:
    """Processes this folder may call: its own and those of the folders it needs."""
    known: set[str] = set()
    try:
        for each in (folder, *called_folders(folder)):
            for diagram in _readable(each):
                known |= set(diagram.processes)
        closure_of(folder)
    except ClosureError as error:
        problems.append(
            _said("", "house-closure", str(error), words("请补上缺少的流程,或给重名的文件改名。"))
        )
    return frozenset(known)


def _files(folder: ProcessFolder) -> frozenset[str]:
    """Its own files and those of the processes it calls: what its closure will hold."""
    called: list[ProcessFolder] = []
    with suppress(ClosureError):
        called = called_folders(folder)
    return frozenset(path for each in (folder, *called) for path in each.files)


def _readable(folder: ProcessFolder) -> Iterator[Diagram]:
    for name, xml in folder.diagrams.items():
        try:
            yield read_diagram(xml, name)
        except UnreadableXml:
            continue


def _numbers(folder: ProcessFolder, problems: list[Problem]) -> frozenset[str]:
    found: set[str] = set()
    try:
        for each in (folder, *called_folders(folder)):
            found |= set(read_policy(each.policy)) if each.policy is not None else set()
    except PolicyFileError as error:
        problems += [
            _said(
                "policy.yaml",
                "house-policy",
                words("政策参数 %(key)s:%(message)s。", key=key, message=message)
                if key
                else words("%(message)s。", message=message),
                words("请按 docs/notation.md 改正 policy.yaml。"),
                key,
            )
            for key, message in error.problems
        ]
    except ClosureError:
        found |= set()
    return frozenset(found)


def _decisions(folder: ProcessFolder, problems: list[Problem]) -> frozenset[str]:
    found: set[str] = set()
    for name, content in folder.tables.items():
        try:
            decisions = read_decisions(content)
        except ExpressionError as error:
            problems.append(
                _said(
                    name,
                    "house-table",
                    words("决策表 %(name)s:%(message)s。", name=name, message=error.message),
                    words("请改正决策表。"),
                )
            )
            continue
        for key in sorted(set(decisions) & found):
            problems.append(
                _said(
                    name,
                    "house-table",
                    words("决策 %(key)s 在两个文件里都有。", key=key),
                    words("请改名。"),
                    key,
                )
            )
        found |= set(decisions)
        for key, decision in decisions.items():
            problems += [
                _said(
                    name,
                    "house-table",
                    words("决策表 %(name)s:%(message)s。", name=name, message=problem.message),
                    words("请改正决策表。"),
                    key,
                )
                for problem in decision.problems
            ]
    return frozenset(found | _called_decisions(folder))


def _called_decisions(folder: ProcessFolder) -> set[str]:
    """The decisions of the processes it calls; what is wrong with those is said where they are kept."""
    found: set[str] = set()
    try:
        for each in called_folders(folder):
            for content in each.tables.values():
                found |= set(read_decisions(content))
    except (ClosureError, ExpressionError):
        return found
    return found


def _services(folder: ProcessFolder, problems: list[Problem]) -> dict[str, Service] | None:
    """The county's services, or None where it lists none."""
    try:
        return services_in(folder.around)
    except ServiceFileError as error:
        problems.append(
            _said(SERVICES, "house-services", words("%(error)s。", error=error), words("请改正服务目录。"))
        )
        return None


def _rules(around: Path | None) -> frozenset[str] | None:
    """The ids in the county's rules.yaml, or None where there is none."""
    file = around / "rules.yaml" if around is not None else None
    if file is None or not file.is_file():
        return None
    return frozenset(_RULE_ID.findall(file.read_text(encoding="utf-8")))
