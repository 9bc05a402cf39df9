"""Write the saved states of a release: `python -m tests.support.make_states 0.2`, before it goes out.

One file a diagram, made by this very code: the diagram, the stored state of a case half-way, its case data,
and how it goes on. tests/engine/runtime/test_states.py loads those of every release. Never made anew.
"""

from __future__ import annotations

import base64
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from engine import values
from engine.people.actor import SYSTEM
from engine.runtime.fields import read_fields
from tests.support.elements import END, MESSAGE, ROOTS, START, event, on, script, sub, timer
from tests.support.office import Office, diagram, flows, office, task

FOLDER = Path(__file__).parents[1] / "engine" / "runtime" / "states"

Step = tuple[str, str] | tuple[str, str, dict[str, object]]
"""`("complete", element, data)`, `("message", name)`, or `("move", moment)`."""


@dataclass(frozen=True)
class Saved:
    """A diagram, the steps before its state is stored, and those that bring the case to its end."""

    name: str
    body: str
    before: tuple[Step, ...]
    after: tuple[Step, ...]


def done(element: str, **data: object) -> Step:
    """A task completed."""
    return ("complete", element, data)


GATES = '<bpmn:parallelGateway id="x"/><bpmn:parallelGateway id="j"/>'
RAISED = '<bpmn:exclusiveGateway id="x" default="x-e"/>'
BALLOTS = (
    '<bpmn:userTask id="m"><bpmn:extensionElements><bj:assignment post="督查室"/>'
    '<bj:item as="unit" in="units"/><bj:vote mode="share" share="2/3"/></bpmn:extensionElements>'
    "<bpmn:multiInstanceLoopCharacteristics/></bpmn:userTask>"
)
LIMIT = '<bj:deadline name="办理" limit="5 wd" warn="1 wd"/>'
STATES = (
    Saved(
        "sequence",
        START + task("a", extensions=LIMIT) + task("b", extensions=LIMIT) + END + flows("s>a", "a>b", "b>e"),
        (done("a", told="甲"),),
        (done("b"),),
    ),
    Saved(
        "loop",
        START + script("i", "round = if round = null then 1 else round + 1") + task("a") + RAISED + END
        + flows("s>i", "i>a", "a>x", "x>i?round &lt; 3", "x>e"),
        (done("a"),),
        (done("a"), done("a")),
    ),
    Saved(
        "parallel",
        START + GATES + task("a") + task("b") + task("c") + END
        + flows("s>x", "x>a", "x>b", "a>j", "b>j", "j>c", "c>e"),
        (done("a"),),
        (done("b"), done("c")),
    ),
    Saved(
        "ballots",
        START + script("u", 'units = ["住建局", "发改局", "财政局"]') + BALLOTS + task("z") + END
        + flows("s>u", "u>m", "m>z", "z>e"),
        (done("m", decision="approve"),),
        (done("m", decision="approve"), done("z")),
    ),
    Saved(
        "subprocess",
        START + sub("p1", task("a") + '<bpmn:endEvent id="p1-e"/>' + flows("p1-s>a", "a>p1-e")) + task("z") + END
        + on("p1", "t", timer("P3D")) + flows("s>p1", "p1>z", "z>e"),
        (),
        (("move", "2020-03-13 09:00"), done("t-t")),
    ),
    Saved(
        "event-gateway",
        START + '<bpmn:eventBasedGateway id="x"/>'
        + event("t", "intermediateCatchEvent", timer("P10D")) + event("w", "intermediateCatchEvent", MESSAGE)
        + task("late") + task("told") + END + '<bpmn:endEvent id="f"/>'
        + flows("s>x", "x>t", "x>w", "t>late", "w>told", "late>e", "told>f"),
        (),
        (("message", "回函"), done("told")),
    ),
)  # fmt: skip


def play(made: Office, case: UUID, steps: tuple[Step, ...]) -> None:
    """Take the steps of a case."""
    for verb, what, *data in steps:
        if verb == "complete":
            given = data[0] if data else {}
            assert isinstance(given, dict)
            made.complete(case, what, **given)
        elif verb == "move":
            made.move(what)
        else:
            made.engine.deliver_message(case, SYSTEM, what, None, {})


def stored(saved: Saved) -> dict[str, object]:
    """What is kept of a diagram's case half-way."""
    with tempfile.TemporaryDirectory() as folder, office(f"sqlite:///{folder}/made.db", Path(folder)) as made:
        xml = diagram(saved.body, roots=ROOTS)
        made.publish(xml)
        case = made.start()
        play(made, case, saved.before)
        row = made.case(case)
        with made.engine.database.reading() as connection:
            data = read_fields(connection, case)
        return {
            "diagram": xml.decode(),
            "now": "2020-03-09 09:00",
            "open": made.elements(case),
            "data": [[name, scope, values.to_json(value)] for (name, scope), value in data.items()],
            "format": row["state_format"],
            "state": base64.b64encode(row["state"]).decode(),
            "steps": saved.after,
        }


def main(release: str) -> None:
    """Write the files of a release; refuses to write over those of one."""
    folder = FOLDER / release
    folder.mkdir(parents=True)
    for saved in STATES:
        text = json.dumps(stored(saved), ensure_ascii=False, indent=1)
        (folder / f"{saved.name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
