"""The catalogue in the database: each change is a version with its day, seen at once, and its reason is kept."""

from __future__ import annotations

from datetime import date

from engine.matters import register
from engine.matters.catalogue_file import CatalogueFile, read_catalogue
from engine.queries.catalogue import bundles, find_matter, history, listed, rates
from tests.engine.matters.samples import TEXT, UNITS, changed
from tests.support.office import Office

TODAY = date(2020, 3, 9)


def file(text: str = TEXT) -> CatalogueFile:
    """A catalogue file read."""
    return read_catalogue(text, UNITS.get)


def take(made: Office, text: str = TEXT, reason: str = "初次载入") -> int:
    """Bring a file into the office's site."""
    return made.engine.database.transact(
        lambda connection: register.take(connection, file(text), "dcs.承办人", reason)
    )


def test_a_file_is_taken_once_and_a_change_leaves_a_version(made: Office) -> None:
    assert take(made) == 5
    assert take(made) == 0
    assert take(made, changed(("promised: 10 wd", "promised: 8 wd")), "缩短承诺") == 1
    with made.engine.database.reading() as connection:
        catalogue = made.engine.world(connection).catalogue
        before, after = (catalogue.matter("zjj-sgxk", day) for day in (date(2020, 3, 8), TODAY))
        assert before is not None
        assert after is not None
        assert (before.limit, after.limit) == ("10 wd", "8 wd")
        changes = history(connection, "matter", "zjj-sgxk")
    assert [(c.reason, c.valid_from, c.by) for c in changes] == [
        ("缩短承诺", TODAY, "dcs.承办人"),
        ("初次载入", date(2020, 1, 1), "dcs.承办人"),
    ]


def test_pages_list_what_can_be_applied_for(made: Office) -> None:
    take(made)
    with made.engine.database.reading() as connection:
        world = made.engine.world(connection)
    now, later = TODAY, date(2020, 3, 16)
    assert [each.matter.code for each in listed(world.catalogue, world.directory, now)] == [
        "zjj-sgxk",
        "fgj-ba",
    ]
    assert [each.matter.code for each in listed(world.catalogue, world.directory, later)] == ["zjj-sgxk"]
    assert [e.matter.code for e in listed(world.catalogue, world.directory, now, unit="fgj")] == ["fgj-ba"]
    found = find_matter(world.catalogue, world.directory, "zjj-sgxk", now)
    assert found is not None
    assert (found.unit, found.departments, found.delegated_to) == (
        "住建局",
        (("住建局", "主办"), ("发改局", "协办")),
        "发改局",
    )
    assert list(found.items) == [
        "服务程序", "规定条件", "所需手续", "收费标准", "处罚条例", "办事时限", "办事人员",
    ]  # fmt: skip
    ((bundle, held),) = bundles(world.catalogue, later)
    assert (bundle.name, [each.code for each in held]) == ("开工一件事", ["zjj-sgxk"])
    counted = rates(world.catalogue, now)
    assert (counted.matters, counted.in_hall, counted.authorised) == (2, 2, 0)
