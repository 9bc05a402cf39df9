"""The floor: plain SpiffWorkflow in memory, with a JSON round trip at every step and no database."""

from __future__ import annotations

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from tests.bench.timing import seconds_each


class PlainSpiff:
    """Three user tasks in a row, by the library alone."""

    def __init__(self, xml: bytes) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.fromstring(xml))
        self._spec = parser.get_spec("p")
        self._serializer = BpmnWorkflowSerializer()

    def block(self, instances: int) -> float:
        """Seconds a step, of so many instances."""
        started = [self._start() for _ in range(instances)]
        return seconds_each(lambda: [self._finish(text) for text in started], 3 * instances)

    def _start(self) -> str:
        workflow = BpmnWorkflow(self._spec)
        workflow.do_engine_steps()
        return str(self._serializer.serialize_json(workflow))

    def _finish(self, text: str) -> None:
        for _ in range(3):
            workflow = self._serializer.deserialize_json(text)
            task = workflow.get_next_task(state=TaskState.READY, manual=True)
            task.data["note"] = "已办"
            task.run()
            workflow.do_engine_steps()
            text = self._serializer.serialize_json(workflow)
        assert workflow.completed
