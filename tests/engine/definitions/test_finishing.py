"""What a designer is told of whether every case can finish."""

from pathlib import Path

from engine.definitions.finishing import finishing
from tests.engine.definitions.building import END, START, chain, document, node
from tests.engine.definitions.rule_cases import AND, SIMPLE, XOR, task


def told(folder: Path, xml: bytes, budget: int = 1000) -> tuple[str, list[str]]:
    (folder / f"{folder.name}.bpmn").write_bytes(xml)
    found = finishing(folder, budget)
    return found["kind"], [step["id"] for step in found["way"]]


def test_a_case_that_always_ends_is_sound(tmp_path: Path) -> None:
    assert told(tmp_path, SIMPLE) == ("sound", [])


def test_without_a_start_nothing_is_said_of_the_end(tmp_path: Path) -> None:
    assert told(tmp_path, document(task("a"), END, chain("a", "e"))) == ("beginless", [])


def test_the_way_begins_at_the_start_and_ends_where_the_case_waits(tmp_path: Path) -> None:
    body = (START, node(XOR, "x", default="x_a"), task("a"), task("b"), node(AND, "j"), END)
    xml = document(*body, chain("s", "x", "a", "j", "e"), chain("x", "b", "j"))
    kind, way = told(tmp_path, xml)
    assert kind == "blocked"
    assert way in (["s", "x", "a", "j"], ["s", "x", "b", "j"])


def test_beyond_the_budget_nothing_is_decided(tmp_path: Path) -> None:
    body = (START, node(AND, "f"), *(task(key) for key in "abcd"), node(AND, "j"), END)
    xml = document(*body, chain("s", "f", "a", "j", "e"), *(chain("f", key, "j") for key in "bcd"))
    assert told(tmp_path, xml, budget=0) == ("undecided", [])
    assert told(tmp_path, xml)[0] == "sound"
