"""The history of a case in the vocabulary of scenarios: what the journal says, event by event."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from engine.queries.timeline import RecordedAct, history_of
from engine.runtime.program import Program
from engine.time.clock import CIVIL
from web.access import case_or_404
from web.api.answers import Event, Events
from web.api.bodies import EventFilter
from web.api.values import plain
from web.schemas import program_of
from web.site import reading

_KEYS = ("task", "document", "incident", "score")
"""Facts that name a row by its key."""


def events(case_id: UUID, query: EventFilter) -> Events:
    """What happened in a case after the record `after`; records are not torn apart, so a page may be longer."""
    case = case_or_404(case_id)
    acts = history_of(reading(), case_id)
    course, found = _Course(program_of(case.version_id)), list[Event]()
    for act in acts:
        told = list(course.told(act))
        if act.sequence <= query.after:
            continue
        found += told
        if len(found) >= query.limit and act is not acts[-1]:
            return Events(items=found, next=act.sequence)
    return Events(items=found)


class _Course:
    """The course of a case: at which elements its tokens stand by what has been told."""

    def __init__(self, program: Program) -> None:
        nodes = (node for scope in program.scopes.values() for node in scope.nodes.values())
        self._labels = {node.id: node.label for node in nodes}
        self._standing: Counter[str] = Counter()

    def told(self, act: RecordedAct) -> Iterator[Event]:
        """The events of one act. An element where a token waits for no person is told when it is left."""
        head = {
            "sequence": act.sequence,
            "at": (act.due_at or act.at).astimezone(CIVIL).isoformat(timespec="seconds"),
            "by": act.actor,
            "on_behalf": act.on_behalf,
        }
        if act.due_at is not None:
            head["recorded_at"] = act.at.astimezone(CIVIL).isoformat(timespec="seconds")
        for event in act.events:
            if event["event"] == "path":
                for element in event["elements"]:
                    yield from self._passed(head, element)
                continue
            if event["event"] == "task.created":
                yield self._entered(head, event["element"])
            yield self._event(head, event)

    def _passed(self, head: dict[str, Any], element: str) -> Iterator[Event]:
        if not self._standing[element]:
            yield self._entered(head, element)
        self._standing[element] -= 1
        yield self._event(head, {"event": "element.left", "element": element})

    def _entered(self, head: dict[str, Any], element: str) -> Event:
        self._standing[element] += 1
        return self._event(head, {"event": "element.entered", "element": element})

    def _event(self, head: dict[str, Any], event: dict[str, Any]) -> Event:
        facts = {name: _fact(name, value) for name, value in event.items()}
        if "element" in event and event["element"] in self._labels:
            facts.setdefault("name", self._labels[event["element"]])
        return Event(**{**facts, **head})


def _fact(name: str, value: Any) -> Any:
    return str(UUID(hex=value)) if name in _KEYS and isinstance(value, str) else plain(value)
