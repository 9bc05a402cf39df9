"""The dossier's own Word file (卷宗.docx): cover, facts, data, limits, history, lists of papers and attachments."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from engine.dossier.collecting import Dossier, Kept
from engine.records.rendering import without_times

_FONT = "仿宋"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def write(dossier: Dossier) -> bytes:
    """The Word file; the same dossier gives the same bytes."""
    word = _page()
    title = word.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(title, "卷  宗", 28)
    subtitle = word.add_paragraph()
    subtitle.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(subtitle, dossier.title, 16)
    _table(word, dossier.facts, (4, 12.5))
    _section(word, "办件资料", dossier.data, (4, 12.5))
    _section(word, "时限", dossier.limits, (5, 6, 5.5), ("时限", "到期", "状态"))
    _section(word, "办理经过", dossier.history, (3.6, 3.4, 9.5), ("时间", "经办人", "经过"))
    _section(word, "文书目录", map(_entry, dossier.papers), (10, 6.5), ("文书", "摘要"))
    _section(word, "附件目录", map(_entry, dossier.files), (10, 6.5), ("附件", "摘要"))
    last = word.add_paragraph()
    _run(last, f"办理记录共 {len(dossier.journal)} 条,末条摘要 sha256:{dossier.head}", 9)
    written = BytesIO()
    word.save(written)
    return without_times(written.getvalue())


def _entry(kept: Kept) -> tuple[str, str]:
    return kept.facts, kept.digest or "尚未生成文件"


def _page() -> Word:
    word: Word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(11)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    properties = word.core_properties
    properties.author, properties.title, properties.comments = "", "", ""
    properties.created = properties.modified = _EPOCH
    return word


def _section(
    word: Word, heading: str, rows: Iterable[Sequence[str]], widths: Sequence[float], head: Sequence[str] = ()
) -> None:
    found = list(rows)
    if not found:
        return
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(12)
    _run(paragraph, heading, 14)
    _table(word, [head, *found] if head else found, widths)


def _table(word: Word, rows: Iterable[Sequence[str]], widths: Sequence[float]) -> None:
    table = word.add_table(rows=0, cols=len(widths))
    table.style, table.autofit = "Table Grid", False
    for row in rows:
        for cell, text, width in zip(table.add_row().cells, row, widths, strict=True):
            cell.width = Cm(width)
            _run(cell.paragraphs[0], text, 10.5)


def _run(paragraph: Any, text: str, size: float) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), _FONT
    run._element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
