"""Runs a diagram with SpiffWorkflow as it is, nothing of ours, to record what it does."""

import time
from pathlib import Path
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition, SignalEventDefinition
from SpiffWorkflow.util.task import TaskState


class PlainRun:
    """One run of the process `p` of a file, driven to where it waits."""

    def __init__(self, path: Path) -> None:
        parser = SpiffBpmnParser()
        parser.add_bpmn_xml(etree.fromstring(path.read_bytes()), path.name)
        spec, subs = parser.get_spec("p"), parser.get_subprocess_specs("p")
        self.workflow: Any = BpmnWorkflow(spec, subs)
        self.workflow.task_tree.data["again"] = True
        self.settle()

    def settle(self) -> None:
        """Let everything run that can."""
        self.workflow.do_engine_steps()
        self.workflow.refresh_timers()
        self.workflow.do_engine_steps()

    def complete(self, name: str) -> None:
        """Complete the first ready user task of this name."""
        ready = self.workflow.get_tasks(state=TaskState.READY, manual=True)
        next(task for task in ready if task.task_spec.bpmn_name == name).run()
        self.settle()

    def send(self, name: str) -> None:
        """Send a message."""
        self.workflow.catch(BpmnEvent(MessageEventDefinition(name), payload={}, correlations={}))
        self.settle()

    def signal(self, name: str) -> None:
        """Send a signal."""
        self.workflow.catch(BpmnEvent(SignalEventDefinition(name), payload={}))
        self.settle()

    def wait(self, seconds: float) -> None:
        """Let time pass; the library reads the wall clock."""
        time.sleep(seconds)
        self.settle()

    @property
    def ready(self) -> list[str]:
        """Names of the user tasks that are ready, sorted."""
        ready = self.workflow.get_tasks(state=TaskState.READY, manual=True)
        return sorted(task.task_spec.bpmn_name for task in ready)

    @property
    def waiting(self) -> set[str]:
        """Ids of what waits or is under way."""
        tasks = self.workflow.get_tasks(state=TaskState.WAITING | TaskState.STARTED)
        return {task.task_spec.name for task in tasks}

    @property
    def finished(self) -> bool:
        """Whether the process has come to its end."""
        return bool(self.workflow.completed)

    @property
    def size(self) -> int:
        """How many tasks the library holds, predicted ones included."""
        return len(self.workflow.get_tasks())
