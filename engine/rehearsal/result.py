"""What a rehearsal came to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.rehearsal.timeline import Event


@dataclass(frozen=True, slots=True)
class RehearsalResult:
    """The outcome of one scenario or single diagram; `failures` are Chinese sentences, empty where it passed.

    `moved` has the day or moment on which something expected came about instead, as a scenario writes it, by the
    expectation's place from 0 and its key.
    """

    name: str
    failures: list[str] = field(default_factory=list)
    timeline: list[Event] = field(default_factory=list)
    moved: Mapping[tuple[int, str], str] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether everything went as expected."""
        return not self.failures

    def as_dict(self) -> dict[str, Any]:
        """The result as JSON values: name, passed, failures, timeline."""
        return {
            "name": self.name,
            "passed": self.passed,
            "failures": self.failures,
            "timeline": self.timeline,
        }
