"""`banjie trace`: rule → element → scenario."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from engine.rehearsal import tracing
from engine.rehearsal.tracing import Trace
from engine.settings import read_settings
from workers.cli.output import json_option, put


@click.command()
@click.option(
    "--processes",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="流程总文件夹,默认用设置里的 | The folder of all processes",
)
@json_option
def trace(processes: Path | None, as_json: bool) -> None:
    """规则—图—用例对照:每条规则由哪个元素执行,哪些用例经过它(会把用例都跑一遍)。

    Rule → element → scenario: which element carries out a rule, and which scenarios pass through it.
    """
    found = tracing.trace(processes or read_settings().processes)
    put(as_json, [asdict(item) for item in found], _lines(found))


def _lines(found: list[Trace]) -> Iterator[str]:
    for item in found:
        yield f"{item.rule}  {item.process}  {item.element}“{item.name}”"
        yield from (f"    ✓ {name}" for name in item.passed)
        yield from (f"    ✗ {name}" for name in item.failed)
        if not item.passed and not item.failed:
            yield "    没有用例经过"
