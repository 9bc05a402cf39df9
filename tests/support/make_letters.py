"""The Word templates of the papers that follow slips, as first made: notice, proposal, decision, digest.

`python -m tests.support.make_letters` writes them anew, with whatever a clerk has changed since lost.
"""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Mm, Pt
from docx.text.paragraph import Paragraph

from tests.support.make_templates import BODY, PROCESSES, TITLE, centred, page, widths, write

LINE = Pt(28)


@dataclass(frozen=True)
class Letter:
    """One letter: where it lies under processes/, its title, to whom, its paragraphs, who issues it."""

    file: str
    title: str
    to: str
    text: tuple[str, ...]
    sender: str
    table: tuple[tuple[str, str, int], ...] = ()
    """Heading, answer and width in millimetres of each column; one row for each `row` of `figures`."""


LETTERS = (
    Letter(
        "criticism/documents/notice.docx",
        "关于对{{ unit }}予以通报批评的通报",
        "各乡镇人民政府、街道办事处，县直各单位：",
        (
            "{{ facts }}",
            "依据{{ basis }}，予以全县通报批评，责令{{ unit }}主要负责人于{{ review_by }}前向县政府作出书面检讨，"
            "并立即办结该事项。",
            "各单位要引以为戒，按规定时限办结督办事项。",
        ),
        "县人民政府",
    ),
    Letter(
        "talk/documents/proposal.docx",
        "关于提请对{{ about }}主要负责人诫勉谈话的函",
        "县政府主要领导：",
        (
            "{{ facts }}",
            "依据{{ basis }}，提请对该单位主要负责人进行诫勉谈话。谈话结果请予回填。",
        ),
        "县政府督查室",
    ),
    Letter(
        "referral/documents/referral.docx",
        "关于移送{{ unit }}有关问题的函",
        "{{ organ }}：",
        (
            "{{ facts }}",
            "依据{{ basis }}，现提请按照有关规定严肃追究相关单位责任人的责任。处理结果请予回填。",
        ),
        "县人民政府",
    ),
    Letter(
        "stars/documents/stars.docx",
        "关于表扬{{ year }}年度效能之星的通报",
        "各乡镇人民政府、街道办事处，县直各单位：",
        (
            "根据全年承办结果，经县委、县政府研究，决定授予下列{{ number_of_stars }}名同志“效能之星”称号，予以表扬。",
            "{% for star in stars %}{{ star.unit }}{{ star.post }}{{ star.name }}：{{ star.merits }}。{% endfor %}",
        ),
        "县人民政府",
    ),
    Letter(
        "slip_review/documents/decision.docx",
        "督办单复核决定",
        "{{ unit }}：",
        (
            "你单位对“{{ item }}”的{{ original }}提出复核，理由是：{{ grounds }}",
            "经由未参与拟单的人员复核，决定：{{ conclusion }}。",
            "理由：{{ opinion }}",
        ),
        "县政府办公室",
    ),
    Letter(
        "supervision_digest/documents/digest.docx",
        "{{ name }}",
        "县政府领导：",
        (
            "{{ since }}至{{ until_on }}，新立督办事项{{ figures.started }}件，办结销号{{ figures.closed }}件；"
            "现有在办{{ figures.running }}件，其中超期{{ figures.overdue }}件。"
            "{% for paper in figures.papers %}发{{ paper.kind }}{{ paper.count }}份。{% endfor %}",
            "在办事项：{% for item in figures.open %}{{ item.number }}“{{ item.title }}”（{{ item.unit }}，"
            "{% if item.due_on %}{{ item.due_on }}到期{% else %}未到计时{% endif %}"
            "{% if item.is_overdue %}，已超期{% endif %}）；{% endfor %}",
        ),
        "县政府督查室",
    ),
    Letter(
        "supervision_review/documents/review.docx",
        "{{ name }}",
        "各乡镇人民政府、街道办事处，县直各单位：",
        (
            "{{ since }}至{{ until_on }}，县委县政府重大决策部署、政府工作报告和特别交办三类事项，新立{{ started }}件，"
            "办结销号{{ closed }}件，现有在办{{ running }}件，其中超期{{ overdue }}件。各单位情况如下表，按净分排列。",
        ),
        "县人民政府",
        (
            ("单位", "{{ row.unit }}", 34),
            ("新立", "{{ row.started }}", 15),
            ("办结", "{{ row.closed }}", 15),
            ("在办", "{{ row.running }}", 15),
            ("超期", "{{ row.overdue }}", 15),
            ("收到的督办单", "{% for p in row.papers %}{{ p.kind }}{{ p.count }} {% endfor %}", 45),
            ("净分", "{{ row.points }}", 15),
        ),
    ),
)


def add_figures(document: DocumentType, columns: tuple[tuple[str, str, int], ...]) -> None:
    """A table with one row for each `row` of `figures`."""
    table = document.add_table(rows=4, cols=len(columns))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    for place, (heading, answer, _width) in enumerate(columns):
        write(table.cell(0, place).paragraphs[0], heading, "黑体", 12)
        write(table.cell(2, place).paragraphs[0], answer, BODY, 12)
    write(table.cell(1, 0).paragraphs[0], "{%tr for row in figures %}", BODY, 12)
    write(table.cell(3, 0).paragraphs[0], "{%tr endfor %}", BODY, 12)
    widths(table, *(Mm(width) for _heading, _answer, width in columns))


def add_line(document: DocumentType, text: str) -> Paragraph:
    """A paragraph of the body, its lines as far apart as in every other."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = LINE
    write(paragraph, text, BODY, 16)
    return paragraph


def write_letter(letter: Letter) -> None:
    """A letter on white paper in the office's usual layout."""
    document = page()
    section = document.sections[0]
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    centred(document.add_paragraph(), letter.title, TITLE, 22)
    centred(document.add_paragraph(), "{{ number }}", BODY, 16)
    add_line(document, letter.to).paragraph_format.space_before = LINE
    for text in letter.text:
        add_line(document, text).paragraph_format.first_line_indent = Pt(32)
    if letter.table:
        add_figures(document, letter.table)
    for text, before in ((letter.sender, 2 * LINE), ("{{ issued_on }}", Pt(0))):
        paragraph = add_line(document, text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Cm(1)
        paragraph.paragraph_format.space_before = before
    target = PROCESSES / letter.file
    target.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(target))


if __name__ == "__main__":
    for each in LETTERS:
        write_letter(each)
