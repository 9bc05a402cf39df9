"""A unit bears another name from a day on and is still found by its former one."""

from __future__ import annotations

from datetime import date

from engine.people.renaming import UnitName, names_of, rename_unit, take_effect
from tests.engine.people.support import TODAY, TOMORROW, WORK, directory, refused
from tests.support.office import Office

ADMIN = "dcs.主要负责人"
NEW = ("县住房和城乡建设局", "住城局")


def rename(made: Office, day: date, name: str = NEW[0], short: str = NEW[1]) -> None:
    """Rename 住建局."""
    rename_unit(made.engine, "zjj", name, short, day, made.actor(ADMIN), "机构改革方案")


def test_a_unit_renamed_today_is_found_by_both_names(made: Office) -> None:
    made.publish(WORK)
    case = made.start({"unit": "住建局"})
    rename(made, TODAY)
    known = directory(made)
    assert (known.units["zjj"].name, known.units["zjj"].short_name) == NEW
    for name in ("住建局", "县住建局", *NEW, "zjj"):
        found = known.find_unit(name)
        assert found is not None
        assert found.id == "zjj"
    made.complete(case, "work")
    events = made.events(case, "task.created")
    assert [event["unit"] for event in events] == ["住建局", "住城局"]
    assert made.case(case)["unit_id"] == "zjj"


def test_a_name_to_come_is_borne_from_its_day(made: Office) -> None:
    rename(made, TOMORROW)
    assert directory(made).units["zjj"].short_name == "住建局"
    assert take_effect(made.engine) == 0
    made.move("2020-03-10 00:01")
    assert take_effect(made.engine) == 1
    assert take_effect(made.engine) == 0
    unit = directory(made).units["zjj"]
    assert (unit.short_name, unit.aliases) == ("住城局", ("县住建局", "住建局"))
    with made.engine.database.reading() as connection:
        assert names_of(connection, "zjj") == [
            UnitName(date(2015, 1, 1), "县住建局", "住建局"), UnitName(TOMORROW, *NEW),
        ]  # fmt: skip
        assert names_of(connection, "czj") == []


def test_a_unit_renamed_back_has_its_name_and_not_as_a_former_one(made: Office) -> None:
    rename(made, TODAY)
    made.move("2020-03-10 09:00")
    rename(made, TOMORROW, "县住建局", "住建局")
    unit = directory(made).units["zjj"]
    assert (unit.short_name, set(unit.aliases)) == ("住建局", set(NEW))


def test_a_name_is_borne_by_one_unit_only(made: Office) -> None:
    admin, engine = made.actor(ADMIN), made.engine
    rename(made, TOMORROW)
    for name in ("财政局", "czj"):
        assert (
            "县财政局"
            in refused("short_name", rename_unit, engine, "zjj", "甲局", name, TODAY, admin, "方案").message
        )
    refused("name", rename_unit, engine, "czj", NEW[0], "城局", TODAY, admin, "方案")
    refused("valid_from", rename_unit, engine, "czj", "甲局", "甲", date(2020, 3, 8), admin, "方案")
    refused("reason", rename_unit, engine, "czj", "甲局", "甲", TODAY, admin, "")
    assert directory(made).units["czj"].short_name == "财政局"
