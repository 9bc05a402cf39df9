"""How people begin and answer the cases of a simulated year, as the procedure's scenarios say.

Each case follows one scenario, in turn. What its own scenario does not say, or what its case does not take, is
what another scenario of the procedure says at that step; nothing is invented.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.people.directory import Directory
from engine.rehearsal.finding import Row, fits
from engine.rehearsal.scenario import Scenario, Step
from engine.rehearsal.shifting import Shift

_SETTING: Final = frozenset({"set_policy", "import_calendar", "publish", "migrate"})
"""What is not done before a case: the year runs with the county's own numbers, calendar and version."""
_ENOUGH: Final = 3
"""How often a scenario's last answer to an element is given again before other scenarios' answers come first."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How a scenario brings its case about: its step, and the steps it does first (`before`)."""

    scenario: Scenario
    step: Step
    before: tuple[Step, ...]

    def data(self, shift: Shift) -> dict[str, Any]:
        """What the case is begun with."""
        given = self.step.words.get("items") or [self.step.words.get("data") or {}]
        return shift.data(given[0], self.step.at)


Said = tuple[Mapping[str, Any], datetime]
"""An answer of a scenario, and the moment at which it is given."""


class Behaviour:
    """What the year's cases do; `openings` begin them. Without an opening cases come by the diagram's timers alone.

    Scenarios that see a case to its end are preferred: the others break off where nobody would.
    """

    def __init__(self, scenarios: Sequence[Scenario], openings: Sequence[Opening]) -> None:
        whole = [opening for opening in openings if _ends(opening.scenario)]
        self._openings = whole or list(openings)
        self._followed = [opening.scenario for opening in self._openings] or list(scenarios)
        self._others = sorted(scenarios, key=lambda scenario: not _ends(scenario))

    def openings(self, place: int) -> Iterator[tuple[int, Opening]]:
        """How the case of this place may begin: as its own scenario says, then as the others do, each with its place."""
        for further in range(len(self._openings)):
            yield place + further, self._openings[(place + further) % len(self._openings)]

    def ends(self, place: int) -> bool:
        """Whether the scenario of this place sees its case to its end."""
        return _ends(self._scenario(place))

    def answers(
        self, place: int, task: Row, round_: int, shift: Shift, directory: Directory
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """What may be answered to a task in its round, the likeliest first: by its own scenario, and by the others.

        An answer given again and again that ends nothing stands behind those of the other scenarios.
        """
        own = self._scenario(place)
        said = list(_said(own, task, directory))
        others = [shift.data(*each) for each in self._borrowed(own, task, directory)]
        others = _unlike(_from(others, round_))
        if not said:
            return [], others
        at = min(round_, len(said) - 1)
        further = (*said[at + 1 :], *reversed(said[:at]))
        mine = [shift.data(*said[at]), shift.rolled.data(*said[at]), *(shift.data(*each) for each in further)]
        if round_ >= len(said) + _ENOUGH:
            return _unlike([*(each for each in others if each != mine[0]), *mine]), []
        return _unlike(mine), others

    def _borrowed(self, own: Scenario, task: Row, directory: Directory) -> list[Said]:
        """What the other scenarios say to a task, what each of them says last before what led there."""
        said = [list(_said(each, task, directory)) for each in self._others if each is not own]
        last = [each[-1] for each in said if each]
        return last + [answer for each in said for answer in each[:-1]]

    def _scenario(self, place: int) -> Scenario:
        return self._followed[place % len(self._followed)]


def openings_of(
    scenarios: Sequence[Scenario], process: str, messages: Collection[tuple[str, str]]
) -> list[Opening]:
    """How each scenario begins a case of `process`: by hand, or by one of the messages and signals that start it.

    Scenarios that do neither have none.
    """
    found = []
    for scenario in scenarios:
        for at, step in enumerate(scenario.steps):
            if step.refused is None and _begins(step, scenario, process, messages):
                before = [each for each in scenario.steps[:at] if each.refused is None]
                found.append(
                    Opening(scenario, step, tuple(each for each in before if each.do not in _SETTING))
                )
                break
    return found


def _begins(step: Step, scenario: Scenario, process: str, messages: Collection[tuple[str, str]]) -> bool:
    if step.do == "start":
        return (step.words.get("process") or scenario.process) == process
    return (step.do, step.words.get("name")) in messages


def _said(scenario: Scenario, task: Row, directory: Directory) -> Iterator[Said]:
    """What a scenario answers to a task of its first case, which is the one that is followed; and when it does."""
    names = (task["name"], task["element"])
    for step in scenario.steps:
        asked = {**step.words, "case": None}
        if (
            step.do == "complete"
            and step.refused is None
            and step.words.get("task") in names
            and step.words.get("case") in (None, 1)
            and fits(directory, task, asked)
        ):
            yield step.words.get("data") or {}, step.at
    for name in names:
        for answer in scenario.answers.get(name, ()):
            if fits(directory, task, {"unit": answer.unit, "item": answer.item}):
                yield answer.data, scenario.now


def _ends(scenario: Scenario) -> bool:
    """Whether the scenario expects its case to have ended."""
    return any(each.kind == "state" and each.words.get("state") != "running" for each in scenario.expect)


def _from(answers: list[dict[str, Any]], round_: int) -> list[dict[str, Any]]:
    """The answers beginning with another one in each round, so that none is given for ever."""
    at = round_ % len(answers) if answers else 0
    return answers[at:] + answers[:at]


def _unlike(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each answer once."""
    found: list[dict[str, Any]] = []
    for each in answers:
        if each not in found:
            found.append(each)
    return found
