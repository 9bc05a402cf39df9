"""Milestones (带期限的任务) from a county's own file, read and checked row by row.

The file is a table with the columns of `COLUMNS`. Either all of it can be taken or nothing: the first screen
a clerk sees is the list of everything to mend. Rules DS-05 (milestones are imported as items) and T-3 (上旬,
中旬, 底 as dates).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from engine.people.directory import Unit
from engine.records.named_units import cooperating_units, lead_units
from engine.records.table_file import TableFileError, TableRow, read_table
from engine.time.stated_dates import StatedDateError, read_stated_date
from engine.words import side_by_side, words

COLUMNS = (
    "序号",
    "条目号",
    "事项",
    "任务内容",
    "牵头单位",
    "配合单位",
    "期限原文",
    "来源文件",
    "年份",
)
REQUIRED = ("事项", "牵头单位", "期限原文")
MAX_ROWS = 2000
_LONGEST = {"条目号": 40, "事项": 200, "任务内容": 4000, "来源文件": 120}

UnitResolver = Callable[[str], Unit | None]
"""The unit of a name, short name or former name; None where there is none."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """One task with its date.

    `line` is its row in the file. `lead` and `cooperating` are unit ids; `groups` are kinds of units named as
    a whole (「各镇乡」, 「县级各部门」) and `cooperating_text` is the column as written. `stated` is the limit in
    the document's words and `due` what it means in `year`; `kind` tells a day of completion from a day of
    beginning. `done` tasks (「已完成」, but not 「已开始」) are imported as 销号.
    """

    line: int
    number: str
    title: str
    task: str
    lead: str
    cooperating: tuple[str, ...]
    groups: tuple[str, ...]
    cooperating_text: str
    stated: str
    year: int
    due: date
    kind: Literal["complete", "start"]
    done: bool
    source: str


@dataclass(frozen=True, slots=True)
class MilestoneSheet:
    """What a file holds: its milestones, or, where there is any problem, the problems alone (Chinese)."""

    rows: tuple[Milestone, ...]
    problems: tuple[str, ...]


def read_milestones(content: bytes, filename: str, units: UnitResolver, year: int) -> MilestoneSheet:
    """Read an import file (CSV or XLSX); `year` is meant where the column 年份 is absent or empty.

    Never raises for what a file holds: everything wrong is in `problems`, then `rows` is empty.
    """
    try:
        table = read_table(content, filename, MAX_ROWS + 10)
    except TableFileError as error:
        return MilestoneSheet((), (str(error),))
    place = next(
        (index for index, row in enumerate(table[:10]) if {"事项", "牵头单位"} <= set(row.cells)), None
    )
    if place is None:
        missing = side_by_side(REQUIRED)
        return MilestoneSheet(
            (), (words("找不到表头:前几行中应有一行写明各列名称,至少包括%(missing)s", missing=missing),)
        )
    header, rows = table[place], table[place + 1 :]
    problems = [*_header_problems(header)]
    if not rows:
        problems.append(words("第 %(number)s 行表头之下没有任何事项", number=header.number))
    if len(rows) > MAX_ROWS:
        problems.append(
            words(
                "一次最多导入 %(max_rows)s 项,文件中有 %(n)s 项,请分成几个文件",
                max_rows=MAX_ROWS,
                n=len(rows),
            )
        )
    if problems:
        return MilestoneSheet((), tuple(problems))
    reader = _RowReader(header.cells, units, year)
    milestones = [milestone for row in rows if (milestone := reader.read(row)) is not None]
    problems = [*reader.problems, *_repetitions(milestones)]
    return MilestoneSheet((), tuple(problems)) if problems else MilestoneSheet(tuple(milestones), ())


def shift_years(milestone: Milestone, anchor: date) -> date:
    """The milestone's date moved by whole years (never back) into the surroundings of the day `anchor`.

    What is done gets the latest year that leaves it before `anchor`; what is open the year that brings it
    nearest to `anchor`, so that open tasks lie on both sides of it. The last day of a month stays the last
    day. The demo's milestones of 2008 are shown so, beside the date originally stated.
    """
    moved = [_in_year(milestone.due, year) for year in range(milestone.due.year, anchor.year + 2)]
    if not moved:
        return milestone.due
    if milestone.done:
        return max((day for day in moved if day < anchor), default=milestone.due)
    return min(moved, key=lambda day: abs(day - anchor))


def _in_year(day: date, year: int) -> date:
    following = day + timedelta(days=1)
    if following.month != day.month:
        return following.replace(year=year + following.year - day.year) - timedelta(days=1)
    return day.replace(year=year)


def _header_problems(header: TableRow) -> Iterator[str]:
    where = words("第 %(number)s 行表头", number=header.number)
    named = [cell for cell in header.cells if cell]
    for column in dict.fromkeys(named):
        if column not in COLUMNS:
            yield words(
                "%(where)s中的列“%(column)s”不认识,可用的列是:%(columns)s;请改名或删去该列",
                where=where,
                column=column,
                columns=side_by_side(COLUMNS),
            )
        elif named.count(column) > 1:
            yield words(
                "%(where)s中的列“%(column)s”出现了 %(times)s 次,请只留一列",
                where=where,
                column=column,
                times=named.count(column),
            )
    for column in REQUIRED:
        if column not in named:
            yield words("%(where)s缺少列“%(column)s”,请补上", where=where, column=column)


class _RowReader:
    """Reads one row after another and collects what is wrong with each."""

    def __init__(self, header: tuple[str, ...], units: UnitResolver, year: int) -> None:
        self._header = header
        self._units = units
        self._year = year
        self.problems: list[str] = []

    def read(self, row: TableRow) -> Milestone | None:
        """The milestone of a row, or None with what is wrong added to `problems`."""
        before = len(self.problems)
        cells = self._cells(row)
        lead, others = self._lead(row, cells["牵头单位"])
        named = cooperating_units(cells["配合单位"], self._units)
        for name in named.unknown:
            self._unknown(row, "配合单位", name)
        year = self._stated_year(row, cells["年份"])
        if not cells["期限原文"]:
            self._problem(row, words("没有填写期限原文,请写明如“8月中旬完成”的期限"))
            return None
        try:
            stated = read_stated_date(cells["期限原文"], year)
        except StatedDateError as error:
            self._problem(row, words("期限原文:%(error)s", error=error))
            return None
        if len(self.problems) > before:
            return None
        cooperating = tuple(unit for unit in dict.fromkeys((*others, *named.units)) if unit != lead)
        return Milestone(
            line=row.number,
            number=cells["条目号"],
            title=cells["事项"],
            task=cells["任务内容"] or cells["事项"],
            lead=lead,
            cooperating=cooperating,
            groups=named.groups,
            cooperating_text=cells["配合单位"],
            stated=cells["期限原文"],
            year=year,
            due=stated.date,
            kind=stated.kind,
            done=stated.done and stated.kind == "complete",
            source=cells["来源文件"],
        )

    def _problem(self, row: TableRow, message: str) -> None:
        self.problems.append(words("第 %(number)s 行 %(message)s", number=row.number, message=message))

    def _unknown(self, row: TableRow, column: str, name: str) -> None:
        self._problem(
            row,
            words(
                "%(column)s“%(name)s”不在单位名录中,请核对名称,或先在单位名录中登记为该单位的简称或曾用名",
                column=column,
                name=name,
            ),
        )

    def _cells(self, row: TableRow) -> Mapping[str, str]:
        cells = dict.fromkeys(COLUMNS, "")
        cells |= {column: text for column, text in zip(self._header, row.cells, strict=False) if column}
        if any(text for text in row.cells[len(self._header) :]):
            self._problem(row, words("比表头多出几格,多半是文字里的逗号没有加引号,请改正"))
        if not cells["事项"]:
            self._problem(row, words("没有填写事项"))
        for column, longest in _LONGEST.items():
            if len(cells[column]) > longest:
                self._problem(
                    row,
                    words(
                        "%(column)s有 %(n)s 字,最多 %(longest)s 字,请缩短",
                        column=column,
                        n=len(cells[column]),
                        longest=longest,
                    ),
                )
        return cells

    def _lead(self, row: TableRow, text: str) -> tuple[str, tuple[str, ...]]:
        """The lead unit, and those named beside it, which cooperate."""
        named = lead_units(text, self._units)
        for name in named.unknown:
            self._unknown(row, "牵头单位", name)
        if not named.units and not named.unknown:
            self._problem(row, words("没有填写牵头单位,请写明一个单位"))
        return (named.units or ("",))[0], named.units[1:]

    def _stated_year(self, row: TableRow, text: str) -> int:
        if not text:
            return self._year
        digits = text.removesuffix("年")
        if digits.isascii() and digits.isdigit() and 1949 <= int(digits) <= 2100:
            return int(digits)
        self._problem(row, words("年份“%(text)s”应为 1949 至 2100 之间的四位数字", text=text))
        return self._year


def _repetitions(milestones: list[Milestone]) -> Iterator[str]:
    """Rows that say a second time what an earlier row said, by number or by title, unit and date."""
    numbers: dict[tuple[str, str], int] = {}
    contents: dict[tuple[str, str, date], int] = {}
    for item in milestones:
        first = numbers.setdefault((item.source, item.number), item.line) if item.number else item.line
        if first != item.line:
            yield words(
                "第 %(line)s 行 条目号“%(number)s”与第 %(first)s 行重复,请改正或删去一行",
                line=item.line,
                number=item.number,
                first=first,
            )
            continue
        first = contents.setdefault((item.title, item.lead, item.due), item.line)
        if first != item.line:
            yield words(
                "第 %(line)s 行 与第 %(first)s 行的事项、牵头单位和期限都相同,请删去一行",
                line=item.line,
                first=first,
            )
