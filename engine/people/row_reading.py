"""Rows of a table about people and units: read one by one, so that everything wrong is named with its line."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from engine.records.table_file import TableFileError, read_table
from engine.words import side_by_side, words

Row = TypeVar("Row")


class WrongRowError(ValueError):
    """What is wrong with a row, in Chinese."""


def read_rows(
    content: bytes,
    filename: str,
    required: tuple[str, ...],
    what: str,
    most: int,
    read: Callable[[int, Mapping[str, str]], Row],
) -> tuple[list[Row], list[str]]:
    """What a file (CSV or XLSX) holds, and all that is wrong with it. Never raises for what it holds.

    `read` takes a line's number and its cells by heading, and raises WrongRowError.
    """
    try:
        heading, *rows = read_table(content, filename, most + 1)
    except TableFileError as error:
        return [], [str(error)]
    missing = [name for name in required if name not in heading.cells]
    if missing:
        return [], [
            words(
                "第 %(number)s 行(表头)缺少“%(missing)s”这几列,请对照模板。",
                number=heading.number,
                missing=side_by_side(missing),
            )
        ]
    if not rows:
        return [], [words("表头下面没有%(what)s,请填写后再导入。", what=what)]
    found: list[Row] = []
    problems: list[str] = []
    for row in rows:
        try:
            found.append(read(row.number, dict(zip(heading.cells, row.cells, strict=False))))
        except WrongRowError as wrong:
            problems.append(words("第 %(number)s 行:%(wrong)s", number=row.number, wrong=wrong))
    return found, problems


def given(said: Mapping[str, str], column: str) -> str:
    """What stands in a column that must be filled in. Raises WrongRowError."""
    text = said.get(column, "").strip()
    if not text:
        raise WrongRowError(words("“%(column)s”没有填写。", column=column))
    return text


def day_or(said: Mapping[str, str], column: str, today: date) -> date:
    """The day in a column, today where it is empty. Raises WrongRowError."""
    text = said.get(column, "").strip()
    if not text:
        return today
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise WrongRowError(
            words("%(column)s“%(text)s”读不懂,请写成 2026-04-01 的形式。", column=column, text=text)
        ) from error
