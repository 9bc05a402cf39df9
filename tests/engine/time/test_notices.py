"""The shipped notices against chinese_calendar, and reading notices from files and pasted lists."""

import json
from datetime import date, timedelta

import chinese_calendar
import pytest

from engine.time.calendar import WorkingCalendar
from engine.time.notice import MAX_BYTES, Notice, NoticeError, notice_from_dict, read_notice, shipped_notices
from engine.time.notice_list import parse_notice_list
from engine.time.statutory import statutory_days

NOTICES = {notice.id: notice for notice in shipped_notices()}


@pytest.mark.parametrize("year", range(2004, 2027))
def test_every_date_agrees_with_chinese_calendar(year: int) -> None:
    calendar = WorkingCalendar(shipped_notices())
    first = date(year, 1, 1)
    dates = [first + timedelta(days=i) for i in range((date(year + 1, 1, 1) - first).days)]
    differing = [day for day in dates if calendar.is_workday(day) != chinese_calendar.is_workday(day)]
    assert differing == []
    assert not any(calendar.is_provisional(day) for day in dates)


@pytest.mark.parametrize("year", range(2004, 2027))
def test_what_the_law_gives_off_is_in_the_years_notice(year: int) -> None:
    off = {day for day, _ in NOTICES[str(year)].off}
    assert statutory_days(year).keys() <= off


@pytest.mark.parametrize(
    ("year", "festival"), [(2027, "02-06"), (2030, "02-03"), (2050, "01-23"), (2100, "02-09")]
)
def test_lunar_days_are_computed_for_years_to_come(year: int, festival: str) -> None:
    days = statutory_days(year)
    new_year = date.fromisoformat(f"{year}-{festival}")
    assert [day for day, name in days.items() if name == "春节"] == [
        new_year + timedelta(days=i) for i in (-1, 0, 1, 2)
    ]
    assert len(days) == 13


def test_2020_exists_as_first_issued_and_as_extended() -> None:
    original, extended = (
        WorkingCalendar([NOTICES["2020"]]),
        WorkingCalendar([NOTICES["2020"], NOTICES["2020-2"]]),
    )
    assert original.is_workday(date(2020, 1, 19))
    assert original.is_workday(date(2020, 1, 31))
    assert original.is_workday(date(2020, 2, 1))
    assert not any(extended.is_workday(date(2020, 1, 31) + timedelta(days=i)) for i in range(3))
    assert NOTICES["2020-2"].number == "国办发明电〔2020〕1号"
    assert NOTICES["2020-2"].issued == date(2020, 1, 27)


def test_a_year_without_known_date_of_issue_counts_from_1_december() -> None:
    unknown = [notice for notice in shipped_notices() if not notice.issued_known]
    assert {notice.year for notice in unknown} == set(range(2004, 2009))
    assert all(notice.issued == date(notice.year - 1, 12, 1) for notice in unknown if notice.year)
    assert NOTICES["2026"].issued == date(2025, 11, 4)


@pytest.mark.parametrize("notice", shipped_notices(), ids=lambda notice: notice.id)
def test_a_notice_survives_being_stored_as_json(notice: Notice) -> None:
    stored = json.dumps(notice.to_dict())
    assert read_notice(stored, "json") == notice


def test_a_partial_notice_changes_only_the_dates_it_names() -> None:
    notice = read_notice("{notice: 演练通知, issued: 2020-03-26, off: [2020-04-07], work: []}")
    assert notice.year is None
    before = WorkingCalendar.known_at(date(2020, 3, 26))
    after = before.with_notice(notice)
    changed = [
        day.date for day in after.days(date(2020, 1, 1), date(2020, 12, 31)) if day != before.day(day.date)
    ]
    assert changed == [date(2020, 4, 7)]
    assert after.day(date(2020, 4, 7)).notice == "演练通知"


@pytest.mark.parametrize(
    ("title", "off", "year"),
    [
        ("国务院办公厅关于2027年部分节假日安排的通知", ["2027-01-01"], 2027),
        ("2027 年通知", ["2027-01-01"], 2027),
        ("关于延长2027年春节假期的通知", ["2027-02-12"], None),
        ("演练", ["2027-01-01"], None),
        ("演练", sorted(map(str, statutory_days(2027))), 2027),
    ],
)
def test_a_notice_for_a_whole_year_is_recognised(title: str, off: list[str], year: int | None) -> None:
    assert notice_from_dict({"notice": title, "issued": "2026-11-20", "off": off}).year == year


def test_an_undated_import_counts_from_its_import_or_the_december_before() -> None:
    assert read_notice("{notice: 临时通知, off: [2020-04-07]}", imported_on=date(2020, 4, 1)).issued == date(
        2020, 4, 1
    )
    assumed = read_notice("{notice: 2027年放假通知, off: [2027-01-01]}", imported_on=date(2027, 2, 1))
    assert (assumed.issued, assumed.issued_known) == (date(2026, 12, 1), False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1, 2]", "notice(名称)"),
        ("{notice: 甲, issued: 2020-01-01}", "没有列出任何"),
        ("{issued: 2020-01-01, off: [2020-04-07]}", "缺少通知名称"),
        ("{notice: 甲, off: [2020-04-07]}", "缺少发布日期"),
        ("{notice: 甲, issued: 昨天, off: [2020-04-07]}", "“昨天”不是日期"),
        ("{notice: 甲, issued: 2020-01-01, off: ['2020-04-31']}", "“2020-04-31”不是日期"),
        ("{notice: 甲, issued: 2020-01-01, off: [2020-04-31]}", "不是有效的 YAML"),
        ("{notice: 甲, issued: 2020-01-01, off: [2020-04-07], work: [2020-04-07]}", "同时列为放假"),
        ("{notice: 甲, issued: 2020-01-01, off: [2020-04-07, 2020-04-07]}", "重复"),
        ("{notice: 甲, issued: 2020-01-01, off: 3}", "应是日期列表"),
        ("{notice: 甲, issued: 2020-01-01, year: 明年, off: [2020-04-07]}", "不是年份"),
        ("{notice: 甲, issued: 2020-01-01, off: [2020-04-07], local: 是}", "应写 true"),
        ("{notice: 甲, issued: 2020-01-01, off: [2020-04-07], local: true, year: 2020}", "不安排整个年度"),
        ("notice: [", "第 1 行"),
        ("{notice: !!python/name:os.system , off: []}", "不是有效的 YAML"),
        ("{notice: 甲, off: {元旦: 2027-01-01, 元旦: 2027-01-02}}", "写了两遍"),
        (b"\xff\xfe\xb7", "UTF-8"),
        ("#" * (MAX_BYTES + 1), "文件过大"),
    ],
)
def test_a_bad_notice_is_refused_with_a_remedy(text: str | bytes, said: str) -> None:
    with pytest.raises(NoticeError, match=said.replace("(", r"\(").replace(")", r"\)")):
        read_notice(text)


def test_bad_json_is_refused_with_its_line() -> None:
    with pytest.raises(NoticeError, match="第 2 行"):
        read_notice('{"notice":\n甲}', "json")


def test_a_pasted_list_becomes_a_notice() -> None:
    text = "日期,休/班,名称\n2027-01-01,休,元旦\n1月2日,休,元旦\n2027/1/3 ,休, 元旦\n\n20261227,班,元旦\n2月5日(周五),放假,春节\n"
    notice = parse_notice_list(text, notice="2027年放假通知", issued=date(2026, 11, 20), year=2027)
    assert [str(day) for day, _ in notice.off] == ["2027-01-01", "2027-01-02", "2027-01-03", "2027-02-05"]
    assert notice.work == ((date(2026, 12, 27), "元旦"),)
    assert notice.year == 2027


@pytest.mark.parametrize("text", ["2020-04-07 休", "2020-04-07\t休\t临时", "2020年4月7日、休"])
def test_a_list_may_be_separated_in_several_ways(text: str) -> None:
    notice = parse_notice_list(text, notice="临时通知", issued=date(2020, 3, 26))
    assert [day for day, _ in notice.off] == [date(2020, 4, 7)]
    assert notice.year is None


def test_a_bad_list_names_every_bad_row() -> None:
    text = "\n".join(
        [
            "2027-01-01,休,元旦",
            "2027-01-01,休,元旦",
            "2027-01-06,班,元旦",
            "2028-05-01,休,劳动节",
            "2027-02-30,休,春节",
            "2027-02-07,也许,春节",
            "2027-02-08",
        ]
    )
    with pytest.raises(NoticeError) as caught:
        parse_notice_list(text, notice="2027年放假通知", issued=date(2026, 11, 20), year=2027)
    said = sorted(caught.value.problems)
    expected = [
        ("第 2 行", "重复"),
        ("第 3 行", "本来就上班"),
        ("第 4 行", "不在 2027 年度"),
        ("第 5 行", "不是日期"),
        ("第 6 行", "只能是"),
        ("第 7 行", "应有日期"),
    ]
    assert len(said) == len(expected)
    assert all(row in line and why in line for line, (row, why) in zip(said, expected, strict=True))


def test_an_empty_list_or_a_date_without_year_is_refused() -> None:
    with pytest.raises(NoticeError, match="清单是空的"):
        parse_notice_list("\n", notice="甲", issued=date(2020, 1, 1))
    with pytest.raises(NoticeError, match="写明年份"):
        parse_notice_list("4月7日,休", notice="甲", issued=date(2020, 1, 1))
