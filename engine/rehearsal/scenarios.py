"""Playing scenarios."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from engine.definitions.folder import read_folder
from engine.refusals import Refused, StuckError
from engine.rehearsal import finding
from engine.rehearsal.expectations import Judge
from engine.rehearsal.finding import NotFound
from engine.rehearsal.play import Play
from engine.rehearsal.result import RehearsalResult
from engine.rehearsal.scenario import Scenario, Step
from engine.rehearsal.scenario_file import ScenarioError, read_scenario
from engine.rehearsal.stage import Stage, StageError
from engine.rehearsal.verbs import perform
from engine.time import clock
from engine.time.clock import SimulatedClock
from engine.words import side_by_side, words

T = TypeVar("T")


def run_folder(folder: Path, stage: Stage | None = None) -> list[RehearsalResult]:
    """Play every scenario of a process folder; its processes and its county are those beside it."""
    stage = stage or Stage(folder.resolve().parent)
    return [run_scenario(folder / path, stage) for path in read_folder(folder).scenarios]


def run_scenario(source: Path | Mapping[str, Any], stage: Stage | Path) -> RehearsalResult:
    """Play a scenario file, or its content, in a county of its own.

    `stage`, or the folder of all processes, says where processes and people come from; one stage serves many
    scenarios, and compiles each process once. A file that cannot be read as a scenario fails with its
    problems.
    """
    if isinstance(stage, Path):
        stage = Stage(stage)
    name = source.stem if isinstance(source, Path) else str(source.get("name", ""))
    try:
        scenario = read_scenario(source)
        around = source.parent if isinstance(source, Path) else None
        return _Scene(scenario, stage, around).play()
    except (ScenarioError, StageError) as error:
        return RehearsalResult(name, [str(problem) for problem in error.problems])
    except OSError as error:
        return RehearsalResult(
            name, [words("不能读取 %(source)s:%(strerror)s", source=source, strerror=error.strerror)]
        )


def look_at(content: Mapping[str, Any], stage: Stage, see: Callable[[Play], T]) -> T:
    """Play a scenario's content as far as it goes, and what `see` makes of it there.

    Raises ScenarioError and StageError.
    """
    return _Scene(read_scenario(content), stage, None, is_file=False).look(see)


class _Scene:
    """One scenario being played."""

    def __init__(self, scenario: Scenario, stage: Stage, around: Path | None, is_file: bool = True) -> None:
        self._is_file = is_file
        self._scenario = scenario
        self._stage = stage
        self._around = around

    def play(self) -> RehearsalResult:
        scenario = self._scenario
        simulated = SimulatedClock(scenario.now)
        with clock.using(simulated), self._stage.county(clock.today()) as engine:
            play = Play(engine, self._stage, simulated, scenario.answers)
            self._through(play)
            moved = self._judge(play)
        return RehearsalResult(scenario.name, play.failures, play.timeline.events, moved)

    def look(self, see: Callable[[Play], T]) -> T:
        """Play, and what `see` makes of it while the county is still there."""
        simulated = SimulatedClock(self._scenario.now)
        with clock.using(simulated), self._stage.county(clock.today()) as engine:
            play = Play(engine, self._stage, simulated, self._scenario.answers)
            self._through(play)
            return see(play)

    def _through(self, play: Play) -> None:
        scenario = self._scenario
        self._publish(play)
        play.held = [
            *scenario.hold,
            *(step.words["task"] for step in scenario.steps if "task" in step.words),
        ]
        for step in scenario.steps:
            play.run_until(step.at)
            self._do(play, step)
        if scenario.until is None:
            play.run_out()
        else:
            play.run_until(scenario.until)

    def _publish(self, play: Play) -> None:
        """Publish the process of the scenario, those its steps start, and those these start by messages.

        What they call is in their closures.
        """
        wanted = [self._scenario.process, *(step.words.get("process") for step in self._scenario.steps)]
        folders = [self._stage.folder(process) for process in dict.fromkeys(filter(None, wanted))]
        for folder in folders:
            is_own = folder.name == self._scenario.process
            self._stage.publish(play.engine, folder, self._pilot(play) if is_own else None)
        self._stage.publish_started(play.engine, folders)

    def _pilot(self, play: Play) -> list[str] | None:
        try:
            return finding.unit_ids(play.engine, self._scenario.pilot)
        except NotFound as error:
            raise StageError([f"pilot:{error}"]) from error

    def _do(self, play: Play, step: Step) -> None:
        """Do one step; it must be done, or refused as it says."""
        if step.words.get("task") in play.held:
            play.held.remove(step.words["task"])
        try:
            perform(play, step, self._scenario.process, self._around)
        except Refused as error:
            play.refused(error, do=step.do, task=step.words.get("task"), by=step.by)
            if not _is_expected(step, error):
                play.fail(self._refusal(step, error))
        except (NotFound, StageError, StuckError) as error:
            where = side_by_side((step.place, step.do), " ") if self._is_file else words("没有办成")
            play.fail(words("%(where)s:%(said)s", where=where, said=error))
        else:
            if step.refused is not None:
                rule = "" if step.refused is True else words("(规则 %(refused)s)", refused=step.refused)
                play.fail(
                    words(
                        "%(place)s %(do)s 应被拒绝%(rule)s,却办成了", place=step.place, do=step.do, rule=rule
                    )
                )
        play.settle()

    def _refusal(self, step: Step, error: Refused) -> str:
        """What is said of a step refused: to who wrote the file by its place there, to who is playing without."""
        rule = words("(规则 %(rule)s)", rule=error.rule) if error.rule else ""
        if not self._is_file:
            return words("没有办成%(rule)s:%(message)s", rule=rule, message=error.message)
        wanted = words(",应由规则 %(refused)s 拒绝", refused=step.refused) if step.refused else ""
        return words(
            "%(place)s %(do)s 被拒绝%(rule)s%(wanted)s:%(message)s",
            place=step.place,
            do=step.do,
            rule=rule,
            wanted=wanted,
            message=error.message,
        )

    def _judge(self, play: Play) -> Mapping[tuple[int, str], str]:
        """Note what did not come about; what came on another day instead."""
        expected = self._scenario.expect
        with play.engine.database.reading() as connection:
            directory = play.engine.directory(connection)
            judge = Judge(
                connection,
                directory,
                play.timeline.events,
                lambda version: play.engine.program(version, connection),
            )
            play.failures += judge.failures(expected)
        if not any(each.words.get("event") == "incident.raised" for each in expected):
            play.failures += [
                words(
                    "%(at)s 出现故障:%(message)s",
                    at=event["at"][:16].replace("T", " "),
                    message=event["message"],
                )
                for event in play.timeline.events
                if event["event"] == "incident.raised"
            ]
        return judge.moved


def _is_expected(step: Step, error: Refused) -> bool:
    return step.refused is True or (step.refused is not None and step.refused == error.rule)
