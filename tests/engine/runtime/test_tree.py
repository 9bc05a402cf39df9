"""The task tree from load to load: what may be pruned, what must stay. Shapes that random walks have found."""

from __future__ import annotations

from engine.people.actor import SYSTEM
from tests.support.block_drawing import drawn
from tests.support.blocks import Block
from tests.support.office import Office

TASK = Block("task", number=0)


def test_a_case_with_a_subprocess_in_a_subprocess_can_be_cancelled(small: Office) -> None:
    small.publish(drawn(Block("sub", (Block("sub", (TASK,), number=0),), number=0), "p"))
    case = small.start()
    small.engine.cancel(case, small.actor("dcs.承办人"), "不办了")
    assert small.case(case)["status"] == "cancelled"
    assert small.is_intact(case)


CHOICE = Block("sequence", (Block("choice", number=1), TASK))


def test_an_event_gateway_goes_on_behind_its_timer(made: Office) -> None:
    made.publish(drawn(CHOICE, "p"))
    case = made.start()
    assert made.elements(case) == []
    made.move("2020-03-10 09:00")
    assert len(made.elements(case)) == 1
    assert [e["event"] for e in made.events(case)].count("timer.fired") == 1


def test_an_event_gateway_goes_on_behind_its_message_and_disarms_its_timer(made: Office) -> None:
    version = made.publish(drawn(CHOICE, "p"))
    (name,) = made.engine.program(version).diagram.triggers
    case = made.start()
    made.engine.deliver_message(case, SYSTEM, name, None, {"n": 1})
    assert len(made.elements(case)) == 1
    assert made.case(case)["next_due"] is None
    made.move("2020-03-20 09:00")
    assert made.events(case, "timer.fired") == []


def test_a_side_path_does_not_stand_under_the_limit_of_what_comes_after_its_activity(small: Office) -> None:
    """The side path's task has no limit, and gets none when the case goes on beside it."""
    guarded = Block("sub", (Block("wait", number=3),), number=0, flag=True)
    small.publish(drawn(Block("sequence", (guarded, Block("task", number=3))), "p"))
    case = small.start()
    small.move("2020-03-13 09:00")
    small.engine.remind(small.open(case)[0]["id"], small.actor("dcs.承办人"))
    assert [row["due_at"] is None for row in small.open(case)] == [True, False]
