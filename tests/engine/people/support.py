"""What tests of the county's register ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from engine.people.directory import Directory
from engine.queries.duties import duties_of
from engine.queries.inbox import open_tasks
from engine.refusals import Refused
from engine.time import clock
from tests.support.office import Office, diagram, flows, task

TODAY = date(2020, 3, 9)
TOMORROW = date(2020, 3, 10)

WORK = diagram(
    '<bpmn:startEvent id="s"/>'
    + task("work", "承办人", unit="= unit")
    + task("check", "主要负责人", unit="= unit")
    + '<bpmn:endEvent id="e"/>'
    + flows("s>work", "work>check", "check>e"),
    extensions='<bj:case title="= title" unit="= unit"/>',
)
"""A task of the unit's handler, then one of its principal."""


def directory(made: Office) -> Directory:
    """The directory as an act would see it now."""
    with made.engine.database.reading() as connection:
        return made.engine.directory(connection)


def inbox(made: Office, login: str) -> list[str]:
    """Numbers of the cases whose tasks lie in somebody's inbox."""
    with made.engine.database.reading() as connection:
        known = made.engine.directory(connection)
        duties = duties_of(known, known.person(login), clock.today(), ["p"])
        return [line.number for line in open_tasks(connection, duties, 100)]


def posts(made: Office, login: str, on: date | None = None) -> set[str]:
    """The posts somebody holds or deputises."""
    known = directory(made)
    return set(known.posts_of(known.person(login).id, on or clock.today()))


def refused(field: str, work: Callable[..., Any], *arguments: Any, **named: Any) -> Refused:
    """The refusal of a change, which stands at a field."""
    with pytest.raises(Refused) as found:
        work(*arguments, **named)
    assert list(found.value.problems) == [field]
    assert found.value.message.startswith(found.value.problems[field])
    return found.value
