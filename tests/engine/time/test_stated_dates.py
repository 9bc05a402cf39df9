"""Dates as documents state them (T-3)."""

from datetime import date

import pytest

from engine.time.stated_dates import StatedDateError, read_stated_date


@pytest.mark.parametrize(
    ("text", "day", "kind", "done"),
    [
        ("5 月上旬已完成", (5, 10), "complete", True),
        ("5月上旬已开始", (5, 10), "start", True),
        ("7月上旬已开始", (7, 10), "start", True),
        ("8月上旬开始", (8, 10), "start", False),
        ("8月中旬完成", (8, 20), "complete", False),
        ("6月下旬开始", (6, 30), "start", False),
        ("2月下旬完成", (2, 29), "complete", False),
        ("7月底完成", (7, 31), "complete", False),
        ("4月底已完成", (4, 30), "complete", True),
        ("8月份开始", (8, 1), "start", False),
        ("8月初开始", (8, 1), "start", False),
        ("6月已完成", (6, 30), "complete", True),
        ("12月底完成", (12, 31), "complete", False),
        ("8月15日前", (8, 15), "complete", False),
        ("于8月20日前全部完成", (8, 20), "complete", False),
        ("3月底前", (3, 31), "complete", False),
        ("八月十五日前", (8, 15), "complete", False),
        ("十二月二十五日", (12, 25), "complete", False),
        ("(8 月 中旬\u3000完成)。", (8, 20), "complete", False),
        ("8月底基本完成", (8, 31), "complete", False),
        ("8月底已基本完成", (8, 31), "complete", False),
        ("自9月1日起", (9, 1), "start", False),
        ("年底前完成", (12, 31), "complete", False),
        ("10月", (10, 31), "complete", False),
    ],
)
def test_stated_dates_are_read(text: str, day: tuple[int, int], kind: str, done: bool) -> None:
    stated = read_stated_date(text, 2008)
    assert (stated.date, stated.kind, stated.done) == (date(2008, *day), kind, done)
    assert stated.text == text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020年4月30日", date(2020, 4, 30)),
        ("二〇二〇年四月三十日前", date(2020, 4, 30)),
        ("明年3月底前", date(2009, 3, 31)),
        ("今年年底", date(2008, 12, 31)),
    ],
)
def test_a_year_in_the_text_prevails(text: str, day: date) -> None:
    assert read_stated_date(text, 2008).date == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "尽快",
        "近期完成",
        "8月推进",
        "8月旬完成",
        "8月底未完成",
        "7月至8月",
        "15日前",
        "每年3月底前",
        "十十月完成" * 9,
    ],
)
def test_other_wording_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(StatedDateError, match=r"看不懂期限.*请写成"):
        read_stated_date(text, 2008)


@pytest.mark.parametrize(
    "text", ["2月30日前", "13月底完成", "十十月底", "0月完成", "6月31日", "0000年5月1日"]
)
def test_impossible_dates_are_refused(text: str) -> None:
    with pytest.raises(StatedDateError, match="没有这一天"):
        read_stated_date(text, 2008)
