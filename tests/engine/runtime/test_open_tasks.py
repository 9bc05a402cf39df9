"""An act reads the rows of the open tasks it needs, and no others."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event

from engine import tables
from tests.support.office import Office, diagram, flows, task

MANY = diagram(
    '<bpmn:startEvent id="s"/>'
    + task("t", extensions='<bj:deadline name="办理" limit="7 wd"/>').replace(
        "</bpmn:userTask>",
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>8</bpmn:loopCardinality>"
        "</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>",
    )
    + '<bpmn:endEvent id="e"/>'
    + flows("s>t", "t>e")
)


def test_one_answer_of_many_reads_one_row_and_changes_one(made: Office) -> None:
    made.publish(MANY)
    case = made.start()
    before = made.open(case)
    heard: list[tuple[str, Any]] = []
    event.listen(
        made.engine.database.engine, "before_cursor_execute", lambda *args: heard.append((args[2], args[3]))
    )
    made.engine.complete(before[3]["id"], made.actor("dcs.承办人"), {})
    assert not [
        text
        for text, _ in heard
        if "FROM user_task" in text and "user_task.status" in text and "asked" not in text
    ]
    assert len([text for text, _ in heard if text.startswith("INSERT INTO user_task")]) == 1
    after = made.open(case)
    assert [row["id"] for row in after] == [row["id"] for row in before if row["id"] != before[3]["id"]]
    assert {row["due_at"] for row in after} == {before[0]["due_at"]}


def test_a_row_that_is_missing_is_made_again_once_all_are_read(made: Office) -> None:
    made.publish(MANY)
    case = made.start()
    with made.engine.database.transaction() as connection:
        gone = made.open(case)[0]["id"]
        connection.execute(tables.user_task.delete().where(tables.user_task.c.id == gone))
    made.engine.act(
        "note", case, made.actor("dcs.承办人"), lambda act: (act.case.open_tasks.read(), act.record("mended"))
    )
    assert len(made.open(case)) == 8
