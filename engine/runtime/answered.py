"""What somebody answered stays as it was answered, though a script of the same act may write over the fields.

Of a field only the value at an act's end is stored. Where the diagram goes on to write another one (the facts for
the next slip over those of the slip just signed), the answer itself holds what was there when it was given.
"""

from dataclasses import dataclass
from typing import Any

from engine import values
from engine.runtime.fields import Fields


@dataclass(frozen=True, slots=True)
class Answered:
    """A user task's row, ended in this act, and the fields answered in a branch."""

    row: dict[str, Any]
    branch: str
    fields: dict[str, Any]

    def keep(self, standing: Fields) -> None:
        """Write into the row what does not stand any more; personal data stands nowhere but in its own field."""
        lost = {
            name: value
            for name, value in self.fields.items()
            if not standing.is_personal(name) and standing.get(name, self.branch) != value
        }
        if lost:
            self.row["answer"] = {**self.row["answer"], **values.to_json(lost)}
