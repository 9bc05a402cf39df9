"""What the engine refuses, in words for the person who asked."""

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

Kind = Literal["forbidden", "conflict", "invalid", "gone"]


class Refused(Exception):
    """An act that may not be done. Nothing has changed.

    `message` is Chinese and says what, why and what to do instead. `rule` is the id of the rule that refuses,
    where one does. `problems` maps a form field to what is wrong with it. `kind` tells pages and the API
    apart: forbidden (not yours), conflict (somebody was first), invalid (mend what you sent), gone (no such
    thing). `said` is what was submitted, where the history is to keep it (a late request's reasons, SD-08).
    """

    def __init__(
        self,
        message: str,
        *,
        kind: Kind,
        rule: str | None = None,
        problems: Mapping[str, str] | None = None,
        said: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.kind = kind
        self.rule = rule
        self.problems = dict(problems or {})
        self.said = dict(said or {})


class StuckError(Exception):
    """A step of a diagram cannot be taken: a condition fails, a service is unknown, no path is open.

    The act is rolled back and becomes an incident that an operator sees, mends and retries. `timer` is the key
    of the timer whose firing failed, where it was one.
    """

    def __init__(self, message: str, element: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.element = element
        self.timer: UUID | None = None
