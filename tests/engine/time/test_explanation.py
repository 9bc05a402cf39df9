"""How a date came about, said in Chinese."""

from dataclasses import replace
from datetime import date, datetime

from engine.time.calendar import WorkingCalendar
from engine.time.clock import CIVIL
from engine.time.deadline import Ledger
from engine.time.explanation import explain

CALENDAR = WorkingCalendar.known_at(date(2026, 1, 1))


def test_rest_days_and_make_up_days_are_named() -> None:
    calendar = WorkingCalendar.known_at(date(2020, 4, 24))
    lines = explain(Ledger("办理", 7, "wd", date(2020, 4, 24), basis="三色督办单制度"), calendar)
    assert lines == [
        "“办理”时限 7 个工作日,依据:三色督办单制度。",
        "起算:2020年4月24日(周五),起始日不计入。",
        "其间休息 6 天,不计入:4月25日、5月1日至5月5日(劳动节)。",
        "调休上班 1 天,计入:4月26日(劳动节)。",
        "到期日:2020年5月7日(周四),当日 17:30 下班时截止。",
        f"依据的日历版本:{calendar.version}。",
    ]


def test_pauses_extensions_and_provisional_years_are_named() -> None:
    ledger = Ledger("办理", 7, "wd", date(2026, 12, 25)).extend_by(3, "雨季", date(2026, 12, 28))
    paused = ledger.pause(date(2026, 12, 29), "专家评审")
    assert "停表:2026年12月29日(周二)起,尚未恢复,原因:专家评审。" in explain(paused, CALENDAR)
    assert "到期日:暂停计时,恢复后另定。" in explain(paused, CALENDAR)
    said = "\n".join(explain(paused.resume(date(2026, 12, 30)), CALENDAR))
    assert "停表:2026年12月29日(周二)至2026年12月30日(周三),首尾两日均不计入,原因:专家评审。" in said
    assert "延期:2026年12月28日(周一)批准,增加 3 个工作日,理由:雨季。" in said
    assert "到期日:2027年1月13日(周三)" in said
    assert "暂定:尚无2027年放假通知" in said


def test_a_rolled_date_says_from_where() -> None:
    said = explain(Ledger("信访", 5, "cd", date(2026, 3, 2), close="midnight"), CALENDAR)
    assert "末日 2026年3月7日(周六)是休息日,顺延到其后第一个工作日。" in said
    assert "到期日:2026年3月9日(周一),当日 24:00 截止。" in said


def test_a_stated_date_that_is_kept_says_so() -> None:
    ledger = replace(Ledger("办理", 7, "wd", date(2026, 3, 2)), stated=date(2026, 3, 7))
    said = explain(ledger, CALENDAR)
    assert said[0] == "“办理”明示期限 2026年3月7日(周六)。"
    assert "到期日:2026年3月7日(周六),当日为休息日,不顺延,当日 17:30 下班时截止。" in said


def test_office_minutes_end_at_an_instant() -> None:
    ledger = Ledger("出证", 60, "min", datetime(2026, 3, 3, 17, 10, tzinfo=CIVIL))
    said = explain(ledger, CALENDAR)
    assert said[:3] == [
        "“出证”时限 60 个办公分钟。",
        "起算:2026年3月3日(周二)17:10。",
        "到期:2026年3月4日(周三)09:10。",
    ]
