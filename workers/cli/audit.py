"""`banjie audit verify | seal | export | projections`: that no record was altered and no list is wrong."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import orjson

from engine.records import anchors, rebuild
from engine.records.audit import verify as verified
from engine.records.audit_report import Altered, Report
from engine.settings import read_settings
from engine.time import clock
from workers.cli.output import Failure, json_option, put, refuse
from workers.site import open_engine


@click.group()
def audit() -> None:
    """核验办件记录。

    The records' integrity.
    """


@audit.command("verify")
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="先前导出、存放在别处的封存文件 | Anchors exported before and kept elsewhere",
)
@json_option
def verify(against: Path | None, as_json: bool) -> None:
    """逐件重算记录的摘要链,与封存核对,指出第一条被改动的记录。

    Follow every case's chain of digests and the anchors; name the first altered row of each case.
    """
    report = verified(open_engine(read_settings()), _exported(against))
    (put if report.is_intact else refuse)(as_json, _document(report), report.lines())


@audit.command("seal")
@json_option
def seal(as_json: bool) -> None:
    """立即封存自上次以来有新记录的办件(后台每天自动封存一次)。

    Seal every head that has moved since the last anchor; the workers do so daily.
    """
    sealed = anchors.seal(open_engine(read_settings()).database)
    if sealed is None:
        put(as_json, None, ["上次封存之后没有新的记录,无需封存"])
        return
    document = {"sequence": sealed.sequence, "cases": sealed.cases, "digest": sealed.digest.hex()}
    put(as_json, document, [f"第 {sealed.sequence} 号封存:{sealed.cases} 件,摘要 {sealed.digest.hex()}"])


@audit.command("export")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="写入的文件 | File to write")
def export(to: Path | None) -> None:
    """导出封存链,一行一次封存(JSON)。请存放在本站点管理员改不到的地方。

    Export the chain of anchors, one JSON line each, to be kept out of this site's reach.
    """
    content = b"".join(_lines())
    if to is None:
        click.echo(content, nl=False)
        return
    to.write_bytes(content)
    click.echo(f"已写入 {to}")


@audit.command("projections")
@click.argument("numbers", nargs=-1)
@json_option
def projections(numbers: tuple[str, ...], as_json: bool) -> None:
    """核对待办、定时器、时限的列表与办件状态是否一致(默认全部办件)。

    Compare the rows of tasks, timers and deadlines with what each case's state says.
    """
    found = list(rebuild.all_differences(open_engine(read_settings()), numbers))
    document = [{"case": number, "difference": difference} for number, difference in found]
    lines = [*(f"办件 {number}:{difference}" for number, difference in found), f"{len(found)} 处不一致"]
    (refuse if found else put)(as_json, document, lines)


def _exported(path: Path | None) -> list[dict[str, Any]]:
    if path is None:
        return []
    try:
        lines = [orjson.loads(line) for line in path.read_bytes().splitlines() if line.strip()]
        return [{"sequence": int(line["sequence"]), "digest": str(line["digest"])} for line in lines]
    except (ValueError, KeyError, TypeError) as error:
        raise Failure(f"{path} 不是封存的导出文件(每行一段 JSON),请核对") from error


def _lines() -> Iterator[bytes]:
    for line in anchors.export(open_engine(read_settings()).database):
        yield orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def _document(report: Report) -> dict[str, Any]:
    anchor = report.anchor
    return {
        "cases": report.cases,
        "entries": report.entries,
        "anchors": report.anchors,
        "unsealed": report.unsealed,
        "altered": [_altered(altered) for altered in report.altered],
        "anchor": None if anchor is None else {"sequence": anchor.sequence, "what": anchor.what},
    }


def _altered(altered: Altered) -> dict[str, Any]:
    at = altered.at.astimezone(clock.CIVIL).isoformat() if altered.at else None
    return {
        "case": altered.number,
        "sequence": altered.sequence,
        "act": altered.act,
        "at": at,
        "what": altered.what,
        "field": None
        if altered.field is None
        else {"path": altered.field.path, "was": _plain(altered.field.was), "now": _plain(altered.field.now)},
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)
