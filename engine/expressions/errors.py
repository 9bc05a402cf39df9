"""What the expression language says when it refuses: one exception, in Chinese, with the place."""

from dataclasses import dataclass
from typing import Literal

from engine.words import words

Kind = Literal["syntax", "unknown_name", "unknown_function", "type", "limit", "value"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text a problem stands: line and column from 1, and the piece of text itself."""

    line: int
    column: int
    fragment: str


class ExpressionError(Exception):
    """An expression that does not parse or cannot be worked out.

    `kind` says which sort of problem, `reason` is the Chinese sentence alone, `message` the same with line,
    column and the piece of text in front; `place` is None where the problem has no single place.
    """

    def __init__(self, kind: Kind, reason: str, place: Place | None = None) -> None:
        super().__init__(kind, reason, place)
        self.kind: Kind = kind
        self.reason = reason
        self.place = place

    @property
    def message(self) -> str:
        if self.place is None:
            return self.reason
        fragment = f"“{self.place.fragment}”" if self.place.fragment else words("结尾")
        return words(
            "第 %(line)s 行第 %(column)s 列(%(fragment)s):%(reason)s",
            line=self.place.line,
            column=self.place.column,
            fragment=fragment,
            reason=self.reason,
        )

    def __str__(self) -> str:
        return self.message

    def located(self, place: Place) -> None:
        """Give the problem a place, unless it has one already."""
        self.place = self.place or place

    def shifted(self, lines: int, columns: int) -> None:
        """Tell the place as seen from the text that holds this one `lines` further down."""
        if self.place is not None:
            column = self.place.column + (columns if self.place.line == 1 else 0)
            self.place = Place(self.place.line + lines, column, self.place.fragment)
