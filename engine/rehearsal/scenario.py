"""A scenario: a process's test as its designer writes it (docs/scenarios.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """How a task is answered: by whom (None: the first who may), with what, and for which task only."""

    by: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    unit: str | None = None
    item: Any = None


@dataclass(frozen=True, slots=True)
class Step:
    """One explicit act. `words` are what its verb needs; `place` says where it stands in the file.

    `refused` is the id of the rule that must refuse it, True for any refusal, None where it must be done.
    """

    at: datetime
    do: str
    by: str | None
    words: Mapping[str, Any]
    refused: str | bool | None
    place: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """Something that must hold in the end.

    `kind` is event, state, open, fields, deadline or score; `words` are what is compared, `written` the text
    for messages. `count` None means at least once, otherwise exactly so often.
    """

    kind: str
    words: Mapping[str, Any]
    count: int | None
    place: str
    written: str


Answers = Mapping[str, tuple[Answer, ...]]
"""Standing answers by name or id of the task."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario file, read and checked. `until` None lets it run until nothing more can happen.

    `hold` names tasks that are left to people though the diagram lets a rehearsal answer them plainly; `pilot` the
    units that alone run the process to begin with, None for the whole county.
    """

    name: str
    process: str
    now: datetime
    steps: tuple[Step, ...]
    answers: Answers
    until: datetime | None
    expect: tuple[Expectation, ...]
    hold: tuple[str, ...] = ()
    pilot: tuple[str, ...] | None = None
