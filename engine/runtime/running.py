"""An act that runs its diagram: what SpiffWorkflow, expressions and forms ask of it, answered by the parts of the house.

The library calls an act as its script engine; whatever the diagram wants done comes together here, so that
the parts themselves need to know `engine.runtime.act` only.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.expressions import ExpressionError, compile_expression, compile_script
from engine.expressions.tables import Decision
from engine.matters.contexts import offered
from engine.people.actor import SYSTEM
from engine.records import held_papers
from engine.refusals import StuckError
from engine.runtime import (
    admission,
    calling,
    deadlines,
    issued_papers,
    office,
    registers,
    stepping,
    sync,
    tallies,
    throwing,
    voting,
)
from engine.runtime.act import Act
from engine.runtime.fields import require_storable
from engine.runtime.program import Seen
from engine.runtime.scope import Names, branch_of, functions
from engine.runtime.uploads import Uploads
from engine.time import clock
from engine.words import words


class RunningAct(Act):
    """An act under way on a case of a published version."""

    # --- what the diagram asks (SpiffWorkflow calls these as its script engine) ---------------------------
    def evaluate(self, task: Task, expression: str, external_context: object = None) -> bool:
        """Whether a condition of the diagram holds at a task; all that is kept of it is the way the token went."""
        return bool(
            self._guarded(
                task,
                lambda: compile_expression(expression).evaluate_condition(
                    Names(self, task, personal=True), functions(self, task)
                ),
            )
        )

    def execute(self, task: Task, script: str, external_context: object = None) -> bool:
        """Run a script's assignments; what it assigns becomes case data, written by the system."""
        assigned = self._guarded(
            task, lambda: compile_script(script).run(Names(self, task), functions(self, task))
        )
        for name, value in assigned.items():
            self.fields.write(name, value, branch_of(task), SYSTEM.login, task.task_spec.bpmn_id)
        return True

    def perform(self, task: Task) -> bool | None:
        """Do an office task: True when done, None when an answer from outside must come first."""
        return office.perform(self, task, self.node(task))

    def enter(self, call: Task) -> None:
        """Take into a called process what its call activity says."""
        calling.enter(self, call)

    def items(self, loop: Task) -> list[Any]:
        """What a multi-instance activity hands out, one item a branch."""
        return voting.items(self, loop)

    def item_name(self, loop: Task) -> str:
        """The name under which a branch knows its item."""
        return voting.item_name(self.node(loop))

    def enough(self, child: Task, condition: str) -> bool:
        """Whether a multi-instance activity may end, now that `child` has answered."""
        return voting.enough(self, child, condition)

    # --- what functions of expressions ask ----------------------------------------------------------------
    def due(self, name: str, task: Task | None) -> datetime | None:
        """When the deadline `name` ends, as seen from a task; None while its clock is paused."""
        deadline = deadlines.find(self, name, task)
        if deadline is None:
            deadlines.open_entered(self)
            deadline = deadlines.find(self, name, task)
        if deadline is None:
            raise StuckError(words("此时没有名为“%(name)s”的时限;请核对 bj:deadline 的 name", name=name))
        return deadline.due_at.astimezone(clock.CIVIL) if deadline.due_at else None

    def spent(self, name: str, percent: int, task: Task | None) -> datetime | None:
        """When so much of the deadline `name` is used up (DJ-01); None while its clock is paused."""
        self.due(name, task)
        found = deadlines.find(self, name, task)
        moment = found.ledger.warn_at(self.world.calendar, self.world.hours, percent) if found else None
        return moment.astimezone(clock.CIVIL) if moment is not None else None

    def votes(self, task: Task | None, decision: object) -> int:
        """Ballots cast in the multi-instance activity around a task, or only those of one decision."""
        return voting.votes(task, decision)

    def gathered(self, name: str, task: Task | None) -> list[Any]:
        """What the branches below a task wrote in a field, personal data left out."""
        return self.fields.below(name, branch_of(task) if task is not None else "")

    def issued(self, kind: str, unit: object, year: object) -> int:
        """How many papers of a kind were issued to a unit in a calendar year, or in this case."""
        return issued_papers.issued(self, kind, unit, year)

    def paper(self, kind: str, number: str) -> dict[str, Any] | None:
        """What is known of the paper of a kind and number."""
        return issued_papers.paper(self, kind, number)

    def by_unit(self, process: str, since: object, wanted: object = None) -> list[dict[str, Any]]:
        """What the cases of a process came to since a day for each unit."""
        return tallies.by_unit(self, process, since, wanted)

    def papers(self, kind: str, unit: object, year: object) -> list[dict[str, Any]]:
        """The issued papers of a kind, with their fields."""
        return issued_papers.papers(self, kind, unit, year)

    def tally(self, process: str, since: object, unit: object = None) -> dict[str, Any]:
        """What the cases of a process came to since a day, in all or of one unit."""
        return tallies.tally(self, process, since, unit)

    def held(self, field: str, task: Task | None) -> list[dict[str, Any]]:
        """The papers held of the applicant whose number stands in a field, personal as it may be (GC-16)."""
        number = self.fields.get(field, branch_of(task) if task is not None else "")
        found = held_papers.held_by(self.connection, self.fields.vault, str(number)) if number else []
        return [{"name": each.paper, "on": each.kept_on, "case": each.case_number} for each in found]

    def case_of(self, number: str) -> dict[str, Any] | None:
        """What anybody may know of the case of a number."""
        return registers.case_of(self, number)

    def cases_with(self, process: str, field: str, value: object, since: object) -> list[dict[str, Any]]:
        """Cases of a process, begun since a day, whose field has a value."""
        return registers.cases_with(self, process, field, value, since)

    def points(self, unit: str, year: object) -> int:
        """A unit's net points of a year."""
        return registers.points(self, unit, year)

    def year_scores(self, year: object) -> list[dict[str, Any]]:
        """The scores of a calendar year, bonuses included."""
        return registers.year_table(self, year)

    def drawn(self, items: object, count: object) -> list[Any]:
        """Items drawn by lot."""
        return registers.drawn(self, items, count)

    # --- values and forms -----------------------------------------------------------------------------------
    def calculate(self, expression: str, task: Task | None, armed_at: datetime | None = None) -> Any:
        """The value of a FEEL expression at a task, or outside any."""
        return self._guarded(
            task,
            lambda: compile_expression(expression).evaluate(
                Names(self, task), functions(self, task, armed_at)
            ),
        )

    def decide(self, decision: Decision, task: Task) -> Any:
        """What a decision table says at a task."""
        return self._guarded(task, lambda: decision.evaluate(Names(self, task), functions(self, task)))

    def form_context(self, task: Task | None) -> Seen:
        """What a form's own expressions may refer to: the case data seen from a task, units, files, functions."""
        names = Names(self, task, personal=True)
        given = {
            "_units": self.world.directory.unit_names,
            "_files": Uploads(self.connection, self.case.id),
            "_offered": offered(self.world.catalogue, self.world.directory, clock.civil_date(self.now)),
        }
        data = {**{name: names[name] for name in names}, **given}
        return data, functions(self, task)

    def _guarded(self, task: Task | None, work: Callable[[], Any]) -> Any:
        element = task.task_spec.bpmn_id if task is not None else None
        try:
            return work()
        except ExpressionError as error:
            raise StuckError(error.message, element) from error
        except StuckError as error:
            error.element = error.element or element
            raise

    # --- beginning and running ------------------------------------------------------------------------------
    def begin(self, data: dict[str, Any]) -> None:
        """Open a new case's record with what its start form says. Raises Refused (invalid)."""
        process = self.case.program.process
        require_storable(data)
        filled = self.case.program.validated(process.extension("form"), data, lambda: self.form_context(None))
        for name, value in filled.items():
            self.fields.write(name, value, "", self.actor.login, process.id)
        admission.admit(self)
        self.record("instance.started", process.id, number=self.case.row["number"])
        self.name_case()

    def run(self) -> None:
        """Let the engine take every step that needs nobody, then see what waits now."""
        if self.case.is_running:
            stepping.take_steps(self)
            sync.synchronise(self)
        for answered in self.answered:
            answered.keep(self.fields)

    def completed(self, task: Task) -> None:
        """Note that a task of the diagram is done and see to its papers, scores, messages and what it throws."""
        node = self.find_node(task)
        if node is None or task.state != TaskState.COMPLETED:
            return
        if voting.is_loop(task):
            voting.collect(self, task, node)
            return
        self.entry.path.append(node.id)
        if node.type == "callActivity":
            calling.leave(self, task)
        office.effects(self, task, node)
        if node.type == "endEvent" and task.workflow is self.case.tree.workflow:
            self.last_end = node.label
        throwing.throw(self, task, node)
