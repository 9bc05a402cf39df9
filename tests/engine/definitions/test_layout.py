"""The picture `lay_out` draws: whole, without overlaps, the same every time, and nothing else of the file changed."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.definitions.layout import lay_out, missing
from tests.support.block_drawing import drawn
from tests.support.blocks import Block, wholes
from tests.support.drawing import faults, meetings
from tests.support.office import diagram

MODELS = Path(__file__).parents[4] / "shared" / "bpmn-models"
PROCESSES = Path(__file__).parents[3] / "processes"
PART = re.compile(rb"[ \t]*<(\w+):BPMNDiagram\b.*</\1:BPMNDiagram>", re.DOTALL)


@pytest.mark.parametrize("file", sorted(PROCESSES.glob("*/*.bpmn")), ids=lambda file: file.stem)
def test_the_processes_are_drawn_without_fault(file: Path) -> None:
    xml = file.read_bytes()
    laid = lay_out(xml, effort=0)
    assert faults(laid) == []
    assert PART.sub(b"", laid) == PART.sub(b"", xml)
    assert lay_out(laid, effort=0) == laid


@pytest.mark.parametrize("file", sorted(PROCESSES.glob("*/*.bpmn")), ids=lambda file: file.stem)
def test_the_processes_can_be_read_on_a_wall(file: Path) -> None:
    xml = file.read_bytes()
    assert faults(xml) == []
    assert meetings(xml) == []


@pytest.mark.parametrize("name", ["award", "process_release", "market_entry"])
def test_lines_are_untangled_and_the_same_every_time(name: str) -> None:
    xml = (PROCESSES / name / f"{name}.bpmn").read_bytes()
    first, better = lay_out(xml, effort=0), lay_out(xml)
    assert faults(better) == []
    assert len(meetings(better)) < len(meetings(first))
    assert lay_out(better) == better


@pytest.mark.skipif(not MODELS.is_dir(), reason="the reference models are not in this place")
@pytest.mark.parametrize("file", sorted(MODELS.glob("*.bpmn")) or [MODELS], ids=lambda file: file.stem)
def test_the_reference_models_are_drawn_without_fault(file: Path) -> None:
    laid = lay_out(file.read_bytes(), effort=0)
    assert faults(laid) == []


@settings(max_examples=60, deadline=None)
@given(wholes())
def test_sound_diagrams_are_drawn_without_fault(block: Block) -> None:
    xml = drawn(block, "p")
    laid = lay_out(xml, effort=0)
    assert faults(laid) == []
    assert lay_out(xml, effort=0) == laid


KINDS = [
    "userTask",
    "exclusiveGateway",
    "parallelGateway",
    "intermediateThrowEvent",
    "endEvent",
    "startEvent",
]
NAMES = [
    "",
    "核验",
    "牵头单位汇总各配合单位的办理情况并提出初步处理意见报分管副县长",
    "Review of the application",
]


@st.composite
def graphs(draw: st.DrawFn) -> bytes:
    """Any nodes and any flows between them, sound or not, in lanes or not."""
    count = draw(st.integers(1, 12))
    kinds = [draw(st.sampled_from(KINDS)) for _ in range(count)]
    nodes = [
        f'<bpmn:{kind} id="n{at}" name="{draw(st.sampled_from(NAMES))}"/>' for at, kind in enumerate(kinds)
    ]
    places = [f"n{at}" for at in range(count)]
    for at in [at for at, kind in enumerate(kinds) if kind == "userTask"]:
        for turn in range(draw(st.integers(0, 3))):
            key = f"b{at}_{turn}"
            nodes.append(
                f'<bpmn:boundaryEvent id="{key}" name="{draw(st.sampled_from(NAMES))}" attachedToRef="n{at}"/>'
            )
            places.append(key)
    pairs = draw(st.lists(st.tuples(st.sampled_from(places), st.integers(0, count - 1)), max_size=20))
    for at, (source, target) in enumerate(pairs):
        name = draw(st.sampled_from(NAMES))
        nodes.append(
            f'<bpmn:sequenceFlow id="f{at}" name="{name}" sourceRef="{source}" targetRef="n{target}"/>'
        )
    lanes = draw(st.integers(0, 3))
    sets = [
        "".join(f"<bpmn:flowNodeRef>n{n}</bpmn:flowNodeRef>" for n in range(count) if n % lanes == lane)
        for lane in range(lanes)
    ]
    held = "".join(
        f'<bpmn:lane id="lane{lane}" name="督查室">{refs}</bpmn:lane>' for lane, refs in enumerate(sets)
    )
    return diagram((f'<bpmn:laneSet id="lanes">{held}</bpmn:laneSet>' if lanes else "") + "".join(nodes), "p")


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_any_graph_is_drawn_without_fault(xml: bytes) -> None:
    assert faults(lay_out(xml, effort=0)) == []


@settings(max_examples=12, deadline=None)
@given(graphs())
def test_untangling_breaks_nothing(xml: bytes) -> None:
    laid = lay_out(xml)
    assert faults(laid) == []
    assert len(meetings(laid)) <= len(meetings(lay_out(xml, effort=0)))


def test_a_flow_back_may_go_around_through_a_lane_of_neither_end() -> None:
    """Both ends of the loop stand below; only over the top it meets nothing."""
    xml = Path(__file__).with_name("loop_across_lanes.bpmn").read_bytes()
    assert meetings(lay_out(xml, effort=0))
    assert meetings(lay_out(xml)) == []


def test_a_file_without_picture_says_what_is_missing_and_is_mended() -> None:
    xml = drawn(Block("task"), "p")
    assert missing(xml)
    laid = lay_out(xml)
    assert missing(laid) == []
    assert laid.startswith(xml[: xml.rindex(b"</")])


def test_colours_ids_and_closed_subprocesses_stay() -> None:
    file = PROCESSES / "supervision" / "supervision.bpmn"
    xml = file.read_bytes()
    laid = lay_out(xml, effort=0)
    for pattern in (rb'background-color="[^"]*"', rb'BPMNShape id="[^"]*"', rb'BPMNEdge id="[^"]*"'):
        assert sorted(re.findall(pattern, laid)) == sorted(re.findall(pattern, xml))
    closed = re.sub(rb'isExpanded="true"', b'isExpanded="false"', laid)
    again = lay_out(closed, effort=0)
    assert again.count(b"<bpmndi:BPMNDiagram") > 1
    assert faults(again) == []


def test_a_large_diagram_takes_a_moment() -> None:
    parts = tuple(Block("xor", (Block("task"), Block("guarded", number=2))) for _ in range(200))
    xml = drawn(Block("sequence", parts), "p")
    before = time.process_time()
    laid = lay_out(xml)
    assert time.process_time() - before < 5
    assert missing(laid) == []
