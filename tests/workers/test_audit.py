"""Every altered row of a history is found, and the first one is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Update

from engine import tables
from tests.support.office import Office, office
from tests.workers.conftest import supervised
from workers.audit import Altered, verify_all


@pytest.fixture
def made(database_url: str, tmp_path: Path) -> Iterator[Office]:
    """An office with two cases, each of two acts at least."""
    with office(database_url, tmp_path) as found:
        found.publish(supervised())
        for _ in range(2):
            case = found.start({"title": "整治占道经营", "source": "县长批示", "unit": "住建局"})
            found.complete(case, "work")
        yield found


def _alter(made: Office, change: Update) -> None:
    with made.engine.database.transaction() as connection:
        assert connection.execute(change).rowcount == 1


def test_an_untouched_history_verifies(made: Office) -> None:
    assert verify_all(made.engine.database) == (2, [])


@pytest.mark.parametrize(
    "values", [{"actor": "somebody.else"}, {"events": []}, {"act": "cancel"}, {"on_behalf": "xzf.xz"}]
)
def test_the_first_altered_row_is_named(made: Office, values: dict[str, object]) -> None:
    row = tables.journal.c
    case = made.rows(tables.instance.select().order_by(tables.instance.c.number))
    changed = tables.journal.update().where(row.instance_id == case[1]["id"], row.sequence == 2)
    _alter(made, changed.values(values))
    assert verify_all(made.engine.database) == (2, [Altered(case[1]["number"], 2)])


def test_a_row_cut_off_the_end_is_missed(made: Office) -> None:
    (_, case) = made.rows(tables.instance.select().order_by(tables.instance.c.number))
    row = tables.journal.c
    with made.engine.database.transaction() as connection:
        connection.execute(
            tables.journal.delete().where(row.instance_id == case["id"], row.sequence == case["sequence"])
        )
    assert verify_all(made.engine.database) == (2, [Altered(case["number"], case["sequence"])])
