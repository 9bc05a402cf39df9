"""Papers: what a template may say, what it prints, and what is refused."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from engine.records.rendering import PaperError, render, template_placeholders

BLUE_SLIP = Path(__file__).parents[3] / "processes" / "supervision" / "documents" / "blue-slip.docx"
BLUE_RECORD = {
    "number": "督办〔2026〕3号",
    "unit": "安澜县住房和城乡建设局",
    "title": "整治占道经营",
    "source": "县长批示",
    "started_on": date(2026, 3, 5),
    "deadlines": {"办理": date(2026, 3, 16)},
    "standard": "主要街道无占道经营",
    "basis": "县长批示件〔2026〕21号",
    "issued_on": date(2026, 3, 16),
}


def _template(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _text(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)


def _printed(line: str, **record: Any) -> str:
    return _text(render(_template(line), record))


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (date(2026, 3, 6), "2026年3月6日"),
        (datetime(2026, 3, 16, 9, 5, tzinfo=UTC), "2026年3月16日17时05分"),
        (["住建局", "公安局"], "住建局、公安局"),
        (None, ""),
        (7, "7"),
        ("<w:p>甲 & 乙</w:p>", "<w:p>甲 & 乙</w:p>"),
        ("甲\x07\x0b乙\uffff", "甲乙"),
        ("第一行\n第二行", "第一行\n第二行"),
        ("{{ secret }}", "{{ secret }}"),
    ],
)
def test_values_print_as_papers_write_them(value: Any, printed: str) -> None:
    assert _printed("{{ value }}", value=value) == printed


def test_conditions_and_rows() -> None:
    content = _template("{%p for unit in units %}", "{{ loop.index }}.{{ unit.name }}", "{%p endfor %}")
    assert _text(render(content, {"units": [{"name": "甲"}, {"name": "乙"}]})).split("\n") == ["1.甲", "2.乙"]
    assert _printed("{% if late %}逾期{% else %}按时{% endif %}", late=True) == "逾期"


def test_the_same_record_gives_the_same_bytes() -> None:
    content = BLUE_SLIP.read_bytes()
    assert render(content, BLUE_RECORD) == render(content, BLUE_RECORD)


def test_placeholders_are_known_before_anything_is_printed() -> None:
    line = "{{ title }}{% if late %}{{ days }}{% endif %}{% for u in units %}{{ u.name }}{% endfor %}{{ ground }}"
    assert template_placeholders(_template(line)) == {"title", "late", "days", "units"}


@pytest.mark.parametrize("act", [template_placeholders, lambda content: render(content, {"title": "甲"})])
@pytest.mark.parametrize(
    "line",
    [
        "{{ title.__class__ }}{{ title.__class__.__mro__ }}{{ title.format(title) }}",
        "{{ title.upper() }}",
        "{% for i in range(10) %}{{ i }}{% endfor %}",
        "{{ title * 1000000000 }}",
        "{% set title = title ~ title %}{{ title }}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
        "{% include 'secret' %}",
        "{% import 'os' as os %}",
        "{{ lipsum }}{{ cycler.__init__ }}{{ self._TemplateReference__context() }}",
        "{% for a in title %}{% for b in title %}{% for c in title %}x{% endfor %}{% endfor %}{% endfor %}",
    ],
)
def test_a_template_cannot_run_a_program(act: Callable[[bytes], object], line: str) -> None:
    with pytest.raises(PaperError, match="不允许的写法"):
        act(_template(line))


@pytest.mark.parametrize(
    ("line"), ["{{ title.__class__ }}", "{{ title['__class__'] }}", "{{ record.items }}"]
)
def test_values_show_nothing_of_the_program(line: str) -> None:
    with pytest.raises(PaperError):
        _printed(line, title="甲", record={"a": 1})


def test_a_missing_answer_is_named() -> None:
    with pytest.raises(PaperError, match="“完成标准”"):
        _printed("{{ 完成标准 }}", title="甲")
    with pytest.raises(PaperError, match="“name”"):
        _printed("{{ unit.name }}", unit={"id": "zjj"})


@pytest.mark.parametrize("line", ["{{ title", "{% if late %}", "{{ title | shout }}", "{% endif %}"])
def test_a_broken_placeholder_is_refused(line: str) -> None:
    with pytest.raises(PaperError, match="请"):
        template_placeholders(_template(line))


def _packed(**members: bytes) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"not a zip", "不是 Word 文档"),
        (_packed(text=b"a zip, but no document"), "不是 Word 文档"),
        (_packed(**{"word/vbaProject.bin": b"macro"}), "宏"),
        (_packed(bomb=b"\0" * (65 * 1024 * 1024)), "64 MB"),
    ],
)
def test_what_is_no_template_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(PaperError, match=message):
        template_placeholders(content)


def _fills(content: bytes) -> set[str]:
    table = Document(BytesIO(content)).tables[0]
    found = table.rows[0].cells[0]._tc.xpath("./w:tcPr/w:shd/@w:fill")
    return set(found)


def test_the_blue_slip_says_limit_and_standard_on_blue_ground() -> None:
    """Rule SD-04; rule SD-01 for the ground, which coloured paper makes needless."""
    content = BLUE_SLIP.read_bytes()
    assert template_placeholders(content) == set(BLUE_RECORD)
    slip = render(content, BLUE_RECORD)
    sheet = Document(BytesIO(slip)).tables[0].rows[0].cells[0]
    rows = {row.cells[0].text: row.cells[1].text for row in sheet.tables[0].rows}
    assert rows["规定完成时限"] == "2026年3月16日"
    assert rows["完成标准"] == "主要街道无占道经营"
    assert rows["被督办单位"] == "安澜县住房和城乡建设局"
    assert rows["事实与依据"] == "截至2026年3月16日下班，未收到办理结果。依据：县长批示件〔2026〕21号"
    assert "督办〔2026〕3号" in sheet.text
    assert _fills(slip) == {"BDD7EE"}
    assert _fills(render(content, {**BLUE_RECORD, "ground": False})) == {"auto"}


def test_a_blue_slip_needs_neither_standard_nor_basis() -> None:
    record = {name: value for name, value in BLUE_RECORD.items() if name not in ("standard", "basis")}
    sheet = Document(BytesIO(render(BLUE_SLIP.read_bytes(), record))).tables[0].rows[0].cells[0]
    rows = {row.cells[0].text: row.cells[1].text for row in sheet.tables[0].rows}
    assert rows["完成标准"] == "按交办要求全面完成"
    assert rows["事实与依据"].endswith("未收到办理结果。")
