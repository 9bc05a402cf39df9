"""`banjie layout | picture`: drawing the picture of a diagram, and showing it as SVG."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

from engine.definitions.layout import lay_out, missing
from engine.definitions.picture import NoPicture, svg_picture
from engine.definitions.xml import UnreadableXml
from workers.cli.output import Failure, json_option, put, refuse

T = TypeVar("T")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, readable=True, path_type=Path))
@click.option(
    "--check", is_flag=True, help="只查:有元素没有画出时状态为 1 | Only look; status 1 if anything is undrawn"
)
@click.option(
    "--effort",
    type=click.IntRange(0, 50),
    default=4,
    show_default=True,
    help="还有交叉线时最多重排几轮;0 只排一遍 | Most rounds against crossing lines",
)
@json_option
def layout(paths: tuple[Path, ...], check: bool, effort: int, as_json: bool) -> None:
    """给 .bpmn 图排版:从左到右,泳道成横带,线不穿过图形、尽量不交叉。只改图形部分,其余一字不动。

    Lay out diagrams in place: left to right, lanes as strips, no line through a shape, few lines that cross.
    """
    files = [file for path in paths for file in _diagrams(path)]
    found = {str(file): _read(file, missing) for file in files}
    document = [{"file": file, "undrawn": ids} for file, ids in found.items()]
    if check:
        lines = [
            f"{file}:{len(ids)} 个元素没有画出({'、'.join(ids[:8])})" for file, ids in found.items() if ids
        ]
        (refuse if lines else put)(as_json, document, lines or ["全部元素都画出来了"])
        return
    for file in files:
        file.write_bytes(_read(file, partial(lay_out, effort=effort)))
    put(as_json, document, [f"{file} 已排版" for file in found])


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="SVG 文件 | The SVG file",
)
def picture(file: Path, out: Path) -> None:
    """把一张图存成 SVG 图片;没有图形部分的先自动排版。

    Write a diagram as an SVG picture, laid out first where the file has no diagram part.
    """
    try:
        text = _read(file, svg_picture)
    except NoPicture:
        text = svg_picture(_read(file, lay_out))
    out.write_text(text, encoding="utf-8")
    click.echo(f"{out} 已写出")


def _diagrams(path: Path) -> Iterator[Path]:
    """The file itself, or every diagram below a directory. Raises Failure where there is none."""
    found = [path] if path.is_file() else sorted(path.rglob("*.bpmn"))
    if not found:
        raise Failure(f"{path} 中没有 .bpmn 图")
    yield from found


def _read(file: Path, what: Callable[[bytes], T]) -> T:
    """`what` of the file's bytes. Raises Failure where they are no diagram we read."""
    try:
        return what(file.read_bytes())
    except UnreadableXml as error:
        raise Failure(f"{file}:{error.message}{error.remedy}") from error
