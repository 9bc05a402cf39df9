"""A program: one published closure, made ready to run.

Compiled once per version and kept; it holds what the diagram says and SpiffWorkflow's specs for it, and no
state of any case.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import ParallelMultiInstanceTask, SequentialMultiInstanceTask

from engine.definitions.blocks import BlockStructure, block_structure
from engine.definitions.checks.expressions import HOUSE_FUNCTIONS
from engine.definitions.diagram import Diagram, Extension, Node, Process, Scope, Trigger
from engine.definitions.names import reference
from engine.definitions.policy import PolicyNumber
from engine.definitions.policy import read_policy as read_policy_file
from engine.definitions.reader import diagram_of
from engine.definitions.xml import parse_xml
from engine.expressions.tables import Decision, read_decisions
from engine.policy import PolicyValue
from engine.records.forms import Form, read_form
from engine.records.personal import personal_names
from engine.refusals import Refused
from engine.runtime.lazy import boundary_joins, make_lazy
from engine.runtime.prepare import drawn_id, prepare, spec_name, split_name
from engine.runtime.specs import ParallelLoop, Parser, SequentialLoop
from engine.words import CLAUSES, side_by_side, words

Seen = tuple[dict[str, Any], Mapping[str, Callable[..., object]]]
"""Case data and the house's functions, as a form's expressions see them."""


class Program:
    """What a version runs.

    `files` are the closure's files by path; `key` is the id of the process to run, or None for the main one
    of `main_file`. `drawn_in` says in which file each process stands.
    """

    def __init__(self, files: Mapping[str, bytes], main_file: str, digest: str = "") -> None:
        self.files = files
        self.digest = digest
        parser = Parser()
        self.processes: dict[str, Process] = {}
        self.drawn_in: dict[str, str] = {}
        self._triggers: dict[str, Mapping[str, Trigger]] = {}
        main: Diagram | None = None
        for path in sorted(files):
            if not path.endswith(".bpmn"):
                continue
            root = parse_xml(files[path])
            diagram = diagram_of(root, files[path], path)
            main = diagram if path == main_file else main
            self.processes.update(diagram.processes)
            self.drawn_in.update(dict.fromkeys(diagram.processes, path))
            self._triggers.update(
                {scope: diagram.triggers for p in diagram.processes.values() for scope in p.scopes}
            )
            prepare(root, diagram)
            parser.add_bpmn_xml(root, path)
        if main is None or main.main_process is None:
            raise ValueError(f"{main_file} holds no process")
        self.diagram = main
        self.process = main.main_process
        self.spec: Any = parser.get_spec(self.process.id)
        self.subspecs: dict[str, Any] = parser.get_subprocess_specs(self.process.id)
        self.scopes: dict[str, Scope] = {s.id: s for p in self.processes.values() for s in p.scopes.values()}
        self._forms: dict[str, Form] = {}
        self._joins: dict[str, dict[str, str]] = {}
        self._eager: set[str] = set()
        for spec in (self.spec, *self.subspecs.values()):
            self._adapt(spec)

    def _adapt(self, spec: Any) -> None:
        for task_spec in spec.task_specs.values():
            if getattr(task_spec, "bpmn_id", None):
                task_spec.bpmn_id = drawn_id(task_spec.bpmn_id)
            if isinstance(task_spec, ParallelMultiInstanceTask):
                task_spec.__class__ = ParallelLoop
            elif isinstance(task_spec, SequentialMultiInstanceTask):
                task_spec.__class__ = SequentialLoop
            if hasattr(task_spec, "merge_child"):
                spec.task_specs[task_spec.task_spec].completed_event.connect(task_spec.merge_child)
        structure = block_structure(self.scopes[drawn_id(spec.name)])
        self._joins[spec.name] = boundary_joins(spec)
        if isinstance(structure, BlockStructure):
            pairs = {
                spec_name(join, spec.task_specs): self._drawn(spec, split)
                for join, split in structure.pairs.items()
            }
            make_lazy(spec, pairs)
            self._joins[spec.name].update({split: join for join, split in pairs.items()})
        else:
            self._eager.add(spec.name)

    @staticmethod
    def _drawn(spec: Any, split: str) -> str:
        """The spec that splits: the node itself, or the gateway that `prepare` put behind it."""
        name = spec_name(split, spec.task_specs)
        behind = split_name(name)
        return behind if behind in spec.task_specs else name

    def node(self, scope: str, element: str) -> Node | None:
        """The diagram's node of this id in a process or subprocess, or None for the library's own tasks."""
        found = self.scopes.get(drawn_id(scope))
        return found.nodes.get(element) if found is not None else None

    def trigger(self, node: Node) -> Trigger | None:
        """The message, signal, error or escalation that an event, a send or a receive task refers to."""
        ref = node.event.ref if node.event is not None else reference(node.attributes.get("messageRef"))
        return self._triggers[node.scope].get(ref or "")

    def trigger_of(self, node: Node) -> tuple[str, str] | None:
        """Kind and name of the message or signal that a node refers to; None for any other."""
        found = self.trigger(node)
        return (found.kind, found.name) if found is not None and found.kind in ("message", "signal") else None

    @cached_property
    def has_conditions(self) -> bool:
        """Whether anything in it waits for a condition to come true."""
        return any(
            event.kind == "conditional"
            for process in self.processes.values()
            for node in process.nodes.values()
            for event in node.events
        )

    def process_of(self, scope: str) -> Process:
        """The process a scope belongs to."""
        return next(p for p in self.processes.values() if scope in p.scopes)

    def join_of(self, scope: str, split: str) -> str | None:
        """The join that closes what `split` opened, or None where that spec opens nothing."""
        return self._joins[scope].get(split)

    def splits(self, scope: str) -> Iterator[tuple[str, str]]:
        """The splits drawn in a scope with the joins that close them."""
        for split, join in self._joins[scope].items():
            if not split.endswith("BoundaryEventSplit"):
                yield split, join

    def is_eager(self, scope: str) -> bool:
        """Whether a scope runs with the library's own prediction, since its shape could not be proved."""
        return scope in self._eager

    @cached_property
    def stands(self) -> bool:
        """Whether any activity lets deadlines stand while it is under way."""
        nodes = (node for process in self.processes.values() for node in process.nodes.values())
        return any(node.extension("standstill") for node in nodes)

    @cached_property
    def has_deadlines(self) -> bool:
        """Whether any activity of the closure has a limit."""
        return any(node.all("deadline") for p in self.processes.values() for node in p.nodes.values())

    @cached_property
    def declared(self) -> dict[str, PolicyNumber]:
        """The numbers the process declares, by name."""
        raw = self.files.get("policy.yaml")
        return read_policy_file(raw) if raw is not None else {}

    @cached_property
    def policy(self) -> dict[str, PolicyValue]:
        """The defaults of the numbers the process declares, with their bases."""
        return {name: PolicyValue(number.default, number.basis) for name, number in self.declared.items()}

    def form(self, written: Extension | None) -> Form | None:
        """The form an element's `bj:form` names, read once."""
        if written is None:
            return None
        return self._form_at(written.get("ref"))

    def _form_at(self, path: str) -> Form:
        if path not in self._forms:
            self._forms[path] = read_form(self.files[path], HOUSE_FUNCTIONS)
        return self._forms[path]

    @cached_property
    def personal(self) -> Mapping[str, frozenset[str]]:
        """The names under which the closure's forms ask for personal data, each with who may see it."""
        nodes = [node for process in self.processes.values() for node in process.nodes.values()]
        places = [process.all("form") for process in self.processes.values()]
        places += [node.all("form") for node in nodes]
        paths = {written.get("ref") for written in chain.from_iterable(places)}
        return personal_names(self._form_at(path) for path in sorted(paths))

    def validated(
        self, written: Extension | None, data: dict[str, Any], seen: Callable[[], Seen]
    ) -> dict[str, Any]:
        """What the form makes of submitted data; without a form, the data as it is. Raises Refused (invalid).

        `seen` gives what the form's own expressions see; it is asked only where there is a form.
        """
        form = self.form(written)
        if form is None:
            return {name: value for name, value in data.items() if not name.startswith("_")}
        outcome = form.validate(data, *seen())
        if outcome.problems:
            raise Refused(
                words("有内容需要修改:") + side_by_side(outcome.problems.values(), CLAUSES),
                kind="invalid",
                problems=outcome.problems,
                rule=form.rule_of(outcome.problems),
            )
        return dict(outcome.values)

    def template_digest(self, path: str) -> str:
        """The digest of a document template of this closure; empty where the paper has none."""
        content = self.files.get(path)
        return "sha256:" + hashlib.sha256(content).hexdigest() if content is not None else ""

    @property
    def is_public(self) -> bool:
        """Whether applicants may follow its cases with number and query code (`bj:case public`, GC-17)."""
        written = self.process.extension("case")
        return written is not None and written.get("public") in ("true", "progress")

    @property
    def is_disclosed(self) -> bool:
        """Whether concluded cases are listed for everybody, too: not where only the applicant may look (GK-01)."""
        written = self.process.extension("case")
        return written is not None and written.get("public") == "true"

    @cached_property
    def decisions(self) -> dict[str, Decision]:
        """Every decision of the closure's tables, by id."""
        tables = [content for path, content in sorted(self.files.items()) if path.endswith(".dmn")]
        return {key: decision for content in tables for key, decision in read_decisions(content).items()}
