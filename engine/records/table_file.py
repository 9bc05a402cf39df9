"""A table as a clerk saves it from WPS or Excel: CSV in UTF-8 or GBK, or XLSX; read as rows of text."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import load_workbook

from engine.time.written import written_day
from engine.words import words

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 50 * 1024 * 1024
"""An XLSX is a packed file; what it unpacks to is bounded as well."""
MAX_COLUMNS = 100
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


class TableFileError(ValueError):
    """The file is no table we can read; the message is Chinese, with reason and remedy."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row; `number` is the row number the clerk sees in WPS or Excel, beginning at 1."""

    number: int
    cells: tuple[str, ...]


def read_table(content: bytes, filename: str, max_rows: int) -> list[TableRow]:
    """The rows that are not blank; cells are stripped, blank ones at a row's end left out. Raises TableFileError.

    What the file is, its content says, not the ending of its name. For XLSX the first sheet is read,
    values instead of formulas. `max_rows` bounds the rows that are not blank.
    """
    if not content:
        raise TableFileError(words("文件“%(filename)s”是空的,请重新选择", filename=filename))
    if len(content) > MAX_BYTES:
        raise TableFileError(words("文件“%(filename)s”超过 5 MB,请分成几个文件导入", filename=filename))
    if content.startswith(_OLD_EXCEL):
        raise TableFileError(
            words(
                "文件“%(filename)s”是旧版 Excel(.xls)格式或加了密码,请去掉密码、另存为 .xlsx 后再导入",
                filename=filename,
            )
        )
    cells = _xlsx_cells(content, filename) if content.startswith(_ZIP) else _csv_cells(content, filename)
    rows: list[TableRow] = []
    for row in _not_blank(cells):
        if len(rows) == max_rows:
            raise TableFileError(
                words(
                    "文件“%(filename)s”超过 %(max_rows)s 行,请分成几个文件导入",
                    filename=filename,
                    max_rows=max_rows,
                )
            )
        rows.append(row)
    if not rows:
        raise TableFileError(
            words("文件“%(filename)s”里没有内容,请检查是否保存、是否在第一个工作表", filename=filename)
        )
    return rows


def _not_blank(rows: Iterable[tuple[str, ...]]) -> Iterator[TableRow]:
    for number, cells in enumerate(rows, start=1):
        stripped = [cell.strip() for cell in cells[:MAX_COLUMNS]]
        while stripped and not stripped[-1]:
            stripped.pop()
        if stripped:
            yield TableRow(number, tuple(stripped))


def _csv_cells(content: bytes, filename: str) -> Iterator[tuple[str, ...]]:
    text = _decode(content, filename)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            yield tuple(row)
    except csv.Error as error:
        raise TableFileError(
            words(
                "文件“%(filename)s”不是有效的 CSV(引号不配对或格式不完整),请用 WPS 或 Excel 打开后另存为 .xlsx",
                filename=filename,
            )
        ) from error


def _decode(content: bytes, filename: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(ord(sign) < 32 and sign not in "\t\r\n" for sign in text):
            return text
    raise TableFileError(
        words(
            "文件“%(filename)s”不是 CSV 或 XLSX 表格,或文字编码无法识别,请用 WPS 或 Excel 另存为 .xlsx 后再导入",
            filename=filename,
        )
    )


def _xlsx_cells(content: bytes, filename: str) -> Iterator[tuple[str, ...]]:
    damaged = words(
        "文件“%(filename)s”不是完好的 XLSX 表格,请用 WPS 或 Excel 打开后另存为 .xlsx 再导入",
        filename=filename,
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
        if unpacked > MAX_UNPACKED:
            raise TableFileError(
                words("文件“%(filename)s”展开后过大,请删去图片和多余内容,分成几个文件导入", filename=filename)
            )
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            for row in workbook.worksheets[0].iter_rows(max_col=MAX_COLUMNS, values_only=True):
                yield tuple(_as_text(value) for value in row)
        finally:
            workbook.close()
    except TableFileError:
        raise
    # The library lets through whatever its parsers meet in a damaged file.
    except Exception as error:
        raise TableFileError(damaged) from error


def _as_text(value: object) -> str:
    """A cell as the clerk sees it; Excel turns 「8月15日」 into a date by itself, so a date is written back."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return written_day(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
