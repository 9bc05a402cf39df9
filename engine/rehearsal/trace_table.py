"""The rules as a table for WPS, and how their state is put in words."""

from collections.abc import Iterable, Iterator
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from engine.rehearsal.tracing import Line
from engine.rulebook import Rule
from engine.time import clock
from engine.words import words

COLUMNS: Final = (
    "规则", "状态", "原文", "出处", "读法", "流程", "元素", "元素名称", "验证用例", "最近结果", "核对时间",
)  # fmt: skip
WIDTHS: Final = (10, 16, 48, 30, 48, 20, 20, 24, 36, 30, 18)


def status_in_words(rule: Rule) -> str:
    """What became of a rule."""
    if rule.status.startswith("not software"):
        return words("不属于软件%(why)s", why=rule.status.removeprefix("not software").strip())
    return words("已执行") if rule.is_carried else words("待实现")


def result_in_words(line: Line) -> str:
    """What the last proof said; empty where there is nothing to prove."""
    if not line.rule.is_carried:
        return ""
    if line.proof is None:
        return words("尚未核对")
    if line.proof.holds:
        return words("停用后用例不通过,成立")
    return words("不成立:%(why)s", why=line.proof.trouble)


def rows(lines: Iterable[Line]) -> Iterator[list[str]]:
    """A row for each element of each rule, and for each rule without one."""
    for line in lines:
        rule = line.rule
        text = "\n".join(quoted.text for quoted in rule.quotations)
        places = "\n".join(f"{quoted.title} {quoted.place}" for quoted in rule.quotations) or rule.basis
        at = line.proved_at.astimezone(clock.CIVIL).strftime("%Y-%m-%d %H:%M") if line.proved_at else ""
        said = [rule.id, status_in_words(rule), text, places, rule.reading]
        shown = [rule.scenario, result_in_words(line), at if line.proof else ""]
        for each in line.carriers:
            yield [*said, each.process, each.element, each.name, *shown]
        if not line.carriers:
            yield [*said, "", "", "", *shown]


def as_workbook(lines: Iterable[Line]) -> Workbook:
    """The table as a workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "规则对照"
    sheet.append(list(COLUMNS))
    for row in rows(lines):
        sheet.append(row)
    for number, width in enumerate(WIDTHS, 1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = width
    for each in sheet.iter_rows(min_row=2):
        for cell in each:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"
    return book
