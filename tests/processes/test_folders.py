"""What a designer finds in every folder: a diagram the gate has nothing to say about, lanes by post, a page with
the picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from engine.definitions.gate import check_folder
from engine.definitions.picture import svg_picture

PROCESSES = Path(__file__).parents[2] / "processes"
DIAGRAMS = sorted(PROCESSES.glob("*/*.bpmn"))
FOLDERS = sorted({file.parent for file in DIAGRAMS})
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
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
