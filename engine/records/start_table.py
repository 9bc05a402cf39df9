"""Cases to be begun, from a clerk's table whose columns are the fields of a start form, read row by row.

The table may be the register's own export: what the register adds is left alone, and a row that bears the number of
a case is a case that is there already. Either all new rows can be taken or none: the first screen a clerk sees is
the list of everything to mend.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from engine.records.form_field import Field
from engine.records.forms import Form
from engine.records.table_file import TableFileError, TableRow, read_table
from engine.runtime.earlier import LONGEST, Earlier
from engine.words import side_by_side, words

MOST_ROWS: Final = 500
NUMBER: Final = "编号"
EARLIER: Final = ("原编号", "原发起日期")
"""Columns of cases that were under way before the process ran here (`engine.runtime.earlier`)."""
_HEADING_ROWS = 10
_SEPARATORS = re.compile(r"[、,,;;\n]+")
_YES, _NO = (
    frozenset({"是", "√", "1", "true", "TRUE", "True", "Yes"}),
    frozenset({"", "否", "×", "0", "false", "FALSE", "False", "No"}),
)


@dataclass(frozen=True, slots=True)
class StartRow:
    """One case to be begun: its row in the file and what the start form is told."""

    line: int
    data: dict[str, Any]
    earlier: Earlier | None = None


@dataclass(frozen=True, slots=True)
class StartSheet:
    """What a file holds: rows to begin, the numbers of those there already, or the problems alone (Chinese)."""

    rows: tuple[StartRow, ...] = ()
    known: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableReader:
    """What a table is read by.

    `form` judges each row with `context`. `choices` gives for a field the words of its options and their values,
    `aliases` other headings of fields, `ignored` headings that say nothing to the form. `spoken` are headings in the
    language of whoever exported the table, with the Chinese each stands for. `is_known` tells whether a number is that
    of a case.
    """

    form: Form
    context: Mapping[str, Any]
    choices: Mapping[str, Mapping[str, Any]]
    aliases: Mapping[str, str]
    ignored: Collection[str]
    is_known: Callable[[str], bool]
    spoken: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, Field]:
        """The headings a table may have, with the field each means; files cannot come in a table."""
        fields = {
            field.key: field for field in self.form.fields if field.kind not in ("filepicker", "dynamiclist")
        }
        named = {field.label: field for field in fields.values() if field.label}
        return {**named, **{name: fields[key] for name, key in self.aliases.items() if key in fields}}

    def read(self, content: bytes, filename: str) -> StartSheet:
        """Read a file (CSV or XLSX). Never raises for what it holds: everything wrong is in `problems`."""
        try:
            table = read_table(content, filename, MOST_ROWS + _HEADING_ROWS)
        except TableFileError as error:
            return StartSheet(problems=(str(error),))
        columns = self.columns
        required = {name for name, field in columns.items() if field.required}
        above = [self._in_chinese(row) for row in table[:_HEADING_ROWS]]
        place = next((i for i, row in enumerate(above) if required & set(row.cells)), None)
        if place is None:
            return StartSheet(
                problems=(
                    words(
                        "找不到表头:前几行中应有一行写明各列名称,至少包括%(missing)s",
                        missing=side_by_side(sorted(required)),
                    ),
                )
            )
        header, rows = above[place], table[place + 1 :]
        problems = [*self._header_problems(header, columns)]
        if not rows:
            problems.append(words("第 %(number)s 行表头之下没有任何事项", number=header.number))
        if len(rows) > MOST_ROWS:
            problems.append(
                words(
                    "一次最多 %(max_rows)s 项,文件中有 %(n)s 项,请分成几个文件",
                    max_rows=MOST_ROWS,
                    n=len(rows),
                )
            )
        return StartSheet(problems=tuple(problems)) if problems else self._read_rows(header, rows, columns)

    def _in_chinese(self, row: TableRow) -> TableRow:
        return replace(row, cells=tuple(self.spoken.get(cell, cell) for cell in row.cells))

    def _header_problems(self, header: TableRow, columns: Mapping[str, Field]) -> Iterator[str]:
        where, named = (
            words("第 %(number)s 行表头", number=header.number),
            [cell for cell in header.cells if cell],
        )
        for name in dict.fromkeys(named):
            if name not in columns and name not in (NUMBER, *EARLIER, *self.ignored):
                yield words(
                    "%(where)s中的列“%(column)s”不认识,可用的列是:%(columns)s;请改名或删去该列",
                    where=where,
                    column=name,
                    columns=side_by_side(columns),
                )
            elif (name in columns or name == NUMBER) and named.count(name) > 1:
                yield words(
                    "%(where)s中的列“%(column)s”出现了 %(times)s 次,请只留一列",
                    where=where,
                    column=name,
                    times=named.count(name),
                )

    def _read_rows(self, header: TableRow, rows: list[TableRow], columns: Mapping[str, Field]) -> StartSheet:
        found: list[StartRow] = []
        known: list[str] = []
        problems: list[str] = []
        for row in rows:
            cells = {name: text for name, text in zip(header.cells, row.cells, strict=False) if name and text}
            number = cells.get(NUMBER, "")
            if number and self.is_known(number):
                known.append(number)
                continue
            if number:
                problems.append(
                    words(
                        "第 %(number)s 行 台账里没有编号“%(given)s”;新事项的编号由系统取,请留空",
                        number=row.number,
                        given=number,
                    )
                )
            if any(row.cells[len(header.cells) :]):
                problems.append(
                    words(
                        "第 %(number)s 行 比表头多出几格,多半是文字里的逗号没有加引号,请改正",
                        number=row.number,
                    )
                )
            data, wrong = self._read_row(cells, columns)
            earlier, unfit = _earlier(cells)
            problems += [
                words("第 %(number)s 行 %(message)s", number=row.number, message=message)
                for message in (*wrong, *unfit)
            ]
            if earlier is not None and self.is_known(earlier.number):
                known.append(earlier.number)
                continue
            found.append(StartRow(row.number, data, earlier))
        problems += _repetitions(found)
        return StartSheet(problems=tuple(problems)) if problems else StartSheet(tuple(found), tuple(known))

    def _read_row(
        self, cells: Mapping[str, str], columns: Mapping[str, Field]
    ) -> tuple[dict[str, Any], list[str]]:
        data: dict[str, Any] = {}
        wrong: list[str] = []
        for name, text in cells.items():
            field = columns.get(name)
            if field is None:
                continue
            try:
                data[field.key] = self._value(field, text)
            except ValueError:
                wrong.append(words("“%(name)s”填的是“%(text)s”,请填是或否", name=name, text=text))
        outcome = self._judge.validate(data, self.context)
        return data, [*wrong, *dict.fromkeys(outcome.problems.values())]

    @cached_property
    def _judge(self) -> Form:
        """The form, its fields called as the columns of the empty table are: what is wrong is looked for there."""
        renamed = {key: name for name, key in self.aliases.items()}
        return Form(
            tuple(
                replace(field, label=renamed[field.key]) if field.key in renamed else field
                for field in self.form.fields
            )
        )

    def _value(self, field: Field, text: str) -> Any:
        known = self.choices.get(field.key, {})
        if field.kind in ("taglist", "checklist"):
            return [known.get(part.strip(), part.strip()) for part in _SEPARATORS.split(text) if part.strip()]
        if field.kind == "checkbox":
            if text not in _YES | _NO:
                raise ValueError(text)
            return text in _YES
        return known.get(text, text)


def _earlier(cells: Mapping[str, str]) -> tuple[Earlier | None, list[str]]:
    """The case a row says was under way before, or what is wrong with what it says of it."""
    number, day = (cells.get(name, "").strip() for name in EARLIER)
    if not number and not day:
        return None, []
    if not number or not day:
        return None, [words("“原编号”和“原发起日期”要么都填,要么都不填")]
    if len(number) > LONGEST:
        return None, [words("“原编号”最多 %(longest)s 个字", longest=LONGEST)]
    try:
        return Earlier(number, date.fromisoformat(day[:10].replace("/", "-"))), []
    except ValueError:
        return None, [words("“原发起日期”填的是“%(day)s”,请写成 2025-11-03 的形式", day=day)]


def _repetitions(rows: list[StartRow]) -> Iterator[str]:
    """Rows that say word for word what an earlier row says."""
    seen: dict[str, int] = {}
    for row in rows:
        said = (row.earlier, sorted(row.data.items(), key=lambda item: item[0]))
        first = seen.setdefault(repr(said), row.line)
        if first != row.line:
            yield words("第 %(line)s 行 与第 %(first)s 行完全相同,请删去一行", line=row.line, first=first)
