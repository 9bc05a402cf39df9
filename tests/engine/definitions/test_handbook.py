"""The handbook says what the diagram says: steps in order, who, how long, which clause."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from engine.definitions.closure import closure_of
from engine.definitions.folder import read_folder
from engine.definitions.handbook import handbook, in_order
from engine.definitions.handbook_pictures import A4, plan
from engine.definitions.picture import svg_picture
from engine.definitions.raster import NoPng, png_pictures
from engine.definitions.rasterizer import chinese_shows
from engine.definitions.reader import read_diagram
from engine.rulebook import read_rule_book

PROCESSES = Path(__file__).parents[3] / "processes"
RULES = read_rule_book(PROCESSES / "rules.yaml")


@pytest.fixture(scope="module")
def permit() -> bytes:
    """The handbook of the permit, with the procedure it calls."""
    closure = closure_of(read_folder(PROCESSES / "permit"))
    return handbook("permit", closure.files, RULES, "")


def test_the_countys_supervision_as_a_handbook() -> None:
    folder = read_folder(PROCESSES / "supervision")
    content = handbook("supervision", folder.files, RULES, "现行第 1 版")
    document = Document(BytesIO(content))
    steps = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    names = [row[1] for row in steps]
    assert names.index("立项") < names.index("签收") < names.index("核验")
    registered = steps[names.index("立项")]
    assert registered[2] == "督查室"
    assert registered[3] == "立项:1 个工作日"
    assert "SD-02" in registered[6]
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "三色督办办理手册" in text
    assert "未写明时限的,几日内办结:7 个工作日(依据:SD-03)" in text
    assert "蓝色督办单怎样发出:到期下班自动发(依据:SD-04)" in text
    assert "「" in text


def pictures(content: bytes) -> list[bytes]:
    """The pictures of a Word file, in order; one that is shown in pieces once for each."""
    document = Document(BytesIO(content))
    blips = [shape._inline.graphic.graphicData.pic.blipFill.blip.embed for shape in document.inline_shapes]
    return [document.part.related_parts[key].blob for key in blips]


def test_the_picture_is_that_of_the_version_asked_for() -> None:
    """GC-18: from the diagram. A step is renamed: the newer handbook shows the newer diagram, the older the older."""
    folder = read_folder(PROCESSES / "talk")
    newer = {
        **folder.files,
        "talk.bpmn": folder.files["talk.bpmn"].replace("拟提请函".encode(), "起草".encode()),
    }
    for files in (folder.files, newer):
        (shown,) = pictures(handbook("talk", files, RULES, ""))
        assert [shown] == png_pictures([svg_picture(files["talk.bpmn"])])
    assert pictures(handbook("talk", newer, RULES, "")) != pictures(handbook("talk", folder.files, RULES, ""))


def test_an_empty_diagram_has_a_handbook_without_a_picture() -> None:
    empty = b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="u"><process id="p"/></definitions>'
    assert pictures(handbook("p", {"p.bpmn": empty}, RULES, "")) == []


def test_chinese_shows_in_the_pictures() -> None:
    """Where no font has the characters, the handbook says so in place of a picture without words."""
    assert chinese_shows()
    assert not chinese_shows(system_fonts=False)
    with pytest.raises(NoPng):
        png_pictures(['<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>'])


def test_a_wide_diagram_is_on_wide_paper_and_in_pieces(permit: bytes) -> None:
    """Six points is the least that words may be; the pieces together show all of it."""
    small, wide, huge = plan(1122, 440), plan(2100, 900), plan(7004, 2565)
    assert (small.paper, small.pieces) == (A4, 1)
    assert wide.paper != A4
    assert wide.pieces == 1
    assert huge.pieces > 1
    document = Document(BytesIO(permit))
    assert [round(section.page_width.cm) for section in document.sections] == [30, 42, 42, 30]
    for section in document.sections:
        assert section.page_width > section.page_height
    assert {shape._inline.docPr.get("descr") for shape in document.inline_shapes} == {
        "流程图:事项办理",
        "流程图:审查与决定",
    }


def test_what_the_table_lists_is_every_step_once() -> None:
    for path in sorted(PROCESSES.glob("*/*.bpmn")):
        for process in read_diagram(path.read_bytes(), path.name).processes.values():
            steps = [node.id for node in in_order(process)]
            assert len(steps) == len(set(steps)), path.name
    content = handbook("talk", read_folder(PROCESSES / "talk").files, RULES, "")
    rows = Document(BytesIO(content)).tables[1].rows[1:]
    assert [row.cells[0].text for row in rows] == [str(at) for at in range(1, len(rows) + 1)]


def test_papers_and_the_parts_that_are_called_stand_in_it(permit: bytes) -> None:
    """GC-18: the permit's notices are issued by the system, its review is a procedure of its own."""
    document = Document(BytesIO(permit))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert text.startswith("事项办理手册")
    assert "补正告知书(文号:补正告知〔{year}〕{n}号)" in text
    steps = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    names = [row[1] for row in steps]
    assert names.index("审查与决定(调用活动)") < names.index("审查") < names.index("决定")
    assert steps[names.index("审查")][3] != "—"
