"""A version that some units run first: whose cases run it, by one rule for the engine and the pages (SF-01)."""

from __future__ import annotations

from uuid import UUID

import pytest

from engine.definitions import publishing
from engine.definitions.closure import Closure
from engine.engine import Started
from engine.people.actor import SYSTEM
from engine.queries.versions import current_version
from engine.refusals import Refused
from tests.support.office import Office, diagram, flows, task

FIRST, SECOND = (
    diagram(
        '<bpmn:startEvent id="s"/>' + task(key) + '<bpmn:endEvent id="e"/>' + flows(f"s>{key}", f"{key}>e")
    )
    for key in ("a", "b")
)


def published(made: Office, xml: bytes, pilot: list[str] | None = None) -> UUID:
    closure = Closure("p", "试办", {"p.bpmn": xml})
    return made.engine.database.transact(
        lambda connection: publishing.store(connection, closure, SYSTEM, "试", pilot)
    ).version_id


def run_by(made: Office, started: Started) -> UUID:
    version: UUID = made.case(started.id)["version_id"]
    return version


def test_who_starts_decides_and_pages_ask_the_same_function(made: Office) -> None:
    """The starter's units, whatever unit the case is about; the system has none."""
    before, pilot = published(made, FIRST), published(made, SECOND, ["zjj"])
    for login, version in (("zjj.承办人", pilot), ("czj.承办人", before)):
        for about in ("住建局", "财政局"):
            started = made.engine.start("p", made.actor(login), {"unit": about})
            assert run_by(made, started) == version
    assert run_by(made, made.engine.start("p", SYSTEM, {"unit": "住建局"})) == before

    def shown(*units: str) -> UUID | None:
        with made.engine.database.reading() as connection:
            found = current_version(connection, "p", units)
        return found.id if found is not None else None

    assert (shown("zjj"), shown("czj", "zjj"), shown("czj"), shown()) == (pilot, pilot, before, before)


def test_only_a_pilot_is_refused_to_others_until_it_is_everybodys(made: Office) -> None:
    """The same closure published for everybody is a version of its own; what runs stays with the pilot's."""
    pilot = published(made, FIRST, ["zjj"])
    assert published(made, FIRST, ["zjj"]) == pilot
    first = made.engine.start("p", made.actor("zjj.承办人"), {})
    for actor in (made.actor("czj.承办人"), SYSTEM):
        with pytest.raises(Refused, match="试点") as refused:
            made.engine.start("p", actor, {})
        assert (refused.value.kind, refused.value.rule) == ("forbidden", "SF-01")
    whole = published(made, FIRST)
    assert published(made, FIRST) == whole != pilot
    assert published(made, FIRST, ["zjj"]) == whole
    assert run_by(made, made.engine.start("p", made.actor("czj.承办人"), {})) == whole
    assert run_by(made, first) == pilot
    with pytest.raises(Refused, match="还没有发布"):
        made.engine.start("没有", SYSTEM, {})
