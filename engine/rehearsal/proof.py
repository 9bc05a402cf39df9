"""Whether a rule is carried: a scenario passes, and does not pass once everything that carries the rule is disabled."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from engine.definitions.folder import read_folder
from engine.rehearsal.disabling import carriers, disabled
from engine.rehearsal.result import RehearsalResult
from engine.rehearsal.scenarios import run_scenario
from engine.rehearsal.stage import Stage, StageError
from engine.words import words


@dataclass(frozen=True, slots=True)
class Carrier:
    """An element of a diagram, or a field of a form, that carries a rule. `file` lies in the process's folder."""

    rule: str
    process: str
    file: str
    element: str
    name: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What a scenario says of a rule. `said` is why it does not pass without it, `trouble` why that proves nothing."""

    rule: str
    scenario: str
    said: str = ""
    trouble: str = ""

    @property
    def holds(self) -> bool:
        """Whether the scenario notices that the rule is missing."""
        return not self.trouble


class Prover:
    """Proves the rules of a folder of processes. Scenarios are played once, diagrams compiled once."""

    def __init__(self, processes: Path) -> None:
        self.processes = processes
        self._stage = Stage(processes)
        self._played: dict[str, RehearsalResult] = {}

    @cached_property
    def carriers(self) -> list[Carrier]:
        """Everything that carries a rule, by rule."""
        found = [each for folder in sorted(self.processes.iterdir()) for each in _carriers(folder)]
        return sorted(found, key=lambda each: (each.rule, each.process, each.file, each.element))

    def of_rule(self, rule: str) -> list[Carrier]:
        """What carries a rule."""
        return [each for each in self.carriers if each.rule == rule]

    def played(self, scenario: str) -> RehearsalResult:
        """The result of a scenario as the processes stand."""
        if scenario not in self._played:
            self._played[scenario] = run_scenario(self._file(scenario), self._stage)
        return self._played[scenario]

    def prove(self, rule: str, scenario: str) -> Proof:
        """Play a scenario with and without a rule."""
        if not self.of_rule(rule):
            return Proof(rule, scenario, trouble=words("没有元素写着这条规则(bj:rule)"))
        if not scenario:
            return Proof(rule, scenario, trouble=words("没有写明哪个用例验证它(scenario)"))
        if not self._file(scenario).is_file():
            return Proof(rule, scenario, trouble=words("没有用例 %(scenario)s", scenario=scenario))
        as_is = self.played(scenario)
        if not as_is.passed:
            return Proof(
                rule, scenario, trouble=words("用例本来就不通过:%(failures)s", failures=as_is.failures[0])
            )
        try:
            result = run_scenario(self._file(scenario), self._without(rule))
        except StageError as error:
            return Proof(
                rule, scenario, trouble=words("停用以后图不能运行:%(problems)s", problems=error.problems[0])
            )
        if result.passed:
            return Proof(rule, scenario, trouble=words("停用以后用例仍然通过"))
        return Proof(rule, scenario, said=result.failures[0])

    def _without(self, rule: str) -> Stage:
        """A stage on which nothing carries a rule. Raises StageError where a diagram cannot run without it."""
        stage = self._stage.altered(lambda files: disabled(files, rule))
        for process in dict.fromkeys(each.process for each in self.of_rule(rule)):
            stage.check(self.processes / process)
        return stage

    def proposals(self, rule: str) -> Iterator[Proof]:
        """What each scenario that comes near the rule's elements says of it; those that may prove it first."""
        for scenario in self._near(rule):
            yield self.prove(rule, scenario)

    def _near(self, rule: str) -> list[str]:
        """Scenarios of the processes that carry the rule, those that pass its elements first, the shortest first."""
        mine = self.of_rule(rule)
        places = {each.element for each in mine}
        scenarios = [each for process in dict.fromkeys(c.process for c in mine) for each in self._of(process)]

        def far(scenario: str) -> tuple[int, int]:
            timeline = self.played(scenario).timeline
            passes = any(event.get("id") in places or event.get("rule") == rule for event in timeline)
            return (0 if passes else 1, len(timeline))

        return sorted(scenarios, key=far)

    def _of(self, process: str) -> list[str]:
        return sorted(
            f"{process}/{file.stem}" for file in (self.processes / process / "scenarios").glob("*.yaml")
        )

    def _file(self, scenario: str) -> Path:
        process, _, name = scenario.partition("/")
        return self.processes / process / "scenarios" / f"{name}.yaml"


def _carriers(folder: Path) -> Iterable[Carrier]:
    if not (folder / f"{folder.name}.bpmn").is_file():
        return
    read = read_folder(folder)
    for file, content in {**read.diagrams, **read.forms}.items():
        for rule, element, name in carriers(file, content):
            yield Carrier(rule, folder.name, file, element, name)
