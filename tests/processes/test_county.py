"""The county that is shipped: it reads, nobody real is in it, and every unit can be reached."""

from datetime import date, time
from pathlib import Path

import pytest

from engine.people.county import County
from engine.people.county_file import read_county
from engine.time.office_hours import OfficeHours

FILE = Path(__file__).parents[2] / "processes" / "county.yaml"


@pytest.fixture(scope="module")
def county() -> County:
    """The shipped county."""
    return read_county(FILE.read_text(encoding="utf-8"))


def test_it_has_the_size_of_a_county(county: County) -> None:
    assert 40 <= len(county.units) <= 50
    assert 110 <= len(county.people) <= 200


def test_nobody_has_a_name_of_their_own(county: County) -> None:
    posts = {post.name for post in county.posts}
    for person in county.people:
        assert any(post in person.name for post in posts), person


def test_scenarios_of_2020_find_everybody(county: County) -> None:
    assert all(unit.valid_from <= date(2020, 1, 1) and unit.valid_to is None for unit in county.units)


def test_every_unit_but_the_leaders_has_exactly_one_leader_in_charge(county: County) -> None:
    led = [charge.unit_id for charge in county.charges]
    assert sorted(led) == sorted(unit.id for unit in county.units if unit.kind != "县领导")


def test_every_unit_has_a_principal_and_one_liaison(county: County) -> None:
    """Rules SD-07 and RC-02."""
    for unit in county.units:
        assert len(county.holders(f"{unit.id}/主要负责人")) == 1
        if unit.kind != "县领导":
            assert len(county.holders(f"{unit.id}/联络员")) == 1, unit


@pytest.mark.parametrize(
    "post", ["县长", "常务副县长", "政府办主任", "督查室主任", "督查员", "监察岗", "窗口受理岗"]
)
def test_a_post_named_alone_is_the_only_one_of_its_name(county: County, post: str) -> None:
    assert [p.name for p in county.posts].count(post) == 1


def test_those_who_draft_and_those_who_review_can_differ(county: County) -> None:
    assert len(county.holders("dcs/督查员")) == 2


@pytest.mark.parametrize(
    ("historic", "today"),
    [
        ("县监察局", "县纪委监委"),
        ("县法制办", "司法局"),
        ("国土资源局", "自然资源局"),
        ("规划和建设局", "住建局"),
        ("县目标督查办", "目标绩效办"),
        ("劳动和社会保障局", "人社局"),
        ("工商局", "市场监管局"),
        ("县行政审批服务局", "政务服务中心"),
    ],
)
def test_names_of_earlier_years_still_lead_to_the_unit(county: County, historic: str, today: str) -> None:
    assert county.find_unit(historic) == county.find_unit(today) is not None


def test_the_office_day_is_one_interval(county: County) -> None:
    """Worked case 17 counts 08:30–17:30."""
    hours = OfficeHours.from_config(county.office_hours)
    for day in (date(2026, 3, 16), date(2026, 7, 17)):
        assert hours.ordinary_spans(day) == ((time(8, 30), time(17, 30)),)
