"""Who does a task of a simulated year, and what is answered: what scenarios say, else the plain answer."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from engine.definitions.diagram import Node
from engine.people.actor import SYSTEM, Actor
from engine.people.directory import Directory
from engine.records.forms import Form
from engine.rehearsal import finding
from engine.rehearsal.behaviour import Behaviour
from engine.rehearsal.elements import element_of
from engine.rehearsal.files import names_files, with_files
from engine.rehearsal.finding import NotFound, Row
from engine.rehearsal.fitting import fitted
from engine.rehearsal.plain import is_plain, plain_data
from engine.rehearsal.shifting import Shift
from engine.rehearsal.stage import ThrowAwayEngine
from engine.runtime.fields import Fields
from engine.runtime.program import Program
from engine.time import clock
from engine.words import words

MOST_ROUNDS: Final = 12
"""How often one case may come to one element before it is left lying: no scenario says anything that ends it."""


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

    def answers(self, task: Row) -> Iterator[tuple[Actor, dict[str, Any]]] | None:
        """Who may answer what, the likeliest first; None where the scenario lets the time run out.

        Raises RoundsError.
        """
        with self._engine.database.reading() as connection:
            directory = self._engine.directory(connection)
            actor = _actor(directory, task)
            program = self._engine.program(task["version_id"], connection)
            known = Fields(connection, task["instance_id"]).visible((task["item"] or {}).get("branch", ""))
            own, others = self._said(connection, task, directory)
        node = element_of(program, task["element"])
        if node is None:
            return iter([(actor, {})])
        follows = task["instance_id"] in self._places
        if not own and follows and self._waits(task, program, node):
            return None
        form = program.form(node.extension("form"))
        return self._in_turn(
            task, actor, form, known, _ordered(own, others, plain_data(program, node, known), node)
        )

    def answered(self, task: Row) -> None:
        """Note that an answer was taken: the next task of this element is another round."""
        self._rounds[_key(task)] += 1

    def _said(
        self, connection: Connection, task: Row, directory: Directory
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """What scenarios answer in this round of the element: the case's own, and the others."""
        place = self._places.get(task["instance_id"])
        if place is None:
            return [], []
        round_ = self._rounds[_key(task)]
        if round_ >= MOST_ROUNDS:
            raise RoundsError(
                words(
                    "“%(name)s”来回超过 %(most_rounds)s 次,用例没有写怎样才算完",
                    name=task["name"],
                    most_rounds=MOST_ROUNDS,
                )
            )
        shift = Shift(clock.now(), self._engine.calendar(connection))
        return self._behaviour.answers(place, task, round_, shift, directory)

    def _waits(self, task: Row, program: Program, node: Node) -> bool:
        """Whether the case's scenario leaves the task to the timer that takes it away."""
        return self._behaviour.ends(self._places[task["instance_id"]]) and _goes_on_alone(program, node)

    def _in_turn(
        self,
        task: Row,
        actor: Actor,
        form: Form | None,
        known: dict[str, Any],
        answers: list[dict[str, Any]],
    ) -> Iterator[tuple[Actor, dict[str, Any]]]:
        for said in answers:
            yield actor, self._uploaded(task, form, actor, fitted(form, said, known))

    def _uploaded(self, task: Row, form: Form | None, actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
        """The data with its files as uploads, as a scenario's answers have them."""
        if not names_files(form, data):
            return data
        return self._engine.database.transact(
            lambda connection: with_files(connection, task["instance_id"], form, data, actor.login)
        )


def _actor(directory: Directory, task: Row) -> Actor:
    try:
        return finding.actor_of_task(directory, None, task, clock.today(), task["process"])
    except NotFound:
        return SYSTEM


def _ordered(
    own: list[dict[str, Any]], others: list[dict[str, Any]], plain: dict[str, Any], node: Node
) -> list[dict[str, Any]]:
    """A step that the diagram lets be answered plainly is, unless the case's own scenario says something of it."""
    return [*own, plain, *others] if is_plain(node) else [*own, *others, plain]


def _key(task: Row) -> tuple[UUID, str, str]:
    return task["instance_id"], task["element"], str(task["item"])


def _goes_on_alone(program: Program, node: Node) -> bool:
    """Whether the diagram itself says what comes of it if nobody answers: a timer that takes the task away."""
    beside = (element_of(program, key) for key in node.boundary)
    return not is_plain(node) and any(
        each.interrupting and any(event.kind == "timer" for event in each.events)
        for each in beside
        if each is not None
    )
