"""What a BPMN file says, as one immutable model of our own.

`engine.definitions.reader.read_diagram` builds it from XML and is tolerant: a diagram that breaks rules is
still read, and `engine.definitions.problems` says what is wrong with it. Nothing here knows how a diagram is
executed. The words are those of BPMN 2.0 (OMG formal/2011-01-03), the extensions those of docs/notation.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
"""Namespace of BPMN 2.0 models."""
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
"""Namespace of the picture that belongs to a model."""
BJ: Final = "urn:banjie:bpmn:1"
"""Namespace of our extension elements, usual prefix `bj`."""

TASK_TYPES: Final = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "scriptTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "businessRuleTask",
    }
)
SUBPROCESS_TYPES: Final = frozenset({"subProcess", "transaction", "adHocSubProcess"})
ACTIVITY_TYPES: Final = TASK_TYPES | SUBPROCESS_TYPES | {"callActivity"}
GATEWAY_TYPES: Final = frozenset(
    {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"}
)
CATCHING_TYPES: Final = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent"})
THROWING_TYPES: Final = frozenset({"endEvent", "intermediateThrowEvent"})
EVENT_TYPES: Final = CATCHING_TYPES | THROWING_TYPES
NODE_TYPES: Final = ACTIVITY_TYPES | GATEWAY_TYPES | EVENT_TYPES


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension element of ours: its local name, attributes, children and text."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple["Extension", ...] = ()
    text: str = ""

    def get(self, attribute: str, default: str = "") -> str:
        """The attribute's text, or `default` where it is absent."""
        return self.attributes.get(attribute, default)

    def all(self, name: str) -> tuple["Extension", ...]:
        """The children called `name`, in document order."""
        return tuple(child for child in self.children if child.name == name)


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression as written: its text without surrounding space, and its language where declared."""

    text: str
    language: str | None = None
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class EventDefinition:
    """What an event waits for or throws.

    `kind` is timer, message, signal, error, escalation, conditional, link, terminate, cancel or compensate.
    `ref` is the id of the message, signal, error or escalation, or of the activity to compensate;
    `expression` is the timer's or the condition's; `timer` is date, duration or cycle; `link` is the name
    of the link.
    """

    kind: str
    id: str | None = None
    ref: str | None = None
    expression: Expression | None = None
    timer: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """Repetition of an activity: standard loop (`multiple` false) or multi-instance.

    `collection`, `item`, `results` and `result` name the data of BPMN's loopDataInputRef, inputDataItem,
    loopDataOutputRef and outputDataItem; `bj:item` on the node says the same in our words.
    """

    multiple: bool
    sequential: bool = False
    cardinality: Expression | None = None
    collection: str | None = None
    item: str | None = None
    results: str | None = None
    result: str | None = None
    completion: Expression | None = None
    condition: Expression | None = None
    maximum: str | None = None
    test_before: bool = False
    behavior: str = "All"


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow. `is_default` says that its source names it as the default."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: Expression | None = None
    is_default: bool = False
    extensions: tuple[Extension, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A flow node: activity, event or gateway.

    `type` is BPMN's element name. `incoming` and `outgoing` are the ids of the sequence flows that really end
    and begin here, in document order. `scope` is the id of the process or subprocess it stands in. `lane` is
    the name of the innermost lane, `lanes` all of them from the outside in. `boundary` holds the ids of the
    boundary events attached to it. `attributes` are the XML attributes without a namespace, as written.
    """

    id: str
    type: str
    scope: str
    name: str = ""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str | None = None
    lanes: tuple[str, ...] = ()
    events: tuple[EventDefinition, ...] = ()
    attached_to: str | None = None
    interrupting: bool = True
    boundary: tuple[str, ...] = ()
    loop: Loop | None = None
    called: str | None = None
    script: Expression | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    extensions: tuple[Extension, ...] = ()
    documentation: str = ""

    @property
    def lane(self) -> str:
        """Name of the innermost lane, or an empty text."""
        return self.lanes[-1] if self.lanes else ""

    @property
    def label(self) -> str:
        """The name a person sees; the id where there is none."""
        return self.name or self.id

    @property
    def event(self) -> EventDefinition | None:
        """The first event definition: what a (single) event waits for or throws."""
        return self.events[0] if self.events else None

    @property
    def is_event_subprocess(self) -> bool:
        """Whether this is a subprocess that an event starts."""
        return self.type in SUBPROCESS_TYPES and self.attributes.get("triggeredByEvent") in ("true", "1")

    def extension(self, name: str) -> Extension | None:
        """The first extension element of ours called `name`, or None."""
        return next((item for item in self.extensions if item.name == name), None)

    def all(self, name: str) -> tuple[Extension, ...]:
        """Every extension element of ours called `name`, in document order."""
        return tuple(item for item in self.extensions if item.name == name)


@dataclass(frozen=True, slots=True)
class Scope:
    """A process or subprocess: the nodes and flows that stand directly in it."""

    id: str
    type: str
    name: str = ""
    parent: str | None = None
    nodes: Mapping[str, Node] = field(default_factory=dict)
    flows: Mapping[str, Flow] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)

    def targets(self, node: Node) -> Iterator[Node]:
        """The nodes of this scope that follow `node` directly, in the order of its flows."""
        ends = (self.flows[flow].target for flow in node.outgoing)
        yield from (self.nodes[end] for end in ends if end in self.nodes)

    def sources(self, node: Node) -> Iterator[Node]:
        """The nodes of this scope that precede `node` directly, in the order of its flows."""
        ends = (self.flows[flow].source for flow in node.incoming)
        yield from (self.nodes[end] for end in ends if end in self.nodes)


@dataclass(frozen=True)
class Process:
    """One process. `scopes` holds its own scope first, then every subprocess; each by id."""

    id: str
    name: str
    executable: bool | None
    scopes: Mapping[str, Scope]
    extensions: tuple[Extension, ...] = ()
    documentation: str = ""

    @property
    def scope(self) -> Scope:
        """The process's own scope, without what stands in its subprocesses."""
        return self.scopes[self.id]

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Every node of the process by id, those inside subprocesses included."""
        return {key: node for scope in self.scopes.values() for key, node in scope.nodes.items()}

    @cached_property
    def flows(self) -> Mapping[str, Flow]:
        """Every sequence flow of the process by id, those inside subprocesses included."""
        return {key: flow for scope in self.scopes.values() for key, flow in scope.flows.items()}

    def extension(self, name: str) -> Extension | None:
        """The first extension element of ours called `name` on the process, or None."""
        return next((item for item in self.extensions if item.name == name), None)

    def all(self, name: str) -> tuple[Extension, ...]:
        """Every extension element of ours called `name` on the process."""
        return tuple(item for item in self.extensions if item.name == name)


@dataclass(frozen=True, slots=True)
class Trigger:
    """What events refer to: a message, signal, error or escalation; `code` is that of the last two.

    `extensions` are ours, for example the correlation key of a message.
    """

    id: str
    kind: str
    name: str = ""
    code: str | None = None
    extensions: tuple[Extension, ...] = ()


@dataclass(frozen=True, slots=True)
class Participant:
    """A pool; `process` is the id of the process drawn in it, None for a black box."""

    id: str
    name: str
    process: str | None


@dataclass(frozen=True)
class Diagram:
    """One BPMN file. `digest` is the SHA-256 of its bytes, in hexadecimal."""

    file: str
    digest: str
    id: str
    target_namespace: str
    processes: Mapping[str, Process]
    participants: tuple[Participant, ...] = ()
    triggers: Mapping[str, Trigger] = field(default_factory=dict)
    expression_language: str | None = None
    exporter: str = ""
    has_picture: bool = False

    @cached_property
    def called_elements(self) -> frozenset[str]:
        """Ids of the processes that call activities of this file name, those of this file included."""
        return frozenset(
            node.called
            for process in self.processes.values()
            for node in process.nodes.values()
            if node.type == "callActivity" and node.called
        )

    @property
    def main_process(self) -> Process | None:
        """The process a single file runs: its first executable one, else its first."""
        processes = list(self.processes.values())
        return next((p for p in processes if p.executable), processes[0] if processes else None)
