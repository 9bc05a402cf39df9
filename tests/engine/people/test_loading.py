"""A county's file and the database it is loaded into say the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from engine import tables
from engine.database import Database
from engine.people.county import County
from engine.people.county_file import read_county
from engine.people.directory import Candidates, read_directory
from engine.people.loading import COUNTY, OFFICE_HOURS, AlreadyLoaded, load_county
from engine.site import GENERATION, read_setting
from engine.time.office_hours import OfficeHours

FILE = Path(__file__).parents[3] / "processes" / "county.yaml"
DAY = date(2026, 3, 16)


@pytest.fixture
def county() -> County:
    """The shipped county."""
    return read_county(FILE.read_text(encoding="utf-8"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database on SQLite and on PostgreSQL."""
    opened = Database(database_url)
    yield opened
    opened.dispose()


def test_the_directory_answers_as_the_file_says(database: Database, county: County) -> None:
    with database.transaction() as connection:
        load_county(connection, county, "the hash")
    with database.reading() as connection:
        directory = read_directory(connection)
        hashes = set(connection.execute(select(tables.person.c.password_hash)).scalars())
        assert read_setting(connection, GENERATION) == 1
        assert read_setting(connection, COUNTY) == {"name": county.name, "site": county.site}
        hours = OfficeHours.from_config(read_setting(connection, OFFICE_HOURS))
    assert list(directory.units.values()) == list(county.units)
    assert set(directory.posts.values()) == set(county.posts)
    assert hashes == {"the hash"}
    assert hours == OfficeHours.from_config(county.office_hours)
    for charge in county.charges:
        leader = directory.in_charge_of(charge.unit_id, DAY)
        assert leader is not None
        assert leader.id == charge.post_id
    for post in county.posts:
        holders = directory.holders(Candidates(post.unit_id, post.id), DAY)
        assert [holder.login for holder in holders] == [account.login for account in county.holders(post.id)]


def test_a_deputy_acts_within_the_period(database: Database, county: County) -> None:
    with database.transaction() as connection:
        load_county(connection, county)
    (deputy, *_) = county.deputies
    with database.reading() as connection:
        directory = read_directory(connection)
    person = directory.person(deputy.login).id
    assert deputy.post_id in directory.posts_of(person, deputy.valid_from)
    assert deputy.post_id not in directory.posts_of(person, DAY)


def test_a_county_is_loaded_once(database: Database, county: County) -> None:
    with database.transaction() as connection:
        load_county(connection, county)
    with pytest.raises(AlreadyLoaded, match="已有单位名录"), database.transaction() as connection:
        load_county(connection, county)
