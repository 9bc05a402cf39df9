"""Standing answers: which answer a task that has become ready gets."""

from collections import Counter
from collections.abc import Sequence, Set
from typing import Any

from engine.people.directory import Directory
from engine.rehearsal.finding import Row, fits
from engine.rehearsal.scenario import Answer, Answers


class AnswerBook:
    """Hands out standing answers. Of several that fit a task, its rounds get them in order, then the last again."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._rounds: Counter[tuple[Any, ...]] = Counter()

    @property
    def names(self) -> Set[str]:
        """What the scenario has standing answers for."""
        return self._answers.keys()

    def answer_for(self, directory: Directory, task: Row) -> Answer | None:
        """The answer that a task gets now, or None where the scenario has none for it."""
        fitting = [
            answer
            for answer in (*self._answers.get(task["name"], ()), *self._of_element(task))
            if fits(directory, task, {"unit": answer.unit, "item": answer.item})
        ]
        if not fitting:
            return None
        key = (task["place"], task["element"], str(task["item"]), task["signer"])
        place = self._rounds[key]
        self._rounds[key] += 1
        return fitting[min(place, len(fitting) - 1)]

    def _of_element(self, task: Row) -> Sequence[Answer]:
        """What is said of a task's element; an added signer of it is meant by name only."""
        return self._answers.get(task["element"], ()) if task["signer"] is None else ()

    def outside_answer(self, place: int, element: str, *names: str, again: bool = True) -> Answer | None:
        """What comes from outside to an element of a case, under any of these names.

        Without `again`, no more often than there are answers.
        """
        fitting = next((self._answers[key] for key in (element, *names) if key in self._answers), ())
        number = self._rounds[place, element, ""]
        if not fitting or (number >= len(fitting) and not again):
            return None
        self._rounds[place, element, ""] += 1
        return fitting[min(number, len(fitting) - 1)]
