"""Tables as XLSX for WPS and Excel, written row by row."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from tempfile import SpooledTemporaryFile
from typing import Any, Final

from flask import Response
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from engine.time.clock import CIVIL
from web.downloads import attachment

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY: Final = 8_000_000
LONGEST: Final = 32_000
"""Characters a cell takes; the format allows 32 767."""


def as_xlsx(
    title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]], name: str
) -> Response:
    """A workbook of one sheet. `columns` are (heading, width in characters); `rows` are read once.

    Text stays text, whatever it begins with: nothing a clerk typed becomes a formula.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, (_heading, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_heading_cell(sheet, heading) for heading, _width in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        book.save(file)
        file.seek(0)
        return attachment(file.read(), XLSX, name)


def _heading_cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value.astimezone(CIVIL).replace(tzinfo=None, second=0, microsecond=0))
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        cell = WriteOnlyCell(sheet, datetime.combine(value, time()))
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, str):
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST])
        cell.data_type = "s"
    else:
        cell = WriteOnlyCell(sheet, value)
    return cell
