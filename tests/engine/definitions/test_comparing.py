"""What two editions of a process folder differ in, in the office's words."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from engine.definitions.comparing import Difference, differences
from engine.definitions.layout import lay_out
from engine.definitions.wording import word_text

FOLDER = Path(__file__).parents[3] / "processes" / "supervision"
FILE = "supervision.bpmn"
XML = (FOLDER / FILE).read_text("utf-8")


def found(old: str, new: str) -> list[Difference]:
    """The differences after one replacement in the county's own diagram."""
    assert old in XML
    beside = {"policy.yaml": (FOLDER / "policy.yaml").read_bytes()}
    return differences({FILE: XML.encode(), **beside}, {FILE: XML.replace(old, new, 1).encode(), **beside})


def test_a_limit_a_name_and_a_post_are_said_with_both_values() -> None:
    (limit,) = found('limit="policy:supervision.register.within"', 'limit="2 wd"')
    assert (limit.element, limit.text) == (
        "register",
        "时限“立项”:1 个工作日 → 2 个工作日",
    )
    (name,) = found('id="limit" name="核对明示时限"', 'id="limit" name="核对时限"')
    assert name.text == "名称:核对明示时限 → 核对时限"


def test_the_picture_alone_is_no_difference() -> None:
    assert differences({FILE: XML.encode()}, {FILE: lay_out(XML.encode())}) == []


def test_elements_that_come_and_go_are_named() -> None:
    changed = XML.replace('id="register" name="立项"', 'id="entry2" name="立项"', 1).encode()
    kinds = {(each.kind, each.element) for each in differences({FILE: XML.encode()}, {FILE: changed})}
    assert {("added", "entry2"), ("removed", "register")} <= kinds


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [({}, {"forms/a.json": b"{}"}, "added"), ({"forms/a.json": b"{}"}, {}, "removed"),
     ({"forms/a.json": b"{}"}, {"forms/a.json": b"[]"}, "changed")],
)  # fmt: skip
def test_files_are_compared(before: dict[str, bytes], after: dict[str, bytes], kind: str) -> None:
    assert [each.kind for each in differences(before, after)] == [kind]


def test_a_choice_is_compared_in_words() -> None:
    policy = (FOLDER / "policy.yaml").read_bytes()
    changed = policy.replace(b"default: auto", b"default: confirm", 1)
    (each,) = differences({"policy.yaml": policy}, {"policy.yaml": changed})
    assert "到期下班自动发 → 督查室确认后发" in str(each)


def test_numbers_are_compared_by_their_defaults() -> None:
    policy = (FOLDER / "policy.yaml").read_bytes()
    changed = policy.replace(b"default: 5 cd", b"default: 6 cd", 1)
    assert policy != changed
    (each,) = differences({"policy.yaml": policy}, {"policy.yaml": changed})
    assert each.text == "默认值:5 个自然日 → 6 个自然日"


def test_a_form_says_which_field_is_not_as_it_was() -> None:
    old = b'{"components": [{"key": "a", "label": "\xe5\x8a\x9e\xe7\x90\x86\xe7\xbb\x93\xe6\x9e\x9c", "type": "textfield"}, {"key": "b", "label": "B"}]}'
    new = old.replace(b"\xe7\xbb\x93\xe6\x9e\x9c", b"\xe6\x84\x8f\xe8\xa7\x81").replace(
        b', {"key": "b", "label": "B"}', b""
    )
    renamed, gone = differences({"forms/a.json": old}, {"forms/a.json": new})
    assert renamed.text == "名称"
    assert renamed.wording == (("same", "办理"), ("removed", "结果"), ("added", "意见"))
    assert (gone.text, gone.name) == ("删去", "forms/a.json 字段“B”")


def test_a_table_says_which_row_changed() -> None:
    row = "<rule><inputEntry><text>{}</text></inputEntry><outputEntry><text>{}</text></outputEntry></rule>"
    table = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"><decision name="天数"><decisionTable>{}</decisionTable></decision></definitions>'
    old = table.format(row.format("急件", "3") + row.format("", "15")).encode()
    new = table.format(row.format("急件", "3") + row.format("", "10")).encode()
    (each,) = differences({"days.dmn": old}, {"days.dmn": new})
    assert (each.name, each.text) == ("days.dmn 决策“天数”第 2 行", "改动")
    assert ("removed", "15") in each.wording
    assert ("added", "10") in each.wording


def test_a_template_is_compared_word_for_word() -> None:
    (path,) = sorted((FOLDER / "documents").glob("*.docx"))[:1]
    old = path.read_bytes()
    text = word_text(old)
    assert text
    first = next(letter for letter in text if "一" <= letter <= "鿿")
    new = BytesIO()
    with ZipFile(BytesIO(old)) as source, ZipFile(new, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(
                name,
                content.replace(first.encode(), "改".encode(), 1) if name == "word/document.xml" else content,
            )
    (each,) = differences({"documents/a.docx": old}, {"documents/a.docx": new.getvalue()})
    assert ("removed", first) in each.wording
    assert ("added", "改") in each.wording
