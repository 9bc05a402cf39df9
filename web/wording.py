"""The history of a case in plain words: each act of the journal as one line with what came of it.

`EVENTS` says how each event reads; an event without an entry is of use to programs only and is not shown.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.people.actor import SYSTEM
from engine.queries.timeline import RecordedAct
from web.event_words.clocks import CLOCKS
from web.event_words.outgoing import OUTGOING
from web.event_words.sentence import Event, Sentence
from web.event_words.steps import STEPS
from web.event_words.whole import WHOLE
from web.kept_words import told_again
from web.names import login_name

EVENTS: Mapping[str, Callable[[Event], Sentence]] = {**STEPS, **WHOLE, **CLOCKS, **OUTGOING}
"""How each event reads."""
_SAID = ("message", "reason", "text")
"""What of an event the engine may have said in a sentence of its own."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One act in the history: its legal moment, by whom, and its sentences.

    `recorded` is when it was written down, where that was later than its legal moment.
    """

    at: datetime
    recorded: datetime | None
    who: str
    on_behalf: str | None
    sentences: list[Sentence]


def timeline(acts: Iterable[RecordedAct]) -> list[Moment]:
    """The acts that have something to tell, the latest first; what one moment brought by itself is one entry."""
    moments: list[Moment] = []
    for act in acts:
        moment = _moment(act)
        last = moments[-1] if moments else None
        if last is not None and act.actor == SYSTEM.login and (last.at, last.who) == (moment.at, moment.who):
            last.sentences.extend(moment.sentences)
        elif moment.sentences:
            moments.append(moment)
    return moments[::-1]


def _again(event: Event) -> Event:
    said = {name: told_again(event[name]) for name in _SAID if isinstance(event.get(name), str)}
    return {**event, **said}


def _moment(act: RecordedAct) -> Moment:
    sentences = [EVENTS[event["event"]](_again(event)) for event in act.events if event["event"] in EVENTS]
    behalf = login_name(act.on_behalf) if act.on_behalf else None
    recorded = act.at if act.due_at is not None else None
    return Moment(act.due_at or act.at, recorded, login_name(act.actor), behalf, sentences)
