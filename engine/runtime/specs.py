"""SpiffWorkflow's specs as Banjie runs them: which class executes which BPMN element.

The library parses the diagram; these classes change five things. A timer's moment is derived by us each time
it is asked for and fires only when an act names it. Scripts, conditions and tables are FEEL. An office task
(service, send, business rule) is performed by the act. What an event throws is the act's to deliver, so that
throwing events do nothing here. Nothing is predicted that need not be (`lazy`).
"""

from typing import Any, ClassVar

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.event_parsers import (
    BoundaryEventParser,
    EndEventParser,
    EventDefinitionParser,
    IntermediateCatchEventParser,
    IntermediateThrowEventParser,
    StartEventParser,
)
from SpiffWorkflow.bpmn.parser.task_parsers import CallActivityParser, TaskParser
from SpiffWorkflow.bpmn.parser.util import first, full_tag
from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent,
    CallActivity,
    EndEvent,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    ParallelMultiInstanceTask,
    SequentialMultiInstanceTask,
    StartEvent,
)
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition, TerminateEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.bpmn.util import PendingBpmnEvent
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.runtime.choice import EventGateway, EventGatewayParser
from engine.runtime.prepare import drawn_id


class DueTimer(TimerEventDefinition):
    """A timer whose moment is kept by the act that armed it and which fires only when an act names it.

    `kind` is date, duration or cycle, as the diagram says.
    """

    def __init__(self, name: str, expression: str, kind: str, **kwargs: Any) -> None:
        super().__init__(name, expression, **kwargs)
        self.kind = kind

    def has_fired(self, task: Task) -> bool:
        if task.workflow.script_engine.fires(task, self.name):
            task._set_internal_data(event_fired=True)
        return bool(task._get_internal_data("event_fired", False))

    def details(self, task: Task) -> PendingBpmnEvent:
        return PendingBpmnEvent(self.name, "timer")


class Condition(EventDefinition):
    """A condition to wait for; the act looks when it may have turned true and lets it happen."""

    def __init__(self, name: str, expression: str) -> None:
        super().__init__(name)
        self.expression = expression

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and other.name == self.name


class _OurEventParser(EventDefinitionParser):
    def parse_conditional_event(self, event: etree._Element) -> Condition:
        node = first(self.xpath(".//bpmn:condition"))
        if node is None:
            self.raise_validation_exception("a condition without a text", node=event)
        return Condition(drawn_id(self.node.get("id")), node.text)

    def parse_timer_event(self, event: etree._Element) -> DueTimer:
        for tag, kind in (("timeDate", "date"), ("timeDuration", "duration"), ("timeCycle", "cycle")):
            node = first(self.xpath(f".//bpmn:{tag}"))
            if node is not None:
                return DueTimer(drawn_id(self.node.get("id")), node.text, kind)
        self.raise_validation_exception("a timer without a time", node=event)
        raise AssertionError("unreachable")


class StartParser(_OurEventParser, StartEventParser):
    """Start events, with our timers."""


class CatchParser(_OurEventParser, IntermediateCatchEventParser):
    """Intermediate catch events, with our timers and conditions."""


class BoundaryParser(_OurEventParser, BoundaryEventParser):
    """Boundary events, with our timers."""


class Call(CallActivity):
    """A call activity; what it takes in is written before the called process begins."""

    def start_workflow(self, task: Task) -> None:
        task.workflow.script_engine.enter(task)
        super().start_workflow(task)


class OfficeTask(BpmnSpecMixin):
    """A task the act performs: service, send and business-rule tasks, message throws; abstract tasks pass through.

    The act answers True when it is done, None when an answer from outside must come first; the task then
    stays STARTED until an act brings the answer.
    """

    def _run_hook(self, task: Task) -> bool | None:
        done: bool | None = task.workflow.script_engine.perform(task)
        return done


class OfficeTaskParser(TaskParser):
    """Reads nothing from the node: what an office task does stands in its extension elements."""

    def create_task(self) -> OfficeTask:
        return OfficeTask(self.spec, self.bpmn_id, **self.bpmn_attributes)


class ThrowParser(IntermediateThrowEventParser):
    """An intermediate throw is a step of its own; a message throw may also call a service."""

    def create_task(self) -> Any:
        if first(self.xpath("./*[contains(name(), 'EventDefinition')]")) is not None:
            return OfficeTask(self.spec, self.bpmn_id, **self.bpmn_attributes)
        return super().create_task()


class EndParser(EndEventParser):
    """End events; the library sees to the terminate event only."""

    def create_task(self) -> EndEvent:
        is_fatal = first(self.xpath("./bpmn:terminateEventDefinition")) is not None
        definition = TerminateEventDefinition() if is_fatal else NoneEventDefinition()
        task = self._create_task(definition)
        task.connect(self.spec.end)
        return task


class UserTask(BpmnSpecMixin):
    """A task a person does: it stays READY until the act completes it."""

    def __init__(self, spec: Any, bpmn_id: str, **kwargs: Any) -> None:
        super().__init__(spec, bpmn_id, **kwargs)
        self.manual = True


class ScriptTask(BpmnSpecMixin):
    """FEEL assignments, one a line."""

    def __init__(self, spec: Any, bpmn_id: str, script: str, **kwargs: Any) -> None:
        super().__init__(spec, bpmn_id, **kwargs)
        self.script = script

    def _run_hook(self, task: Task) -> bool:
        task.workflow.script_engine.execute(task, self.script)
        return True


class _BallotLoop(BpmnSpecMixin):
    """What both multi-instance classes share: the collection and the end are the act's to say.

    Children get their item only; results are the case's own record, side by side, so the library's
    collecting of outputs is not used and a branch never copies the collection.
    """

    def merge_child(self, workflow: Any, child: Task) -> None:
        loop = child.parent
        index = str(child.internal_data["key_or_index"])
        loop.internal_data.setdefault("ballots", {})[index] = child.data.get("decision")
        self._after_child(loop, child)

    def _on_cancel(self, task: Task) -> None:
        """Cancel the subprocesses of branches that went with the loop."""
        super()._on_cancel(task)
        top = task.workflow.top_workflow
        for owner, inner in list(top.subprocesses.items()):
            if not any(owner in workflow.tasks for workflow in (top, *top.subprocesses.values())):
                inner.cancel()
                top.subprocesses.pop(owner, None)

    def _items(self, task: Task) -> list[Any]:
        items: list[Any] = task.workflow.script_engine.items(task)
        return items

    def _create(self, loop: Task, item: Any, index: int) -> Task:
        spec = loop.workflow.spec.task_specs[self.task_spec]
        child = loop._add_child(spec, TaskState.WAITING)
        child.triggered = True
        child.internal_data["key_or_index"] = index
        name = loop.workflow.script_engine.item_name(loop)
        child.data[name] = item
        child.task_spec._update(child)
        return child

    def _after_child(self, loop: Task, child: Task) -> None:
        raise NotImplementedError

    def _enough(self, child: Task) -> bool:
        condition = self.condition
        return bool(child.workflow.script_engine.enough(child, condition))


class ParallelLoop(_BallotLoop, ParallelMultiInstanceTask):
    """Parallel multi-instance: 会签, 或签, 比例签, by its completion condition."""

    def _update_hook(self, task: Task) -> bool | None:
        task._inherit_data()
        items = self._items(task)
        if not items:
            return True
        task._set_state(TaskState.STARTED)
        for index, item in enumerate(items):
            self._create(task, item, index)
        return None

    def _after_child(self, loop: Task, child: Task) -> None:
        if self._enough(child):
            for sibling in list(self._instances(loop)):
                sibling.cancel()
            loop._set_state(TaskState.READY)
        elif all(sibling.has_state(TaskState.FINISHED_MASK) for sibling in self._instances(loop)):
            loop._set_state(TaskState.READY)


class SequentialLoop(_BallotLoop, SequentialMultiInstanceTask):
    """Sequential multi-instance: 依次审批."""

    def _update_hook(self, task: Task) -> bool | None:
        task._inherit_data()
        items = self._items(task)
        if not items:
            return True
        task.internal_data["remaining"] = [[index, item] for index, item in enumerate(items)]
        task._set_state(TaskState.STARTED)
        self._next(task)
        return None

    def _next(self, loop: Task) -> None:
        index, item = loop.internal_data["remaining"].pop(0)
        self._create(loop, item, index)

    def _after_child(self, loop: Task, child: Task) -> None:
        if self._enough(child) or not loop.internal_data["remaining"]:
            loop._set_state(TaskState.READY)
        else:
            self._next(loop)


class ScriptParser(TaskParser):
    """Reads a script task's text; a script task without one does nothing."""

    def create_task(self) -> ScriptTask:
        node = first(self.xpath("./bpmn:script"))
        text = (node.text or "") if node is not None else ""
        return ScriptTask(self.spec, self.bpmn_id, script=text, **self.bpmn_attributes)


class Parser(BpmnParser):
    """The library's parser with the classes above."""

    OVERRIDE_PARSER_CLASSES: ClassVar[dict[str, tuple[type, type]]] = {
        full_tag("startEvent"): (StartParser, StartEvent),
        full_tag("intermediateCatchEvent"): (CatchParser, IntermediateCatchEvent),
        full_tag("boundaryEvent"): (BoundaryParser, BoundaryEvent),
        full_tag("eventBasedGateway"): (EventGatewayParser, EventGateway),
        full_tag("intermediateThrowEvent"): (ThrowParser, IntermediateThrowEvent),
        full_tag("endEvent"): (EndParser, EndEvent),
        full_tag("userTask"): (TaskParser, UserTask),
        full_tag("manualTask"): (TaskParser, UserTask),
        full_tag("scriptTask"): (ScriptParser, ScriptTask),
        full_tag("callActivity"): (CallActivityParser, Call),
        full_tag("task"): (OfficeTaskParser, OfficeTask),
        full_tag("serviceTask"): (OfficeTaskParser, OfficeTask),
        full_tag("sendTask"): (OfficeTaskParser, OfficeTask),
        full_tag("businessRuleTask"): (OfficeTaskParser, OfficeTask),
    }
