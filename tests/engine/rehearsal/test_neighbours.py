"""Processes that begin by what another says are found, one through another, and only those."""

from __future__ import annotations

from pathlib import Path

from engine.rehearsal.neighbours import Neighbours
from tests.support.office import diagram, flows

ROOTS = '<bpmn:message id="m" name="甲到乙"/><bpmn:message id="n" name="乙到丙"/>'


def folder(processes: Path, name: str, caught: str, thrown: str) -> Path:
    """A process that a message starts, and that throws another as it ends; empty: neither."""
    start, end = (
        f'<bpmn:messageEventDefinition messageRef="{ref}"/>' if ref else "" for ref in (caught, thrown)
    )
    body = f'<bpmn:startEvent id="s">{start}</bpmn:startEvent><bpmn:endEvent id="e">{end}</bpmn:endEvent>'
    made = processes / name
    made.mkdir()
    (made / f"{name}.bpmn").write_bytes(diagram(body + flows("s>e"), name, roots=ROOTS))
    return made


def test_what_messages_start_is_found_directly_and_through_another(tmp_path: Path) -> None:
    first, second, third = (
        folder(tmp_path, name, caught, thrown)
        for name, caught, thrown in (("a", "", "m"), ("b", "m", "n"), ("c", "n", ""))
    )
    folder(tmp_path, "d", "", "")
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "broken.bpmn").write_text("no diagram", encoding="utf-8")
    neighbours = Neighbours(tmp_path)
    assert neighbours.started_from([first]) == [second.resolve(), third.resolve()]
    assert neighbours.started_from([third]) == []
    assert neighbours.started_from([first, second]) == [third.resolve()]


def test_what_a_called_process_says_is_said_by_who_calls_it(tmp_path: Path) -> None:
    called, started = folder(tmp_path, "b", "", "m"), folder(tmp_path, "c", "m", "")
    caller = tmp_path / "a"
    caller.mkdir()
    body = '<bpmn:startEvent id="s"/><bpmn:callActivity id="c" calledElement="b"/><bpmn:endEvent id="e"/>'
    (caller / "a.bpmn").write_bytes(diagram(body + flows("s>c", "c>e"), "a"))
    assert Neighbours(tmp_path).started_from([caller]) == [started.resolve()]
    assert Neighbours(tmp_path).started_from([called]) == [started.resolve()]
