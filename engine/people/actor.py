"""Who acts: a person signed in, or the system itself."""

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """The one in whose name an act is done. `login` goes into the history, with the name of the day.

    `sends` says that messages and signals from outside come through it: it has been given leave for them.
    """

    person_id: UUID | None
    login: str
    name: str
    sends: bool = field(default=False, compare=False)

    @property
    def is_system(self) -> bool:
        """Whether no person acts but the system."""
        return self.person_id is None


PUBLIC: Final = Actor(UUID(int=0), "public", "申请人")
"""Whoever comes without an account, over the public pages: a citizen, a company, a complainant."""

SYSTEM: Final = Actor(None, "system", "系统")
"""The system, when a timer fires or an answer from outside arrives."""
