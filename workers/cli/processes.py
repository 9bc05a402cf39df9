"""`banjie check | deploy`: judging diagrams and publishing process folders."""

from collections.abc import Iterable
from pathlib import Path

import click

from engine.definitions import gate
from engine.definitions.problem import Problem
from engine.definitions.publishing import NotPublishable
from engine.definitions.verdicts import Finishing, verdicts
from engine.matters.checking import FILE_NAME, check_catalogue
from engine.people.actor import SYSTEM
from engine.settings import read_settings
from workers.cli.measuring import measured
from workers.cli.output import Failure, json_option, put, refuse
from workers.cli.people import actor_of
from workers.site import open_engine

_paths = click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, readable=True, path_type=Path)
)


@click.command()
@_paths
@click.option(
    "--measure", is_flag=True, help="只数一数:里面的图拒绝几张、各因哪条规则 | Count what is refused, by rule"
)
@json_option
def check(paths: tuple[Path, ...], measure: bool, as_json: bool) -> None:
    """检查 .bpmn 文件、流程文件夹或事项目录(catalogue.yaml):哪里不对、怎么改。有错误时状态为 1。

    Judge BPMN files and process folders; status 1 where there is any error.
    """
    if measure:
        found = measured(paths)
        put(as_json, found.as_dict(), found.lines())
        return
    catalogues, places, skipped = _places(paths)
    problems = [problem for file in catalogues for problem in check_catalogue(file)]
    problems += [problem for place in places for problem in gate.check_path(place)]
    passed = not gate.refused(problems)
    played = [found for place in places for found in verdicts(place)]
    document = {
        "passed": passed,
        "problems": [problem.as_dict() for problem in problems],
        "finishing": [
            {"process": each.process, "verdict": each.verdict.kind, "positions": each.verdict.positions}
            for each in played
        ],
    }
    told = (f"{path} 中没有 .bpmn 图,没有检查" for path in skipped)
    lines = [*told, *map(in_words, problems), *map(_finishing, played), _summary(problems)]
    (put if passed else refuse)(as_json, document, lines)


@click.command()
@_paths
@click.option("--reason", default="由命令行发布", help="发布理由 | Why")
@click.option("--by", help="以谁的名义(账号)| In whose name (login)")
@json_option
def deploy(paths: tuple[Path, ...], reason: str, by: str | None, as_json: bool) -> None:
    """检查流程文件夹,全部合格才发布为新版本;内容未变的不重复发布。

    Check process folders and publish them as new versions; unchanged ones stay as they are.
    """
    folders = [folder for folder in _places(paths)[1] if folder.is_dir()]
    problems = [problem for folder in folders for problem in gate.check_folder(folder)]
    if gate.refused(problems):
        lines = [*map(in_words, problems), _summary(problems), "没有发布任何流程"]
        refuse(as_json, {"published": [], "problems": [problem.as_dict() for problem in problems]}, lines)
    engine = open_engine(read_settings())
    actor = actor_of(engine, by) if by else SYSTEM
    try:
        published = [engine.publish(folder, actor, reason) for folder in folders]
    except NotPublishable as error:
        raise Failure("\n".join(map(in_words, error.problems))) from error
    document = {
        "published": [{"process": p.process, "number": p.number, "is_new": p.is_new} for p in published]
    }
    lines = [f"{p.process} 第 {p.number} 版{'已发布' if p.is_new else '未变'}" for p in published]
    put(as_json, document, lines)


def _places(paths: Iterable[Path]) -> tuple[list[Path], list[Path], list[Path]]:
    """The catalogues, the diagrams and process folders that paths mean, and the directories that hold none.

    Raises Failure where nothing else is left.
    """
    catalogues, places, skipped = list[Path](), list[Path](), list[Path]()
    for path in paths:
        catalogue = path if path.name == FILE_NAME else path / FILE_NAME
        if catalogue.is_file():
            catalogues.append(catalogue)
        below = process_folders(path) if path.is_dir() else [path] if path != catalogue else []
        places += below
        if not below and not catalogue.is_file():
            skipped.append(path)
    if not catalogues and not places:
        raise Failure(f"{'、'.join(map(str, skipped))} 中没有 .bpmn 图,请指定流程文件夹")
    return catalogues, places, skipped


def process_folders(path: Path) -> list[Path]:
    """The directory itself if a diagram lies in it, else those below it."""
    if any(path.glob("*.bpmn")):
        return [path]
    return sorted({diagram.parent for diagram in path.glob("*/*.bpmn")})


def _finishing(found: Finishing) -> str:
    """What playing a process has shown, on one line."""
    said = {
        "sound": "无论走到哪里都能办结",
        "blocked": "可能走到不能办结的地方",
        "doubled": "能办结,但有的环节可能越积越多",
        "undecided": "没有推演完",
    }[found.verdict.kind]
    looked = f"(推演了 {found.verdict.positions} 种情形)" if found.verdict.positions else ""
    return f"“{found.name}”{said}{looked}"


def in_words(problem: Problem) -> str:
    """One problem on one line, with place and remedy."""
    kind = "错误" if problem.severity == "error" else "提醒"
    name = f"“{problem.element_name}”" if problem.element_name else ""
    place = " ".join(filter(None, (problem.file, problem.element_id + name)))
    return f"{kind} [{problem.rule}] {place}:{problem.message} {problem.remedy}"


def _summary(problems: list[Problem]) -> str:
    errors = sum(problem.severity == "error" for problem in problems)
    return f"{errors} 处错误,{len(problems) - errors} 处提醒" if problems else "没有发现问题"
