"""`banjie trace`: rule → quotation → element → scenario → last result."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from engine.rehearsal.proof import Proof
from engine.rehearsal.trace_table import COLUMNS, as_workbook, result_in_words, rows, status_in_words
from engine.rehearsal.tracing import Line, Trace
from engine.settings import read_settings
from workers.cli.output import json_option, put, refuse

_STATUSES = ("carried", "planned", "not software")
_MOST_PROPOSED = 3


@click.command()
@click.argument("rules", nargs=-1)
@click.option("--status", type=click.Choice(_STATUSES), help="只看这种状态 | Of this status")
@click.option("--process", default="", help="只看这个流程里的 | Carried in this process")
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="另存为表格 | Also as XLSX")
@click.option("--no-run", is_flag=True, help="不跑用例,只列上次的结果 | Show the last results, play nothing")
@click.option(
    "--propose", is_flag=True, help="找出停用规则以后不通过的用例 | Find scenarios that prove a rule"
)
@click.option(
    "--processes",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="流程总文件夹,默认用设置里的 | The folder of all processes",
)
@json_option
def trace(
    rules: tuple[str, ...],
    status: str | None,
    process: str,
    xlsx: Path | None,
    no_run: bool,
    propose: bool,
    processes: Path | None,
    as_json: bool,
) -> None:
    """规则对照:每条规则的原文、由哪些元素执行、由哪个用例验证、最近的结果。

    已执行的规则逐条验证:停用它的元素以后,写明的用例必须不通过。有一条不成立时状态为 1。

    Each rule with its words, its elements, the scenario that proves it, and the last result.
    """
    settings = read_settings()
    made = Trace(processes or settings.processes, None if processes else settings.data / "trace.json")
    lines = made.lines(rules, status or "", process)
    if propose:
        found = [(line, made.proposals(line.rule.id, _MOST_PROPOSED)) for line in lines if line.carriers]
        put(as_json, [_proposed(line, proofs) for line, proofs in found], _proposals(found))
        return
    lines = lines if no_run else made.proved(lines)
    if xlsx is not None:
        as_workbook(lines).save(xlsx)
    document = [dict(zip(COLUMNS, row, strict=True)) for row in rows(lines)]
    fails = any(line.proof is not None and not line.proof.holds for line in lines)
    (refuse if fails else put)(as_json, document, _in_words(lines))


def _in_words(lines: list[Line]) -> Iterator[str]:
    for line in lines:
        rule = line.rule
        yield f"{rule.id}  {status_in_words(rule)}  {result_in_words(line)}"
        yield from (f"    “{quoted.text}”({quoted.title} {quoted.place})" for quoted in rule.quotations)
        yield from (f"    {each.process}/{each.file}  {each.element}“{each.name}”" for each in line.carriers)
        if rule.scenario:
            yield f"    用例 {rule.scenario}"


def _proposed(line: Line, proofs: list[Proof]) -> dict[str, Any]:
    return {
        "rule": line.rule.id,
        "elements": [f"{each.process}/{each.element}" for each in line.carriers],
        "scenarios": [
            {"scenario": each.scenario, "proves": each.holds, "said": each.said or each.trouble}
            for each in proofs
        ],
    }


def _proposals(found: list[tuple[Line, list[Proof]]]) -> Iterator[str]:
    for line, proofs in found:
        yield f"{line.rule.id}  {len(line.carriers)} 处元素"
        for each in proofs:
            yield f"    {'✓' if each.holds else '✗'} scenario: {each.scenario}  {each.said or each.trouble}"
        if not proofs:
            yield "    这些流程没有用例"
