"""The handbook says what the diagram says: steps in order, who, how long, which clause."""

from io import BytesIO
from pathlib import Path

from docx import Document

from engine.definitions.closure import closure_of
from engine.definitions.folder import read_folder
from engine.definitions.handbook import handbook
from engine.rulebook import read_rule_book

PROCESSES = Path(__file__).parents[3] / "processes"


def test_the_countys_supervision_as_a_handbook() -> None:
    folder = read_folder(PROCESSES / "supervision")
    content = handbook("supervision", folder.files, read_rule_book(PROCESSES / "rules.yaml"), "现行第 1 版")
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
    assert "「" in text


def test_what_the_table_lists_is_every_step_once() -> None:
    for path in sorted(PROCESSES.glob("*/*.bpmn")):
        folder = read_folder(path.parent)
        if folder.main_diagram != path.name:
            continue
        content = handbook(folder.key, folder.files, read_rule_book(PROCESSES / "rules.yaml"), "")
        rows = Document(BytesIO(content)).tables[1].rows[1:]
        assert [row.cells[0].text for row in rows] == [str(at) for at in range(1, len(rows) + 1)]


def test_papers_and_the_parts_that_are_called_stand_in_it() -> None:
    """GC-18: the permit's notices are issued by the system, its review is a procedure of its own."""
    closure = closure_of(read_folder(PROCESSES / "permit"))
    content = handbook("permit", closure.files, read_rule_book(PROCESSES / "rules.yaml"), "")
    document = Document(BytesIO(content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert text.startswith("事项办理手册")
    assert "补正告知书(文号:补正告知〔{year}〕{n}号)" in text
    steps = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    names = [row[1] for row in steps]
    assert names.index("审查与决定(调用活动)") < names.index("审查") < names.index("决定")
    assert steps[names.index("审查")][3] != "—"
