"""Who does a task of a simulated year, and what is answered: what its case's scenario says, else the plain answer."""

from collections import Counter
from typing import Any, Final
from uuid import UUID

from engine.definitions.diagram import Node
from engine.people.actor import SYSTEM, Actor
from engine.people.directory import Directory
from engine.records.forms import Form
from engine.rehearsal import finding
from engine.rehearsal.elements import element_of
from engine.rehearsal.files import names_files, with_files
from engine.rehearsal.finding import NotFound, Row
from engine.rehearsal.fitting import fitted
from engine.rehearsal.plain import is_plain, plain_data
from engine.rehearsal.stage import ThrowAwayEngine
from engine.rehearsal.workload import Behaviour
from engine.runtime.fields import Fields
from engine.runtime.program import Program
from engine.time import clock
from engine.words import words

MOST_ROUNDS: Final = 12
"""How often one case may come to one element before it is left lying: its scenario says nothing that ends it."""


class RoundsError(Exception):
    """A case has come to one element too often; the message is Chinese."""


class Answering:
    """Answers tasks, each case in the way of its scenario."""

    def __init__(self, engine: ThrowAwayEngine, behaviour: Behaviour) -> None:
        self._engine = engine
        self._behaviour = behaviour
        self._places: dict[UUID, int] = {}
        self._rounds: Counter[tuple[UUID, str, str]] = Counter()

    def follows(self, case_id: UUID, place: int) -> None:
        """Note which of the year's cases one is, and so which scenario it follows."""
        self._places[case_id] = place

    def answer(self, task: Row) -> tuple[Actor, dict[str, Any]] | None:
        """Who answers what; None where the scenario lets the time run out. Raises RoundsError."""
        place = self._places.get(task["instance_id"])
        with self._engine.database.reading() as connection:
            directory = self._engine.directory(connection)
            try:
                actor = finding.actor_of_task(directory, None, task, clock.today(), task["process"])
            except NotFound:
                actor = SYSTEM
            program = self._engine.program(task["version_id"], connection)
            known = Fields(connection, task["instance_id"]).visible((task["item"] or {}).get("branch", ""))
        node = element_of(program, task["element"])
        said = self._said(place, task, directory) if place is not None else None
        if said is not None:
            form = program.form(node.extension("form")) if node is not None else None
            return actor, self._uploaded(task, form, actor, fitted(form, said, known))
        if node is None:
            return actor, {}
        if place is not None and self._behaviour.ends(place) and _goes_on_alone(program, node):
            return None
        return actor, plain_data(program, node, known)

    def _said(self, place: int, task: Row, directory: Directory) -> dict[str, Any] | None:
        """What the scenario answers in this round of the element, the last answer again and again."""
        key = (task["instance_id"], task["element"], str(task["item"]))
        if self._rounds[key] >= MOST_ROUNDS:
            raise RoundsError(
                words(
                    "“%(name)s”来回超过 %(most_rounds)s 次,用例没有写怎样才算完",
                    name=task["name"],
                    most_rounds=MOST_ROUNDS,
                )
            )
        self._rounds[key] += 1
        return self._behaviour.answer(place, task, self._rounds[key] - 1, clock.now(), directory)

    def _uploaded(self, task: Row, form: Form | None, actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
        """The data with its files as uploads, as a scenario's answers have them."""
        if not names_files(form, data):
            return data
        return self._engine.database.transact(
            lambda connection: with_files(connection, task["instance_id"], form, data, actor.login)
        )


def _goes_on_alone(program: Program, node: Node) -> bool:
    """Whether the diagram itself says what comes of it if nobody answers: a timer that takes the task away."""
    beside = (element_of(program, key) for key in node.boundary)
    return not is_plain(node) and any(
        each.interrupting and any(event.kind == "timer" for event in each.events)
        for each in beside
        if each is not None
    )
