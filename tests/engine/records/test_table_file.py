"""Tables as clerks save them, and files that are none."""

import io
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from engine.records.table_file import MAX_BYTES, TableFileError, TableRow, read_table


def xlsx(*rows: list[Any]) -> bytes:
    """A workbook of one sheet."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_csv_in_the_encodings_of_wps_and_excel(encoding: str) -> None:
    text = '事项,单位\r\n"甲,乙",住建局\r\n\r\n 丙 ,财政局\r\n'
    assert read_table(text.encode(encoding), "a.csv", 10) == [
        TableRow(1, ("事项", "单位")),
        TableRow(2, ("甲,乙", "住建局")),
        TableRow(4, ("丙", "财政局")),
    ]


def test_xlsx_cells_become_the_text_a_clerk_sees() -> None:
    content = xlsx(
        ["事项", 2008, 2008.0, 1.5, None],
        [],
        ["甲", date(2026, 8, 15), datetime.combine(date(2026, 8, 5), time(9)), True, "  乙 "],
    )
    assert read_table(content, "a.xlsx", 10) == [
        TableRow(1, ("事项", "2008", "2008", "1.5")),
        TableRow(3, ("甲", "2026年8月15日", "2026年8月5日", "True", "乙")),
    ]


def test_the_content_decides_not_the_name() -> None:
    assert read_table(xlsx(["甲"]), "a.csv", 1) == read_table("甲".encode(), "a.xlsx", 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "是空的"),
        (b"\r\n , ,\r\n", "没有内容"),
        (b"a" * (MAX_BYTES + 1), "超过 5 MB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "旧版 Excel"),
        (b"PK\x03\x04 not a zip", "不是完好的 XLSX"),
        (xlsx(["甲"])[:-60], "不是完好的 XLSX"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "不是 CSV 或 XLSX"),
        (b"\xff\xff\xff", "编码无法识别"),
        ('甲,"乙'.encode(), "引号不配对"),
        ("甲\n乙\n丙\n".encode(), "超过 2 行"),
    ],
)
def test_what_is_no_table_is_refused_with_a_remedy(content: bytes, words: str) -> None:
    with pytest.raises(TableFileError, match=words) as caught:
        read_table(content, "清单", 2)
    assert "“清单”" in str(caught.value)


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail))
def test_any_bytes_give_rows_or_a_refusal(content: bytes) -> None:
    try:
        rows = read_table(content, "x", 1000)
    except TableFileError:
        return
    assert all(any(row.cells) for row in rows)
