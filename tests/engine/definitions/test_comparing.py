"""What two editions of a process folder differ in, in the office's words."""

from pathlib import Path

import pytest

from engine.definitions.comparing import Difference, differences
from engine.definitions.layout import lay_out

FOLDER = Path(__file__).parents[3] / "processes" / "supervision"
FILE = "supervision.bpmn"
XML = (FOLDER / FILE).read_text("utf-8")


def found(old: str, new: str) -> list[Difference]:
    """The differences after one replacement in the county's own diagram."""
    assert old in XML
    return differences({FILE: XML.encode()}, {FILE: XML.replace(old, new, 1).encode()})


def test_a_limit_a_name_and_a_post_are_said_with_both_values() -> None:
    (limit,) = found('limit="policy:supervision.register.within"', 'limit="2 wd"')
    assert (limit.element, limit.text) == (
        "register",
        "时限:立项 policy:supervision.register.within → 立项 2 wd",
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


def test_numbers_are_compared_by_their_defaults() -> None:
    policy = (FOLDER / "policy.yaml").read_bytes()
    changed = policy.replace(b"default: 5 cd", b"default: 6 cd", 1)
    assert policy != changed
    (each,) = differences({"policy.yaml": policy}, {"policy.yaml": changed})
    assert each.text == "默认值:5 cd → 6 cd"
