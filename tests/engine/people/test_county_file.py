"""The reader of county.yaml: what it spells out, and each mistake it names."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.people.county import Account, Charge, Deputyship, PostHolding
from engine.people.county_file import CountyFileError, read_county
from engine.time.office_hours import OfficeHours

SMALL = """\
county: {name: 甲县, site: jia}
valid_from: 2020-01-01
office_hours:
  - {from: "10-01", to: "04-30", intervals: {default: ["08:30-12:00", "14:00-17:30"]}}
  - {from: "05-01", to: "09-30", intervals: {default: ["08:30-12:00"]}}
unit_kinds:
  部门:
    posts:
      主要负责人: {login: fzr}
      承办人: {login: cb, holders: 2}
      联络员: {held_by: 承办人}
units:
  - {code: xzf, name: 甲县人民政府, short: 县政府, kind: 部门, posts: {县长: {login: xz, display: 县长}}}
  - {code: zjj, name: 甲县住建局, short: 住建局, kind: 部门, aliases: [建设局], valid_to: 2030-12-31}
charges:
  - {leader: xzf/县长, units: [zjj], valid_from: 2021-01-01, valid_to: 2021-12-31}
  - {leader: xzf/县长, units: [zjj], valid_from: 2022-01-01}
deputies:
  - {post: zjj/主要负责人, deputy: zjj.cb1, valid_from: 2026-03-16, valid_to: 2026-03-20, processes: [supervision]}
"""


def problems(old: str, new: str) -> tuple[str, ...]:
    """What the reader says when `old` is replaced in the small file."""
    assert old in SMALL
    with pytest.raises(CountyFileError) as caught:
        read_county(SMALL.replace(old, new))
    return caught.value.problems


def test_a_kind_gives_its_posts_and_one_account_a_holder() -> None:
    county = read_county(SMALL)
    assert [post.id for post in county.posts_of("zjj")] == ["zjj/主要负责人", "zjj/承办人", "zjj/联络员"]
    assert county.holders("zjj/承办人") == (
        Account("zjj.cb1", "住建局承办人甲"),
        Account("zjj.cb2", "住建局承办人乙"),
    )
    assert county.holders("zjj/联络员") == (Account("zjj.cb1", "住建局承办人甲"),)
    assert county.holders("xzf/县长") == (Account("xzf.xz", "县长"),)


def test_everything_is_dated() -> None:
    county = read_county(SMALL)
    assert county.units[0].valid_from == date(2020, 1, 1)
    assert county.units[0].valid_to is None
    assert (
        PostHolding("zjj.fzr", "zjj/主要负责人", date(2020, 1, 1), date(2030, 12, 31)) in county.holdings
    ), "a holding ends with its unit"
    assert county.charges == (
        Charge("xzf/县长", "zjj", date(2021, 1, 1), date(2021, 12, 31)),
        Charge("xzf/县长", "zjj", date(2022, 1, 1), None),
    )
    assert county.deputies == (
        Deputyship("zjj.cb1", "zjj/主要负责人", ("supervision",), date(2026, 3, 16), date(2026, 3, 20)),
    )


@pytest.mark.parametrize("name", ["zjj", "住建局", "甲县住建局", " 建设局 "])
def test_a_unit_is_found_by_every_name(name: str) -> None:
    unit = read_county(SMALL).find_unit(name)
    assert unit is not None
    assert unit.id == "zjj"


def test_office_hours_are_those_of_the_file() -> None:
    hours = OfficeHours.from_config(read_county(SMALL).office_hours)
    assert hours.ordinary_spans(date(2026, 1, 5)) == (
        (time(8, 30), time(12, 0)),
        (time(14, 0), time(17, 30)),
    )
    assert hours.ordinary_spans(date(2026, 5, 1)) == ((time(8, 30), time(12, 0)),)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("short: 住建局, ", "", 14, "short:缺少这一项"),
        ("aliases: [建设局]", "aliases: [县政府]", 14, "已由甲县人民政府使用"),
        ("code: zjj", "code: xzf", 14, "“xzf”已由"),
        ("kind: 部门, aliases", "kind: 局, aliases", 14, "“局”不在 unit_kinds 中"),
        ("      主要负责人: {login: fzr}\n", "", 12, "没有“主要负责人”岗位"),
        ("{held_by: 承办人}", "{held_by: 经办人}", 13, "由“经办人”兼任"),
        ("{held_by: 承办人}", "{held_by: 承办人, holders: 3}", 13, "人数不足 3 人"),
        ("{held_by: 承办人}", "{}", 13, "须写 login 或 held_by"),
        ("{login: cb, holders: 2}", "{login: fzr}", 13, "账号“xzf.fzr”重复"),
        ("holders: 2", "holders: 99", 10, "不能大于 10"),
        ("leader: xzf/县长, units: [zjj], valid_from: 2022", "leader: xzf/书记, units: [zjj], valid_from: 2022", 17, "没有岗位“xzf/书记”"),
        ("units: [zjj], valid_from: 2022", "units: [slj], valid_from: 2022", 17, "“slj”不在单位名录中"),
        ("valid_from: 2022-01-01", "valid_from: 2021-12-31", 17, "同一时间由两位领导分管"),
        ("valid_to: 2021-12-31", "valid_to: 2020-12-31", 16, "止日 2020-12-31 早于起日"),
        ("deputy: zjj.cb1", "deputy: zjj.cb", 19, "代理人账号“zjj.cb”不存在"),
        ("\"14:00-17:30\"", "\"11:00-17:30\"", 4, "时段重叠"),
        ("from: \"05-01\"", "from: \"05-02\"", 4, "空档"),
        ("valid_from: 2020-01-01", "valid_from: 去年", 1, "valid_from:应为日期"),
        ("units:\n", "unit:\n", 1, "unit:不认识这一项"),
        ("name: 甲县, site", "name: 甲县, name: 乙县, site", 1, "“name”写了两遍"),
        ("site: jia}", "site: jia", 2, "不是有效的 YAML"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(old: str, new: str, line: int, words: str) -> None:
    said = problems(old, new)
    assert any(text.startswith(f"第 {line} 行") and words in text for text in said), said


def test_all_mistakes_are_named_at_once() -> None:
    assert len(problems("units: [zjj]", "units: [aaa, bbb]")) == 4


@given(st.text(alphabet="甲a:-[]{}&*\n 0'\"", max_size=60))
def test_nonsense_is_refused_and_never_raises_anything_else(text: str) -> None:
    with pytest.raises(CountyFileError):
        read_county(text)
