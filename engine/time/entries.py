"""What is entered in a deadline's ledger: pauses and extensions, each with its reason (T-6)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands (停表) from `begin` to `end`, both days included; `end` None while it still stands.

    `holder` names what lets it stand, empty for an act of its own; the clock runs again when no holder is left.
    """

    begin: date
    end: date | None
    reason: str
    holder: str = ""

    def to_list(self) -> list[Any]:
        """The pause as JSON types; `from_list` reads it back unchanged."""
        plain = [self.begin.isoformat(), self.end and self.end.isoformat(), self.reason]
        return [*plain, self.holder] if self.holder else plain

    @classmethod
    def from_list(cls, stored: list[Any]) -> "Pause":
        """A pause from `to_list`."""
        begin, end, reason, *holder = stored
        return cls(read_point(begin), end and read_point(end), reason, *holder)


@dataclass(frozen=True, slots=True)
class Extension:
    """More budget (`amount`) or a new fixed date (`until`), granted at `granted` for `reason`."""

    kind: Literal["amount", "until"]
    value: int | date
    reason: str
    granted: date

    def to_list(self) -> list[Any]:
        """The extension as JSON types; `from_list` reads it back unchanged."""
        value = self.value if isinstance(self.value, int) else self.value.isoformat()
        return [self.kind, value, self.reason, self.granted.isoformat()]

    @classmethod
    def from_list(cls, stored: list[Any]) -> "Extension":
        """An extension from `to_list`."""
        kind, value, reason, granted = stored
        return cls(kind, value if kind == "amount" else read_point(value), reason, read_point(granted))


def read_point(text: str) -> date:
    """A civil date or an aware instant from ISO text."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
