"""A version that some units run first is shown to them alone, as the engine runs it (SF-01)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from engine import tables
from engine.queries.versions import current_version
from tests.support.office import Office, diagram, flows, office, task

PLAN = diagram('<bpmn:startEvent id="s"/>' + task("a") + '<bpmn:endEvent id="e"/>' + flows("s>a", "a>e"))


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Office]:
    with office(f"sqlite:///{tmp_path}/pilots.db", tmp_path) as found:
        yield found


def test_others_go_on_with_the_version_before(made: Office) -> None:
    before, pilot = made.publish(PLAN), made.publish(PLAN)
    row = tables.process_version
    with made.engine.database.transaction() as connection:
        connection.execute(update(row).where(row.c.id == pilot).values(pilot_units=["zjj"]))

    def shown(*units: str) -> object:
        with made.engine.database.reading() as connection:
            found = current_version(connection, "p", units)
        return found.id if found is not None else None

    assert (shown("zjj"), shown("czj", "zjj"), shown("czj"), shown()) == (pilot, pilot, before, before)
    for unit, version in (("住建局", pilot), ("财政局", before)):
        assert made.case(made.start({"unit": unit}))["version_id"] == version
    with made.engine.database.reading() as connection:
        newest = current_version(connection, "p")
    assert newest is not None
    assert newest.id == pilot
