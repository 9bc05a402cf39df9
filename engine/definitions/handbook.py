"""手册 of a procedure as a Word file, made from what runs: picture, steps, who, how long, what is asked, by which rule (GC-18)."""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any, Final

import orjson
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from engine.definitions.diagram import Diagram, Extension, Flow, Node, Process
from engine.definitions.folder import main_file
from engine.definitions.form_label import label_of
from engine.definitions.handbook_pictures import A4, Shown, on_its_side, write_pictures
from engine.definitions.limit_words import limit_words, number_words, numbers_in
from engine.definitions.reader import read_diagram
from engine.definitions.words import word
from engine.definitions.xml import UnreadableXml
from engine.rulebook import RuleBook

_HEADINGS: Final = ("序号", "环节", "谁办", "多久", "填什么", "出具的文书", "依据")
_WIDTHS: Final = (1.2, 3.2, 3.0, 3.0, 4.6, 2.8, 2.2)
_SHOWN: Final = frozenset(
    {"userTask", "manualTask", "callActivity", "serviceTask", "businessRuleTask", "receiveTask"}
)
_FONT: Final = "仿宋"


def handbook(process: str, files: Mapping[str, bytes], rules: RuleBook, version: str) -> bytes:
    """The Word file for the procedure `process` with these files; `version` says which edition it is of.

    Raises UnreadableXml where the main diagram cannot be read.
    """
    main = main_file(process, files)
    diagram = read_diagram(files[main], main)
    found = diagram.main_process
    book = _Book(diagram, files, rules)
    if found is not None:
        book.write(found, version)
    written = BytesIO()
    book.document.save(written)
    return written.getvalue()


class _Book:
    def __init__(self, diagram: Diagram, files: Mapping[str, bytes], rules: RuleBook) -> None:
        self.diagrams = [diagram, *_others(diagram, files)]
        self.files = files
        self.rules = rules
        self.numbers = numbers_in(files)
        self.document: WordDocument = Document()
        _set_up(self.document)

    def write(self, process: Process, version: str) -> None:
        """Head, the steps, what is to be brought, the papers, the numbers, the clauses; parts it calls with it."""
        name = process.name or process.id
        self.document.add_heading(f"{name}手册" if name.endswith("办理") else f"{name}办理手册", 0)
        self.document.add_paragraph(f"本手册由运行中的流程图自动生成,{version}。流程改了,请重新导出。")
        self._about(process)
        parts = [process, *self._called(process)]
        nodes = [node for part in parts for node in in_order(part)]
        write_pictures(self.document, "二、流程图", self._shown(parts))
        self._steps(nodes)
        self._materials(process, nodes)
        self._papers(parts)
        self._policy()
        self._clauses(parts)

    def _called(self, process: Process) -> list[Process]:
        """The processes that this one calls, directly or through others, as far as they are among the files."""
        known = {key: part for diagram in self.diagrams for key, part in diagram.processes.items()}
        found: dict[str, Process] = {}
        waiting = [process]
        while waiting:
            for node in waiting.pop().nodes.values():
                part = known.get(node.called or "")
                if part is not None and part.id not in (process.id, *found):
                    found[part.id] = part
                    waiting.append(part)
        return list(found.values())

    def _shown(self, parts: list[Process]) -> list[Shown]:
        """The diagrams that these processes stand in, each once, named after the first of them."""
        found: dict[str, Shown] = {}
        for part in parts:
            for diagram in self.diagrams:
                if part.id in diagram.processes and diagram.file not in found:
                    found[diagram.file] = Shown(part.name or part.id, self.files[diagram.file])
        return list(found.values())

    def _about(self, process: Process) -> None:
        self.document.add_heading("一、总的要求", 1)
        case = process.extension("case")
        starters = case.get("start").split() if case else []
        rows = [
            ("谁可以发起", "、".join(starters) or "按流程图"),
            ("总时限", "、".join(self._limits(process.extensions)) or "各环节分别规定"),
            ("发起时填写", "、".join(self._fields(process.extensions)) or "不用填写"),
        ]
        if process.documentation:
            self.document.add_paragraph(process.documentation)
        table = self.document.add_table(rows=0, cols=2, style="Table Grid")
        for name, text in rows:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = name, text

    def _steps(self, nodes: list[Node]) -> None:
        self.document.add_heading("三、环节、岗位和时限", 1)
        table = self.document.add_table(rows=1, cols=len(_HEADINGS), style="Table Grid")
        for cell, text in zip(table.rows[0].cells, _HEADINGS, strict=True):
            cell.text = text
            cell.paragraphs[0].runs[0].bold = True
        for place, node in enumerate(nodes, 1):
            written = (
                str(place),
                node.label if node.type in ("userTask", "manualTask") else f"{node.label}({word(node.type)})",
                _who(node),
                "\n".join(self._limits(node.extensions)) or "—",
                "、".join(self._fields(node.extensions)) or "—",
                "、".join(paper.get("kind") for paper in node.all("document")) or "—",
                "、".join(rule.get("id") for rule in node.all("rule")) or "—",
            )
            for cell, text in zip(table.add_row().cells, written, strict=True):
                cell.text = text
        for row in table.rows:
            for cell, width in zip(row.cells, _WIDTHS, strict=True):
                cell.width = Cm(width)

    def _materials(self, process: Process, nodes: list[Node]) -> None:
        """What is to be attached, form by form."""
        owners: list[tuple[str, tuple[Extension, ...]]] = [("发起", process.extensions)]
        owners += [(node.label, node.extensions) for node in nodes]
        asked = [
            (name, label_of(component) or str(component.get("key")))
            for name, extensions in owners
            for component in self._components(extensions)
            if component.get("type") == "filepicker"
        ]
        self.document.add_heading("四、材料", 1)
        for name, label in asked:
            self.document.add_paragraph(f"{name}:{label}", style="List Bullet")
        if not asked:
            self.document.add_paragraph("各环节都不要求另附材料。")

    def _papers(self, parts: list[Process]) -> None:
        """Every paper, at which step it is issued, under which number: also those that no person's step issues."""
        issued = [
            (part.nodes[key].label, paper)
            for part in parts
            for key in part.nodes
            for paper in part.nodes[key].all("document")
        ]
        self.document.add_heading("五、出具的文书", 1)
        for label, paper in issued:
            number = f"(文号:{paper.get('number')})" if paper.get("number") else ""
            self.document.add_paragraph(f"{label}:{paper.get('kind')}{number}", style="List Bullet")
        if not issued:
            self.document.add_paragraph("不出具文书。")

    def _policy(self) -> None:
        if not self.numbers:
            return
        self.document.add_heading("六、可由县里调整的数", 1)
        for number in self.numbers.values():
            text = f"{number.label}:{number_words(number, number.default)}(依据:{number.basis})"
            self.document.add_paragraph(text, style="List Bullet")

    def _clauses(self, parts: list[Process]) -> None:
        places: list[Process | Node | Flow] = []
        for part in parts:
            places += [part, *part.nodes.values(), *part.flows.values()]
        ids = dict.fromkeys(
            each.get("id") for place in places for each in place.extensions if each.name == "rule"
        )
        found = self.rules.all(ids)
        if not found:
            return
        self.document.add_heading("七、依据的原文", 1)
        for rule in found:
            self.document.add_paragraph().add_run(rule.id).bold = True
            for quotation in rule.quotations:
                self.document.add_paragraph(f"「{quotation.text}」{quotation.title}{quotation.place}")
            if rule.reading:
                self.document.add_paragraph(f"本系统的读法:{rule.reading}")

    def _limits(self, extensions: Iterable[Extension]) -> list[str]:
        return [
            f"{each.get('name')}:{limit_words(each.get('limit'), self.numbers)}"
            for each in extensions
            if each.name == "deadline"
        ]

    def _fields(self, extensions: Iterable[Extension]) -> list[str]:
        return [
            label_of(component)
            for component in self._components(extensions)
            if label_of(component) and component.get("type") not in ("button", "expression")
        ]

    def _components(self, extensions: Iterable[Extension]) -> Iterator[dict[str, Any]]:
        for form in (each for each in extensions if each.name == "form"):
            content = self.files.get(form.get("ref"))
            if content is not None:
                yield from _leaves(orjson.loads(content))


def _others(main: Diagram, files: Mapping[str, bytes]) -> Iterator[Diagram]:
    """The other diagrams among the files that can be read."""
    for path, content in files.items():
        if path.endswith(".bpmn") and path != main.file:
            try:
                yield read_diagram(content, path)
            except UnreadableXml:
                continue


def _leaves(component: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if component.get("key"):
        yield component
    for inner in component.get("components", ()):
        yield from _leaves(inner)


def in_order(process: Process) -> Iterator[Node]:
    """The steps as a case passes them: from the starts along the flows, insides of subprocesses where they stand."""
    yield from _walk(process, process.id)


def _walk(process: Process, scope_id: str) -> Iterator[Node]:
    scope = process.scopes[scope_id]
    led_to = {flow.target for flow in scope.flows.values()}
    starts = [node for node in scope.nodes.values() if node.id not in led_to and node.type != "boundaryEvent"]
    seen: set[str] = set()
    waiting = [*starts, *scope.nodes.values()]
    while waiting:
        node = waiting.pop(0)
        if node.id in seen:
            continue
        seen.add(node.id)
        if node.type in _SHOWN:
            yield node
        if node.id in process.scopes:
            yield from _walk(process, node.id)
        besides = [scope.nodes[key] for key in node.boundary if key in scope.nodes]
        waiting[:0] = [*scope.targets(node), *besides]


def _who(node: Node) -> str:
    assigned = node.extension("assignment")
    if node.type not in ("userTask", "manualTask"):
        return "系统自动" if node.type != "callActivity" else "见该流程"
    if assigned is None:
        return node.lane or "—"
    if assigned.get("user"):
        return "发起人" if "initiator" in assigned.get("user") else "按办件确定的人"
    unit, post = assigned.get("unit"), assigned.get("post")
    unit = (
        "主办单位"
        if unit.replace(" ", "") == "=unit"
        else "按办件确定的单位"
        if unit.startswith("=")
        else unit
    )
    post = "按办件确定的岗位" if post.startswith("=") else post
    return " ".join(filter(None, (unit, post))) or node.lane or "—"


def _set_up(document: WordDocument) -> None:
    """A4 on its side, in the type of official papers, without the library's own date."""
    on_its_side(document.sections[0], A4)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(11)
    for name in ("Normal", "Title", "Heading 1"):
        document.styles[name].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
