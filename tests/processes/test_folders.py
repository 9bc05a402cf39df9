"""What a designer finds in every folder: a diagram the gate has nothing to say about, lanes by post, a page with
the picture."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from engine.definitions.gate import check_folder
from engine.definitions.picture import svg_picture

PROCESSES = Path(__file__).parents[2] / "processes"
DIAGRAMS = sorted(PROCESSES.glob("*/*.bpmn"))
FOLDERS = sorted({file.parent for file in DIAGRAMS})
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"
ONE_PAGE = 60
"""Lines of a README a person reads without leafing."""


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_gate_has_nothing_to_say(folder: Path) -> None:
    assert check_folder(folder) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_page_of_the_folder_shows_every_diagram_as_it_is(folder: Path) -> None:
    """`banjie picture` draws them anew; the folder's own diagram is picture.svg."""
    page = (folder / "README.md").read_text(encoding="utf-8")
    assert len(page.splitlines()) <= ONE_PAGE
    for file in folder.glob("*.bpmn"):
        picture = "picture.svg" if file.stem == folder.name else f"{file.stem}.svg"
        assert f"]({picture})" in page
        assert (folder / picture).read_text(encoding="utf-8") == svg_picture(file.read_bytes()), picture


@pytest.mark.parametrize("file", DIAGRAMS, ids=lambda file: file.stem)
def test_every_task_stands_in_the_lane_of_a_post(file: Path) -> None:
    """The convention of docs/notation.md: one lane even where there is one post, none where nobody works."""
    root = etree.parse(file).getroot()
    lanes = {ref.text: lane.get("name") for lane in root.iter(f"{BPMN}lane") for ref in lane}
    tasks = [*root.iter(f"{BPMN}userTask", f"{BPMN}manualTask")]
    for task in tasks:
        around = [task.get("id"), *(outer.get("id") for outer in task.iterancestors(f"{BPMN}subProcess"))]
        assert [lanes[key] for key in around if lanes.get(key)], task.get("name")
    assert tasks or not lanes


@pytest.mark.parametrize("file", DIAGRAMS, ids=lambda file: file.stem)
def test_no_line_crosses_another(file: Path) -> None:
    """What is drawn is read on the wall: two flows may meet at an element, never on their way."""
    pieces = [
        (edge.get("bpmnElement"), one, other)
        for edge in etree.parse(file).getroot().iter(f"{BPMNDI}BPMNEdge")
        for one, other in pairwise(
            (float(point.get("x")), float(point.get("y"))) for point in edge.iter(f"{DI}waypoint")
        )
    ]
    level = [piece for piece in pieces if piece[1][1] == piece[2][1]]
    upright = [piece for piece in pieces if piece[1][0] == piece[2][0]]
    crossing = [
        (across[0], down[0])
        for across in level
        for down in upright
        if across[0] != down[0]
        and _within(down[1][0], across[1][0], across[2][0])
        and _within(across[1][1], down[1][1], down[2][1])
    ]
    assert crossing == []


def _within(at: float, one: float, other: float) -> bool:
    """Between two places and at neither of them."""
    return min(one, other) + 1 < at < max(one, other) - 1
