"""`banjie rehearse`: scenarios and single diagrams on a simulated clock and a throw-away database."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import orjson

import engine
from engine import strict_yaml
from engine.rehearsal import (
    RehearsalResult,
    ScenarioError,
    Stage,
    read_answers,
    run_diagram,
    run_scenario,
    wording,
)
from engine.rehearsal.moments import read_end, read_moment
from engine.rehearsal.scenario import Answers
from engine.settings import read_settings
from workers.cli.output import json_option, put, refuse

_COUNTY = "county.yaml"


class _Moment(click.ParamType[datetime]):
    """A date, or a date and a time of day, in civil time."""

    name = "时刻"

    def __init__(self, lasts: bool = False) -> None:
        self._read = read_end if lasts else read_moment

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            return self._read(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--data", help="发起时的数据(JSON),只用于图 | Data to start a diagram with")
@click.option(
    "--answers",
    "answers_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="各环节的答复(YAML 或 JSON),只用于图 | Answers to a diagram's tasks",
)
@click.option("--now", type=_Moment(), help="模拟时钟的起点,只用于图 | Where a diagram's clock starts")
@click.option(
    "--until", type=_Moment(lasts=True), help="演练到何时,只用于图 | When a diagram's rehearsal ends"
)
@click.option(
    "--processes",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="各流程文件夹所在的目录,默认按文件位置寻找 | Where the process folders are",
)
@click.option("--elements", is_flag=True, help="列出经过的每个元素 | Show every element passed")
@json_option
def rehearse(
    paths: tuple[Path, ...],
    data: str | None,
    answers_file: Path | None,
    now: datetime | None,
    until: datetime | None,
    processes: Path | None,
    elements: bool,
    as_json: bool,
) -> None:
    """演练用例(.yaml)、流程文件夹里的全部用例,或单张图(.bpmn)。什么也不改动。

    Rehearses scenarios, all those of a process folder, or a single diagram; changes nothing.
    """
    single = _Single(_data(data), _answers(answers_file), now, until)
    given = [option for option in (data, answers_file, now, until) if option is not None]
    files = [file for path in paths for file in _files(path)]
    if given and not any(file.suffix == ".bpmn" for file in files):
        raise click.UsageError("--data、--answers、--now、--until 只用于单张图(.bpmn);用例把它们写在文件里")
    stages = _Stages(processes)
    results = [_play(file, stages, single) for file in files]
    document = [result.as_dict() for result in results]
    answer = put if all(result.passed for result in results) else refuse
    answer(as_json, document, _lines(results, elements))


class _Single:
    """What the options say about a single diagram."""

    def __init__(
        self, data: dict[str, Any], answers: Answers, now: datetime | None, until: datetime | None
    ) -> None:
        self.data, self.answers, self.now, self.until = data, answers, now, until


class _Stages:
    """The stage of each folder of processes, made once."""

    def __init__(self, processes: Path | None) -> None:
        self._processes = processes
        self._made: dict[Path | None, Stage] = {}

    def of(self, file: Path) -> Stage:
        """The stage a file plays on: that of the folder given, else of the one it lies in, else of the site's."""
        folder = self._processes or _around(file) or _of_settings()
        if folder not in self._made:
            self._made[folder] = Stage(folder)
        return self._made[folder]


def _around(file: Path) -> Path | None:
    return next((above for above in file.resolve().parents if (above / _COUNTY).is_file()), None)


def _of_settings() -> Path | None:
    folders = (read_settings().processes, Path(engine.__file__).parents[1] / "processes")
    return next((folder for folder in folders if (folder / _COUNTY).is_file()), None)


def _files(path: Path) -> Iterator[Path]:
    """The scenarios and diagrams a path means. Raises UsageError where there are none."""
    if path.is_file():
        if path.suffix not in (".bpmn", ".yaml", ".yml"):
            raise click.UsageError(f"{path} 既不是用例(.yaml)也不是图(.bpmn)")
        yield path
        return
    found = [file for pattern in ("**/scenarios/*.yaml", "**/scenarios/*.yml") for file in path.glob(pattern)]
    if path.name == "scenarios":
        found += [*path.glob("*.yaml"), *path.glob("*.yml")]
    if not found:
        raise click.UsageError(f"{path} 里没有演练用例(scenarios/*.yaml)")
    yield from sorted(set(found))


def _play(file: Path, stages: _Stages, single: _Single) -> RehearsalResult:
    if file.suffix == ".bpmn":
        return run_diagram(file, single.data, single.answers, single.now, single.until, stages.of(file))
    return run_scenario(file, stages.of(file))


def _data(text: str | None) -> dict[str, Any]:
    if text is None:
        return {}
    try:
        data = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise click.UsageError(f"--data 不是有效的 JSON:{error}") from error
    if not isinstance(data, dict):
        raise click.UsageError('--data 应为 {"字段": 值} 的形式')
    return data


def _answers(file: Path | None) -> Answers:
    if file is None:
        return {}
    try:
        return read_answers(strict_yaml.load(file.read_text(encoding="utf-8-sig")))
    except (strict_yaml.StrictYamlError, ScenarioError) as error:
        raise click.UsageError(f"{file}:{error}") from error


def _lines(results: list[RehearsalResult], elements: bool) -> Iterator[str]:
    for result in results:
        yield from wording.lines(result, elements)
    if len(results) > 1:
        yield f"共 {len(results)} 个,通过 {sum(result.passed for result in results)} 个"
