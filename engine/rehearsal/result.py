"""What a rehearsal came to."""

from dataclasses import dataclass, field
from typing import Any

from engine.rehearsal.timeline import Event


@dataclass(frozen=True, slots=True)
class RehearsalResult:
    """The outcome of one scenario or single diagram; `failures` are Chinese sentences, empty where it passed."""

    name: str
    failures: list[str] = field(default_factory=list)
    timeline: list[Event] = field(default_factory=list)

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
