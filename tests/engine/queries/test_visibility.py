"""Who is related to a case: asked of one case or of all of them, the answer is the same; and quickly found."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import ColumnElement, Connection, select, text

from engine import tables
from engine.queries.cases import Filter, count_cases, list_cases
from engine.queries.duties import duties_of
from engine.queries.visibility import Relations, is_related, related_cases, relations_of
from engine.time import clock
from tests.engine.records.test_search import FORM, LINE
from tests.support.office import Office

FIRST_PAGE = (
    "select id from instance where recused is null "
    "order by ended_at is not null, limit_at is null, limit_at, id limit 50"
)


@pytest.fixture
def registry(made: Office) -> Office:
    """Cases of one unit, of none, with others cooperating, no longer cooperating, told of, one step on."""
    made.publish(LINE, "line", {"forms/start.json": FORM})
    plain = made.start({"title": "路灯", "unit": "住建局", "cooperating": []}, "line")
    made.start({"title": "危桥", "unit": None, "cooperating": ["财政局"]}, "line")
    left = made.start({"title": "占道", "unit": "住建局", "cooperating": ["财政局"]}, "line")
    made.complete(left, "work", cooperating=[])
    made.engine.copy_to(plain, made.actor("dcs.承办人"), ["财政局/主要负责人"])
    return made


def seen(
    office: Office, connection: Connection, login: str, related: Callable[[Relations], ColumnElement[bool]]
) -> set[UUID]:
    directory = office.engine.directory(connection)
    duties = duties_of(directory, directory.person(login), clock.today(), ["line"])
    condition = related(relations_of(directory, duties, clock.today()))
    return set(connection.execute(select(tables.instance.c.id).where(condition)).scalars())


def test_one_by_one_and_all_together_the_same_cases_are_theirs(registry: Office) -> None:
    numbers = set()
    with registry.engine.database.reading() as connection:
        for person in registry.engine.directory(connection).people.values():
            single = seen(registry, connection, person.login, is_related)
            assert seen(registry, connection, person.login, related_cases) == single, person.login
            numbers.add(len(single))
    assert numbers >= {0, 1, 3}


def test_the_first_page_of_the_register_is_read_in_the_order_of_an_index(registry: Office) -> None:
    """So that its cost does not grow with the register."""
    recused = tables.instance.c.recused.is_(None)
    with registry.engine.database.reading() as connection:
        assert count_cases(connection, recused, Filter()) == 3
        assert [line.title for line in list_cases(connection, recused, Filter(), "due", 2)] == [
            "路灯",
            "危桥",
        ]
        explain = "explain query plan "
        if connection.dialect.name == "postgresql":
            explain = "explain "
            connection.execute(text("set local enable_seqscan = off"))
        plan = " ".join(str(row) for row in connection.execute(text(explain + FIRST_PAGE)))
    assert "ix_instance_register" in plan
    assert not any(sorting in plan for sorting in ("Sort", "TEMP B-TREE"))
