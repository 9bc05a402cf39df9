"""Rehearsing one BPMN file by itself, wherever it comes from.

No process folder and no county are needed: every answer is the system's, and a unit or post nobody knows is
made for the occasion. A start event that waits for something from outside begins at once; other executable
processes of the file that take messages or signals play along.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lxml import etree
from sqlalchemy import Connection

from engine import tables
from engine.definitions.closure import Closure
from engine.definitions.diagram import BJ, BPMN, CATCHING_TYPES, Diagram, Node
from engine.definitions.gate import check_file, refused
from engine.definitions.reader import diagram_of
from engine.definitions.xml import parse_xml
from engine.people.actor import SYSTEM
from engine.people.directory import Directory
from engine.refusals import Refused, StuckError
from engine.rehearsal.play import Play
from engine.rehearsal.result import RehearsalResult
from engine.rehearsal.scenario import Answers
from engine.rehearsal.stage import Stage, StageError
from engine.site import raise_generation
from engine.time import clock
from engine.time.clock import SimulatedClock
from engine.words import side_by_side, words

_BESIDE = ("forms/*.json", "*.dmn", "documents/*.docx", "policy.yaml")
"""What a single diagram may use of the folder it lies in."""
_NAMES = {"assignment": ("post", "unit"), "notify": ("to",), "document": ("to",), "score": ("unit",),
          "liability": ("unit",)}  # fmt: skip
"""Extension elements and their attributes that name a unit or a post."""


def run_diagram(
    file: Path,
    data: Mapping[str, Any] | None = None,
    answers: Answers | None = None,
    now: datetime | None = None,
    until: datetime | None = None,
    stage: Stage | None = None,
) -> RehearsalResult:
    """Run the main process of a BPMN file until nothing more can happen, or `until`.

    `data` is what it starts with. A user task without an answer stays as it is. A file that the gate refuses
    fails with the gate's errors. `stage` gives people and office hours; without it nobody is there.
    Raises OSError where the file cannot be read.
    """
    problems = [problem for problem in check_file(file) if refused([problem])]
    if problems:
        said: list[str] = [
            words(
                "%(where)s:%(said)s",
                where=p.element_name or p.element_id or p.file,
                said=side_by_side((p.message, p.remedy), ""),
            )
            for p in problems
        ]
        return RehearsalResult(file.name, said)
    simulated = SimulatedClock(now or clock.now())
    stage = stage or Stage(None)
    try:
        with clock.using(simulated), stage.county(clock.today()) as engine:
            closure, diagram = _closure(file)
            engine.database.transact(
                lambda connection: _introduce(connection, engine.directory(connection), diagram)
            )
            engine.publish_closure(closure, stage.compiled(closure), starts_cases=False)
            play = Play(engine, stage, simulated, answers or {}, by_system=True)
            for partner, begins in _partners(closure, diagram):
                engine.publish_closure(partner, stage.compiled(partner))
                if begins:
                    _begin(play, partner.key, data or {})
            if _begin(play, closure.key, data or {}):
                _run(play, until)
    except StageError as error:
        return RehearsalResult(file.name, list(error.problems))
    return RehearsalResult(file.name, play.failures + _stuck(play), play.timeline.events)


def _begin(play: Play, process: str, data: Mapping[str, Any]) -> bool:
    try:
        play.engine.start(process, SYSTEM, data)
    except (Refused, StuckError) as error:
        play.fail(words("不能发起:%(message)s", message=error.message))
        return False
    return True


def _run(play: Play, until: datetime | None) -> None:
    play.settle()
    if until is None:
        play.run_out()
    else:
        play.run_until(until)


def _stuck(play: Play) -> list[str]:
    incidents = [event for event in play.timeline.events if event["event"] == "incident.raised"]
    return [
        words("%(at)s 出现故障:%(message)s", at=event["at"][:16].replace("T", " "), message=event["message"])
        for event in incidents
    ]


def _closure(file: Path) -> tuple[Closure, Diagram]:
    """The file and what it uses of its folder, as something that can be published."""
    xml = file.read_bytes()
    root = parse_xml(xml)
    diagram = diagram_of(root, xml, file.name)
    process = diagram.main_process
    if process is None:
        raise StageError([words("图中没有流程(process),没有可以演练的")])
    files = {
        beside.relative_to(file.parent).as_posix(): beside.read_bytes()
        for pattern in _BESIDE
        for beside in sorted(file.parent.glob(pattern))
    }
    _begin_at_once(root, process.id)
    _drop_missing_forms(root, files)
    files[f"{process.id}.bpmn"] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return Closure(process.id, process.name or process.id, files), diagram


def _partners(closure: Closure, diagram: Diagram) -> Iterator[tuple[Closure, bool]]:
    """The other processes of the file that take messages or signals, each as something published by itself.

    With each, whether one begins it beforehand: where nothing from outside does.
    """
    called = diagram.called_elements
    for process in diagram.processes.values():
        catching = [node for node in process.nodes.values() if _listens(node)]
        if process.id == closure.key or not process.executable or process.id in called or not catching:
            continue
        root = parse_xml(closure.files[f"{closure.key}.bpmn"])
        for other in root.iter(f"{{{BPMN}}}process"):
            other.set("isExecutable", "true" if other.get("id") == process.id else "false")
        files = {path: content for path, content in closure.files.items() if not path.endswith(".bpmn")}
        files[f"{process.id}.bpmn"] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
        begins = not any(node.type == "startEvent" and node.scope == process.id for node in catching)
        yield Closure(process.id, process.name or process.id, files), begins


def _listens(node: Node) -> bool:
    """Whether a node waits for a message or a signal."""
    catching = node.type in CATCHING_TYPES and any(each.kind in ("message", "signal") for each in node.events)
    return catching or node.type == "receiveTask"


def _begin_at_once(root: etree._Element, process: str) -> None:
    """Where every start event of a process waits for something, let the first begin at once."""
    starts = [
        start
        for start in root.iter(f"{{{BPMN}}}startEvent")
        if (above := start.getparent()) is not None and above.get("id") == process
    ]
    awaited = [
        [part for part in start if str(part.tag).endswith(("EventDefinition", "eventDefinitionRef"))]
        for start in starts
    ]
    if starts and all(awaited):
        for part in awaited[0]:
            starts[0].remove(part)


def _drop_missing_forms(root: etree._Element, files: Mapping[str, bytes]) -> None:
    """Let a task whose form is not at hand take whatever it is answered with."""
    for form in list(root.iter(f"{{{BJ}}}form")):
        above = form.getparent()
        if above is not None and form.get("ref") not in files:
            above.remove(form)


# --- people nobody knows ------------------------------------------------------------------------------------------
def _introduce(connection: Connection, directory: Directory, diagram: Diagram) -> None:
    """Make a unit of every name in the diagram that the county does not know."""
    strangers = [
        name
        for name in dict.fromkeys(_names(diagram))
        if directory.find_unit(name) is None and all(post.name != name for post in directory.posts.values())
    ]
    for position, name in enumerate(strangers, len(directory.units) + 1):
        unit = {
            "id": f"rehearsal{position}",
            "name": name,
            "short_name": name[:60],
            "kind": "演练",
            "aliases": [],
            "position": position,
            "valid_from": date.min,
            "valid_to": None,
        }
        connection.execute(tables.unit.insert().values(unit))
    raise_generation(connection)


def _names(diagram: Diagram) -> Iterator[str]:
    for process in diagram.processes.values():
        for node in process.nodes.values():
            yield from node.lanes[-1:]
            for written in node.extensions:
                named = (written.get(attribute) for attribute in _NAMES.get(written.name, ()))
                yield from (name.partition("/")[0] for name in named if name and not name.startswith("="))
