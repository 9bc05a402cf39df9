"""What calls take in and bring back, what escalations take along, and clocks that stand while something is done."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from engine import tables
from engine.runtime.fields import read_fields
from tests.support.elements import END, ESCALATION, START, Publish, ended, event, many, on, run, script, sub
from tests.support.office import Office, diagram, flows, task

REVIEW = (
    '<bpmn:process id="review" name="评审" isExecutable="true"><bpmn:startEvent id="r-s"/>'
    + task("opinion")
    + '<bpmn:endEvent id="r-e"/>'
    + flows("r-s>opinion", "opinion>r-e")
    + "</bpmn:process>"
)


def calling(made: Office, publish: Publish, body: str, data: dict[str, object] | None = None) -> UUID:
    """Start a case of a process that calls the review."""
    publish(diagram(body).replace(b"</bpmn:definitions>", REVIEW.encode() + b"</bpmn:definitions>"))
    return made.start(data)


def call(key: str, said: str) -> str:
    """A call of the review, with what it takes in and brings back."""
    return (
        f'<bpmn:callActivity id="{key}" calledElement="review"><bpmn:extensionElements>{said}'
        "</bpmn:extensionElements></bpmn:callActivity>"
    )


def written(made: Office, case: UUID) -> dict[tuple[str, str], object]:
    """Every field as it stands, by name and branch."""
    with made.engine.database.reading() as connection:
        return read_fields(connection, case)


def test_each_call_keeps_its_own_data_and_brings_back_what_it_says(made: Office, publish: Publish) -> None:
    said = (
        '<bj:input name="stage" value="= {0}"/>'
        '<bj:output name="result_{1}" value="= stage + &quot;:&quot; + said"/>'
    )
    body = START + call("c1", said.format("first", 1)) + call("c2", said.format("&quot;二&quot;", 2)) + END
    body += flows("s>c1", "c1>c2", "c2>e")
    case = calling(made, publish, body, {"first": "一"})
    made.complete(case, "opinion", said="同意")
    assert made.field(case, "result_1") == "一:同意"
    made.complete(case, "opinion", said="不同意")
    assert ended(made, case)
    assert made.field(case, "result_2") == "二:不同意"
    opinions = {branch: value for (name, branch), value in written(made, case).items() if name == "said"}
    assert sorted(opinions.values()) == ["不同意", "同意"]
    assert {branch.partition("#")[0] for branch in opinions} == {"c1", "c2"}
    assert made.scopes(case, "stage") == made.scopes(case, "said")


def test_a_call_without_either_shares_its_callers_data(made: Office, publish: Publish) -> None:
    body = START + call("c1", "") + END + flows("s>c1", "c1>e")
    case = calling(made, publish, body)
    made.complete(case, "opinion", said="同意")
    assert written(made, case) == {("said", ""): "同意"}


def test_what_escalations_take_along_stays_apart(made: Office, publish: Publish) -> None:
    """Two branches escalate; what is done about each is a branch of its own, across acts and reloads."""
    late = (
        '<bpmn:intermediateThrowEvent id="late"><bpmn:extensionElements><bj:input name="who" value="= unit"/>'
        f"</bpmn:extensionElements>{ESCALATION}</bpmn:intermediateThrowEvent>"
    )
    inner = task("ask") + late + '<bpmn:endEvent id="i-e"/>'
    inner += flows("all-s>ask", "ask>late", "late>i-e")
    owed = event("owed", "boundaryEvent", ESCALATION, "all", gentle=True)
    owed += task("pay", "承办人", unit="= who") + task("note") + '<bpmn:endEvent id="o-e"/>'
    owed += flows("owed>pay", "pay>note", "note>o-e")
    body = START + many("all", inner) + owed + task("go") + script("look", 'all_late = gather("late")') + END
    body += flows("s>all", "all>go", "go>look", "look>e")
    case = run(made, publish, body, {"units": ["住建局", "发改局"]})
    made.complete(case, "ask")
    made.complete(case, "ask")
    assert sorted(made.elements(case)) == ["go", "pay", "pay"]
    rows = made.rows(select(tables.user_task).where(tables.user_task.c.element == "pay"))
    assert {row["unit_id"] for row in rows} == {"zjj", "fgj"}
    for row in rows:
        by = f"{row['unit_id']}.承办人"
        made.engine.complete(row["id"], made.actor(by), {"late": row["unit_id"]}, key=by)
    made.complete(case, "note")
    assert sorted(value for (name, _), value in written(made, case).items() if name == "late") == [
        "fgj",
        "zjj",
    ]
    made.complete(case, "note")
    made.complete(case, "go")
    assert sorted(made.field(case, "all_late")) == ["fgj", "zjj"]
    assert ended(made, case)


def test_what_an_interrupting_escalation_takes_along_belongs_to_the_case(
    made: Office, publish: Publish
) -> None:
    throw = (
        '<bpmn:endEvent id="up"><bpmn:extensionElements><bj:input name="why" value="= cause"/>'
        f"</bpmn:extensionElements>{ESCALATION}</bpmn:endEvent>"
    )
    body = START + sub("w", task("ask") + throw + flows("w-s>ask", "ask>up"))
    body += on("w", "b", ESCALATION) + END + flows("s>w", "w>e")
    case = run(made, publish, body)
    made.complete(case, "ask", cause="意见不一")
    assert made.field(case, "why") == "意见不一"


STANDING = (
    START + '<bpmn:subProcess id="all"><bpmn:extensionElements><bj:deadline name="总时限" limit="49 wd"/>'
    '</bpmn:extensionElements><bpmn:startEvent id="all-s"/><bpmn:parallelGateway id="f"/>'
    + task("a")
    + task("expert", extensions='<bj:standstill deadline="总时限" reason="专家评审"/>')
    + task("b")
    + task("missing", extensions='<bj:standstill deadline="总时限"/><bj:verbs allow="return"/>')
    + task("c")
    + '<bpmn:parallelGateway id="j"/><bpmn:endEvent id="over"/>'
    + flows("all-s>f", "f>a", "a>expert", "expert>j", "f>b", "b>missing", "missing>j", "j>c", "c>over")
    + "</bpmn:subProcess>"
    + END
    + flows("s>all", "all>e")
)


def limit(made: Office, case: UUID) -> tuple[str, str | None]:
    """Status and date of the whole limit."""
    row = tables.deadline.c
    (found,) = made.rows(select(tables.deadline).where(row.instance_id == case, row.name == "总时限"))
    return found["status"], found["due_on"] and found["due_on"].isoformat()


def test_an_expert_review_moves_the_whole_limit(made: Office, publish: Publish) -> None:
    """Case 14: 49 working days from 2026-03-02; an expert review from 03-31 to 04-14."""
    made.move("2026-03-02 09:00")
    case = run(made, publish, STANDING)
    assert limit(made, case) == ("running", "2026-05-13")
    made.move("2026-03-31 09:00")
    made.complete(case, "a")
    assert limit(made, case) == ("paused", None)
    made.move("2026-04-14 16:00")
    made.complete(case, "expert")
    assert limit(made, case) == ("running", "2026-05-27")


@pytest.mark.parametrize(
    ("back", "due"), [("2026-04-10 09:00", "2026-05-27"), ("2026-04-16 09:00", "2026-05-29")]
)
def test_two_that_let_it_stand_are_counted_once(made: Office, publish: Publish, back: str, due: str) -> None:
    made.move("2026-03-02 09:00")
    case = run(made, publish, STANDING)
    made.move("2026-03-31 09:00")
    made.complete(case, "a")
    made.move("2026-04-08 09:00")
    made.complete(case, "b")
    for moment, element in sorted([("2026-04-14 16:00", "expert"), (back, "missing")]):
        assert limit(made, case)[0] == "paused"
        made.move(moment)
        made.complete(case, element)
    assert limit(made, case) == ("running", due)


def test_an_activity_that_is_cancelled_lets_the_clock_go(made: Office, publish: Publish) -> None:
    made.move("2026-03-02 09:00")
    case = run(made, publish, STANDING)
    made.move("2026-03-31 09:00")
    made.complete(case, "b")
    made.move("2026-04-14 09:00")
    made.engine.return_to(made.task(case, "missing"), made.actor("dcs.承办人"), "b", "材料其实齐全")
    assert limit(made, case) == ("running", "2026-05-27")


def test_branches_and_their_limits_bear_the_name_that_the_diagram_gives_them(
    made: Office, publish: Publish
) -> None:
    inner = task("ask", extensions='<bj:deadline name="意见" limit="5 wd"/>') + '<bpmn:endEvent id="i-e"/>'
    inner += flows("all-s>ask", "ask>i-e")
    body = (
        START + many("all", inner).replace('as="unit"', 'as="unit" label="= unit + &quot;的意见&quot;"') + END
    )
    case = run(made, publish, body + flows("s>all", "all>e"), {"units": ["住建局", "发改局"]})
    labels = [row["item"]["label"] for row in made.open(case)]
    assert labels == ["住建局的意见", "发改局的意见"]
    limits = made.rows(select(tables.deadline).where(tables.deadline.c.instance_id == case))
    assert sorted((row["branch"], row["label"]) for row in limits) == [
        ("all#0", labels[0]),
        ("all#1", labels[1]),
    ]
    made.complete(case, "ask")
    made.complete(case, "ask")
    assert ended(made, case)
