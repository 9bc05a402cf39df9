"""Many cases at once: dry run with reasons, batches with progress, the way back; incidents of one making retried."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from engine import administration, bulk, tables
from engine.database import new_key
from engine.people.actor import SYSTEM
from engine.refusals import Refused
from tests.support.invariants import check_all
from tests.support.office import Office, diagram, flows, office, task
from tests.support.steering import race


@pytest.fixture
def made(database_url: str, tmp_path: Path) -> Iterator[Office]:
    """An office on each database."""
    with office(database_url, tmp_path) as found:
        yield found


def line(second: str, more: str = "") -> bytes:
    return diagram(
        '<bpmn:startEvent id="s"/>'
        + task("a")
        + task(second, extensions=more)
        + '<bpmn:endEvent id="e"/>'
        + flows("s>a", f"a>{second}", f"{second}>e")
    )


LOST = diagram(
    '<bpmn:startEvent id="s"/>'
    + task("a", "承办人", unit="= unit")
    + '<bpmn:endEvent id="e"/>'
    + flows("s>a", "a>e")
)


def found_again(made: Office, unit: str) -> None:
    """Let a unit that nobody knew be another name of 财政局."""
    with made.engine.database.transaction() as connection:
        changed = tables.unit.update().where(tables.unit.c.id == "czj")
        connection.execute(changed.values(aliases=[unit]))
    made.engine._worlds = type(made.engine._worlds)()


def started(made: Office, count: int) -> list[UUID]:
    """So many cases, every second of them at the second task."""
    cases = [made.start() for _ in range(count)]
    for case in cases[1::2]:
        made.complete(case, "a")
    return cases


def journals(made: Office) -> list[tuple[UUID, int]]:
    row = tables.journal.c
    return [(r["instance_id"], r["sequence"]) for r in made.rows(select(row.instance_id, row.sequence))]


def test_plan_then_batches_then_back(made: Office) -> None:
    old = made.publish(line("b"))
    cases = started(made, 5)
    ended = made.start()
    made.complete(ended, "a")
    made.complete(ended, "b")
    new = made.publish(line("c"))
    with made.engine.database.reading() as connection:
        assert bulk.cases_on(connection, "p") == bulk.cases_on(connection, "p", old) == cases
        assert bulk.cases_on(connection, "p", new) == []
    before = journals(made)
    dry = list(bulk.planned(made.engine, [*cases, ended], new, SYSTEM))
    assert [each.is_possible for each in dry] == [True, False, True, False, True, False]
    assert "对应表" in dry[1].obstacles[0]
    assert dry[5].obstacles == ("办件已经结束",)
    assert all(each.is_possible for each in bulk.planned(made.engine, cases, new, SYSTEM, {"b": "c"}))
    assert journals(made) == before
    told = list(bulk.migrate(made.engine, [*cases, cases[0]], new, SYSTEM, at_once=2))
    assert [(each.done, each.total, len(each.refused)) for each in told] == [(2, 5, 1), (4, 5, 2), (5, 5, 2)]
    assert told[-1].refused.keys() == {cases[1], cases[3]}
    assert {made.case(case)["version_id"] for case in cases[::2]} == {new}
    assert list(bulk.migrate(made.engine, cases, new, SYSTEM, {"b": "c"}))[-1].refused.keys() == set(
        cases[::2]
    )
    assert [made.elements(case) for case in cases] == [["a"], ["c"], ["a"], ["c"], ["a"]]
    back = list(bulk.undo(made.engine, cases, SYSTEM))
    assert (back[-1].done, back[-1].refused) == (5, {})
    assert {made.case(case)["version_id"] for case in cases} == {old}
    assert [made.elements(case) for case in cases] == [["a"], ["b"], ["a"], ["b"], ["a"]]
    with pytest.raises(Refused, match="没有这个办件"):
        list(bulk.planned(made.engine, [new_key()], new, SYSTEM))
    check_all(made.engine)


def test_two_who_try_an_incident_again_at_once(made: Office) -> None:
    """The first mends it, the second is told who did."""
    made.publish(LOST)
    case = made.start({"unit": "水利局"})
    (incident,) = made.rows(select(tables.incident))
    found_again(made, "水利局")

    def retried_by(login: str) -> Callable[[Office], object]:
        return lambda office: administration.retry_incident(
            office.engine, incident["id"], office.actor(login)
        )

    one, other, _ = race(made, retried_by("dcs.承办人"), retried_by("dcs.主要负责人"), 3)
    assert (one, type(other)) == (None, Refused)
    assert [e["event"] for e in made.events(case)].count("incident.resolved") == 1
    check_all(made.engine)


def test_a_batch_may_be_left_between_two(made: Office) -> None:
    made.publish(line("b"))
    cases = started(made, 4)
    new = made.publish(line("b", '<bj:rule id="X"/>'))
    steps = bulk.migrate(made.engine, cases, new, SYSTEM, at_once=2)
    assert next(steps).done == 2
    assert isinstance(steps, Generator)
    steps.close()
    assert [made.case(case)["version_id"] == new for case in cases] == [True, True, False, False]


def test_incidents_of_one_making_are_tried_again_together(made: Office) -> None:
    made.publish(LOST)
    cases = [made.start({"unit": unit}) for unit in ("水利局", "水利局", "粮食局")]
    with made.engine.database.reading() as connection:
        kinds = bulk.kinds_of_incidents(connection)
    assert [(kind.process, kind.element, len(kind.incidents)) for kind in kinds] == [
        ("p", "a", 2),
        ("p", "a", 1),
    ]
    found_again(made, "水利局")
    everything = [key for kind in kinds for key in kind.incidents]
    (told,) = bulk.retry(made.engine, everything, made.actor("dcs.承办人"))
    assert (told.done, told.total, len(told.refused)) == (3, 3, 1)
    assert "粮食局" in told.refused[kinds[1].incidents[0]]
    assert [[row["unit_id"] for row in made.open(case)] for case in cases] == [["czj"], ["czj"], [None]]
    with made.engine.database.reading() as connection:
        assert bulk.kinds_of_incidents(connection) == kinds[1:]
    check_all(made.engine)
