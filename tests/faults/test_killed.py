"""SIGKILL between any two writes of a step: nothing acknowledged is lost, nothing happens twice.

A process of its own does the step and kills itself before each statement, and before and after the commit. Then
a fresh process does what a clerk's browser and a worker do after such a thing: the same again. The county's
records must be those of a county where nothing happened.
"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from engine import tables
from engine.records.blobs import Blobs
from engine.time import clock
from tests.faults.dying import Step, dies_at
from tests.faults.town import ANSWERS, ASKS, DATA, TEMPLATE, Town, begin, complete, deliver, drain, told
from tests.support.invariants import check_all, check_numbers
from tests.support.office import Office, civil

LATE = "2020-03-20 10:00"


def _started(town: Town) -> Office:
    made = town.office("2020-03-09 09:00")
    with clock.using(made.clock):
        made.engine.start("p", made.actor("dcs.承办人"), DATA)
    return made


def _before(town: Town, step: Step) -> tuple[Office, Any]:
    """A county just before the step, and the step's argument."""
    if step is begin:
        made = town.office("2020-03-09 09:00")
        return made, made.actor("dcs.承办人")
    made = _started(town)
    argument = (made.open()[0]["id"], made.actor("dcs.承办人"))
    if step is complete:
        return made, argument
    with clock.using(made.clock):
        complete(made.engine, argument)
    return made, None


def _afterwards(town: Town, url: str, step: Step, now: str, argument: Any) -> dict[str, list[Any]]:
    """What a fresh process finds when it has done the step again and everything has come to rest."""
    made = town.office(now, url)
    with clock.using(made.clock):
        step(made.engine, argument)
        drain(made.engine)
        check_all(made.engine)
        check_numbers(made.engine)
        found = told(made)
    made.engine.database.dispose()
    return found


def _url(made: Office) -> str:
    made.engine.database.dispose()
    return made.engine.database.engine.url.render_as_string(hide_password=False)


@pytest.mark.parametrize(("step", "now"), [(begin, LATE), (complete, LATE), (drain, LATE)])
def test_killed_at_any_point_of_a_step(town: Town, step: Step, now: str) -> None:
    made, argument = _before(town, step)
    undisturbed = _afterwards(town, _url(made), step, now, argument)
    point = 1
    while True:
        made, argument = _before(town, step)
        url = _url(made)
        died = dies_at(point, step, url, town.folder, civil(now), argument)
        assert _afterwards(town, url, step, now, argument) == undisturbed
        if not died:
            break
        point += 1
    assert point > 10


def test_killed_at_any_point_of_passing_a_message_on(town: Town) -> None:
    """The message reaches the case that waits for it once, whenever whoever brings it dies."""
    made = town.office("2020-03-09 09:00")
    with clock.using(made.clock):
        made.publish(ASKS, "asks", files={"documents/blue.docx": TEMPLATE.read_bytes()})
        made.publish(ANSWERS, "answers")
        for process in ("asks", "answers"):
            made.start(DATA, process)
    first = _url(made)
    undisturbed = _afterwards(town, town.copy_of(first), drain, LATE, None)
    assert len(undisturbed["document"]) == 1
    point, died = 1, True
    while died:
        url = town.copy_of(first)
        died = dies_at(point, drain, url, town.folder, civil(LATE), None)
        assert _afterwards(town, url, drain, LATE, None) == undisturbed
        point += 1
    assert point > 10


def test_killed_at_any_point_of_a_delivery(town: Town) -> None:
    """Between rendering and noting, above all: the paper is rendered again, into the same file."""
    made, argument = _before(town, complete)
    with clock.using(made.clock):
        complete(made.engine, argument)
    first = _url(made)
    point, died = 1, True
    while died:
        url = town.copy_of(first)
        died = dies_at(point, deliver, url, town.folder, civil("2020-03-09 09:01"), None)
        _check_delivered(town, url)
        point += 1
    assert point > 10


def _check_delivered(town: Town, url: str) -> None:
    made = town.office("2020-03-09 09:05", url)
    with clock.using(made.clock):
        deliver(made.engine)
        check_all(made.engine)
        (case,) = made.rows(select(tables.instance))
        (paper,) = made.rows(select(tables.document))
        (rendered,) = made.events(case["id"], "document.rendered")
    assert paper["file_digest"] == rendered["digest"]
    assert Blobs(town.folder / "files").get(paper["file_digest"])
    assert len(list((town.folder / "files").glob("[!.]*"))) == 1
    assert {row["delivered_at"] is None for row in made.rows(select(tables.outbox))} == {False}
    made.engine.database.dispose()
