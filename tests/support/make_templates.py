"""The slips' Word templates as they were made the first time; a clerk may have edited the files since.

`python -m tests.support.make_templates` writes them anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Length, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

PROCESSES = Path(__file__).parents[2] / "processes"
TITLE, BODY = "方正小标宋简体", "仿宋_GB2312"
FALLBACKS = {TITLE: "宋体", BODY: "仿宋", "黑体": "SimHei"}
BLUE, YELLOW, RED = "BDD7EE", "FFF2CC", "F8CBAD"
SHEET_WIDTH, LABEL_WIDTH, VALUE_WIDTH = Cm(18.2), Cm(3.8), Cm(11.4)

FACTS = "{{ %s_facts }}{%% if %s_basis is defined and %s_basis %%}依据：{{ %s_basis }}{%% endif %%}"


@dataclass(frozen=True)
class Slip:
    """One slip's wording: its file, title, ground, facts, last rows, demand and the note on whom it goes to."""

    file: str
    title: str
    ground: str
    facts: str
    demand: str
    note: str
    limit: tuple[tuple[str, str], ...] = ()

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """The labels and answers of its table."""
        return (
            ("被督办单位", "{{ unit }}"),
            ("督办事项", "{{ title }}"),
            ("事项来源", "{{ source }}"),
            ("交办日期", "{{ started_on }}"),
            ("规定完成时限", "{{ deadlines.办理 }}"),
            ("完成标准", "{{ standard | default('按交办要求全面完成', true) }}"),
            ("事实与依据", self.facts),
            *self.limit,
        )


SLIPS = (
    Slip(
        "blue-slip.docx",
        "蓝 色 督 办 单",
        BLUE,
        "截至{{ issued_on }}下班，未收到办理结果。{% if basis is defined and basis %}依据：{{ basis }}{% endif %}",
        "上列事项在规定完成时限当天仍未完成，现予提醒。请抓紧办理，并将办理结果书面反馈县政府督查室；"
        "规定完成时限第5天仍未完成且无正当理由的，将发出黄色督办单。",
        "本单由县政府督查室发至被督办单位主要负责人。",
    ),
    Slip(
        "yellow-slip.docx",
        "黄 色 督 办 单",
        YELLOW,
        FACTS % (("yellow",) * 4),
        "上列事项无正当理由逾期未完成，现予警告，责令限期整改。请于整改期限内完成，并将办理结果书面反馈县政府"
        "督查室；逾期仍未完成或完成质量较差的，将发出红色督办单，直至该事项督办完成。",
        "本单经县政府常务副县长签发。确需延期的，请在整改期限内书面申请。",
        (("整改期限", "{{ rectify_by }}前"),),
    ),
    Slip(
        "red-slip.docx",
        "红 色 督 办 单",
        RED,
        FACTS % (("red",) * 4),
        "上列事项经黄色督办单责令限期整改，至今仍未完成或完成质量较差。请立即办结，并将办理结果书面反馈县政府"
        "督查室；仍未完成的，将再次发出红色督办单，直至该事项督办完成，并按规定通报、问责。",
        "本单经县长签发。确需延期的，请在期限内书面申请。",
        (("完成期限", "{{ rectify_by }}前"),),
    ),
)


def write(paragraph: Paragraph, text: str, font: str, size: float, *, bold: bool = False) -> None:
    """Add one run of a Chinese font, its size in points."""
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)


def add_fallbacks(document: DocumentType) -> None:
    """Name for each font the one to take where it is not installed."""
    part = next(p for p in document.part.package.iter_parts() if p.partname.endswith("fontTable.xml"))
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>' for name, other in FALLBACKS.items()
    )
    part._blob = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    ).encode()


def page() -> DocumentType:
    """An empty A4 page with the margins of an official paper and nothing of the template's author."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Cm(1.3)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = BODY, Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    normal.paragraph_format.space_after = Pt(0)
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "县政府督查室", "", ""
    add_fallbacks(document)
    return document


def widths(table: Table, *columns: Length) -> None:
    """Fix the width of a table and of its columns, for every program that shows it."""
    table.autofit = False
    total = table._tbl.tblPr.find(qn("w:tblW"))
    total.set(qn("w:type"), "dxa")
    total.set(qn("w:w"), str(int(sum(columns) / Pt(1) * 20)))
    for column, width in zip(table.columns, columns, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def sheet_of(document: DocumentType, colour: str) -> _Cell:
    """The one cell that fills the page and gives it the colour of its paper."""
    frame = document.add_table(rows=1, cols=1)
    frame.alignment = WD_TABLE_ALIGNMENT.CENTER
    widths(frame, SHEET_WIDTH)
    frame.rows[0].height = Cm(26)
    cell = frame.rows[0].cells[0]
    sides = "".join(f'<w:{side} w:w="850" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    cell._tc.get_or_add_tcPr().append(parse_xml(f"<w:tcMar {nsdecls('w')}>{sides}</w:tcMar>"))
    write(cell.paragraphs[0], "{% cellbg '" + colour + "' if ground else 'auto' %}", BODY, 1)
    return cell


def labelled(sheet: _Cell, rows: tuple[tuple[str, str], ...]) -> None:
    """The slip's table of labels and answers."""
    table = sheet.add_table(rows=0, cols=2)
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    for label, value in rows:
        row(table, label, value)
    widths(table, LABEL_WIDTH, VALUE_WIDTH)


def row(table: Table, label: str, value: str) -> None:
    """One labelled row of the slip."""
    cells = table.add_row().cells
    write(cells[0].paragraphs[0], label, "黑体", 14)
    cells[0].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(cells[1].paragraphs[0], value, BODY, 14)
    for cell in cells:
        spacing = cell.paragraphs[0].paragraph_format
        spacing.space_before = spacing.space_after = Pt(4)
        spacing.line_spacing = 1.2
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:vAlign {nsdecls("w")} w:val="center"/>'))
    height = parse_xml(f'<w:trHeight {nsdecls("w")} w:val="680" w:hRule="atLeast"/>')
    table.rows[-1]._tr.get_or_add_trPr().append(height)


def centred(paragraph: Paragraph, text: str, font: str, size: float) -> None:
    """A centred line with room around it."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(8)
    write(paragraph, text, font, size)


def signature(cell: _Cell, text: str) -> None:
    """A line on the right, where who issued it and when stands."""
    paragraph = cell.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.paragraph_format.right_indent = Cm(1)
    paragraph.paragraph_format.space_before = Pt(12)
    write(paragraph, text, BODY, 14)


def write_slip(slip: Slip, folder: Path) -> None:
    """A slip (rules SD-04 to SD-07) on the colour of its paper, with limit, standard, facts and basis."""
    document = page()
    sheet = sheet_of(document, slip.ground)
    centred(sheet.add_paragraph(), slip.title, TITLE, 26)
    centred(sheet.add_paragraph(), "{{ number }}", BODY, 14)
    labelled(sheet, slip.rows)
    demand = sheet.add_paragraph()
    demand.paragraph_format.first_line_indent = Pt(28)
    demand.paragraph_format.space_before = Pt(10)
    demand.paragraph_format.line_spacing = Pt(26)
    write(demand, slip.demand, BODY, 14)
    for text in ("县政府督查室", "{{ issued_on }}"):
        signature(sheet, text)
    note = sheet.add_paragraph()
    note.paragraph_format.space_before = Pt(24)
    write(note, slip.note, BODY, 12)
    folder.mkdir(parents=True, exist_ok=True)
    document.save(str(folder / slip.file))


RECEIPT = (
    ("签收单位", "{{ receipt_unit }}"),
    ("督办事项", "{{ title }}"),
    ("收到的督办单", "{{ slips_received }}"),
    ("签收日期", "{{ issued_on }}"),
    ("签收意见", "{{ slip_note | default('', true) }}"),
)
EXTENSION = (
    ("申请单位", "{{ unit }}"),
    ("督办事项", "{{ title }}"),
    ("原规定完成时限", "{{ former_due }}"),
    ("申请延期至", "{{ until }}"),
    ("进展情况", "{{ progress }}"),
    ("滞后原因", "{{ reason }}"),
    ("审批人", "{{ approver }}"),
    ("审批意见", "{{ extension_result }}。{{ extension_opinion | default('', true) }}"),
    ("批准后的时限", "{{ extended_to | default('按原定时限办理', true) }}"),
)


def write_table_paper(
    file: Path, title: str, number: str, rows: tuple[tuple[str, str], ...], sender: str
) -> None:
    """A paper of one table on white: a receipt (rule SD-01), the form of an extension (rule SD-08)."""
    document = page()
    section = document.sections[0]
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    centred(document.add_paragraph(), title, TITLE, 22)
    if number:
        centred(document.add_paragraph(), number, BODY, 14)
    table = document.add_table(rows=0, cols=2)
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    for label, value in rows:
        row(table, label, value)
    widths(table, LABEL_WIDTH, VALUE_WIDTH)
    for text in (sender, "{{ issued_on }}"):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.space_before = Pt(12)
        write(paragraph, text, BODY, 14)
    file.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(file))


def main() -> None:
    """Write every template."""
    folder = PROCESSES / "supervision" / "documents"
    for slip in SLIPS:
        write_slip(slip, folder)
    write_table_paper(folder / "receipt.docx", "督 办 单 签 收 回 执", "", RECEIPT, "{{ receipt_unit }}")
    write_table_paper(
        folder / "extension.docx", "督办事项延期审批表", "{{ number }}", EXTENSION, "县政府督查室"
    )


if __name__ == "__main__":
    main()
