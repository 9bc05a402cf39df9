"""The words of a Word file are read without trusting the file."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from engine.records.word_text import MOST_PARAGRAPHS, NoWordText, paragraphs

WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _word(body: str, before: str = "") -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as package:
        package.writestr(
            "word/document.xml",
            f'{before}<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>',
        )
    return packed.getvalue()


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_paragraphs_and_cells_come_in_their_order() -> None:
    table = f"<w:tbl><w:tr><w:tc>{_paragraph('责任单位')}</w:tc><w:tc>{_paragraph('住建局')}</w:tc></w:tr></w:tbl>"
    mixed = "<w:p><w:r><w:t>3月</w:t><w:tab/></w:r><w:r><w:t>18日</w:t></w:r></w:p><w:p/>"
    assert paragraphs(_word(_paragraph("督办单") + mixed + table)) == [
        "督办单",
        "3月\t18日",
        "责任单位",
        "住建局",
    ]


def test_a_long_file_is_read_in_part() -> None:
    assert len(paragraphs(_word(_paragraph("一") * (MOST_PARAGRAPHS + 5)))) == MOST_PARAGRAPHS


@pytest.mark.parametrize(
    "content",
    [
        b"no package",
        _word("<w:p>"),
        _word(_paragraph("x" * (33 * 1024 * 1024))),
        _word(_paragraph("一"))[:-40],
    ],
    ids=["no package", "broken", "bomb", "cut off"],
)
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(NoWordText):
        paragraphs(content)


def test_nothing_outside_the_file_is_read() -> None:
    outside = '<!DOCTYPE d [<!ENTITY secret SYSTEM "file:///etc/hostname">]>'
    assert paragraphs(_word(_paragraph("前&secret;后"), outside)) == ["前"]
