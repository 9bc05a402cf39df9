"""Office hours: the intervals of a working day by weekday and season, and the office minutes they hold.

Rules T-1 (closing time ends a limit) and GC-15 (limits in office minutes stand still outside office hours).
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from engine.time.calendar import WorkingCalendar
from engine.time.clock import CIVIL, civil_date
from engine.words import words

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHINESE_WEEKDAYS = dict(zip(("周一", "周二", "周三", "周四", "周五", "周六", "周日"), WEEKDAYS, strict=True))
_INTERVAL = re.compile(r"(\d{1,2}):(\d\d)\s*[-–—~至到]\s*(\d{1,2}):(\d\d)")
_LEAP_YEAR = 2000
_DAY = timedelta(days=1)
_HORIZON = 3660

Span = tuple[time, time]
MonthDay = tuple[int, int]


class OfficeHoursError(ValueError):
    """Office hours that cannot be read or used; the message is Chinese, with place and remedy."""


@dataclass(frozen=True, slots=True)
class Season:
    """The hours from `first` (month, day) until the next season begins; `hours` holds mon…sun and default."""

    first: MonthDay
    hours: Mapping[str, tuple[Span, ...]] = field(hash=False)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The county's office hours; seasons in order of their first day, the last one reaching over New Year.

    Make-up working weekend days keep the default hours. Rest days have none, but still a time at which an
    ordinary day would close, since a stated date may fall on them (policy `supervision.stated_due.rest_day`).
    """

    seasons: tuple[Season, ...]

    @classmethod
    def from_config(cls, config: object) -> "OfficeHours":
        """Read `office_hours` of county.yaml: a list of {from, to, intervals}; see docs/calendar.md.

        The seasons must cover every day of the year once. Raises OfficeHoursError.
        """
        if not isinstance(config, list) or not config:
            raise OfficeHoursError(words("办公时间(office_hours)应是列表,每项写明 from、to、intervals。"))
        return cls(_ordered([_season(item, number) for number, item in enumerate(config, 1)]))

    def ordinary_spans(self, day: date) -> tuple[Span, ...]:
        """The hours an ordinary working day on that date and weekday would have."""
        hours = self._season_of(day).hours
        return hours.get(WEEKDAYS[day.weekday()]) or hours["default"]

    def spans(self, day: date, calendar: WorkingCalendar) -> tuple[Span, ...]:
        """The office hours on `day`, none on a rest day."""
        if not calendar.is_workday(day):
            return ()
        hours = self._season_of(day).hours
        return hours["default"] if day.weekday() > 4 else hours.get(WEEKDAYS[day.weekday()], hours["default"])

    def close_of(self, day: date, calendar: WorkingCalendar) -> datetime:
        """Close of business on a civil date; on a rest day the time at which it would ordinarily close."""
        return _at(day, (self.spans(day, calendar) or self.ordinary_spans(day))[-1][1])

    def open_of(self, day: date, calendar: WorkingCalendar) -> datetime:
        """Start of business on a civil date; on a rest day the time at which it would ordinarily start."""
        return _at(day, (self.spans(day, calendar) or self.ordinary_spans(day))[0][0])

    def is_open(self, instant: datetime, calendar: WorkingCalendar) -> bool:
        """Whether offices are open at an aware instant; at closing time they are not."""
        day = civil_date(instant)
        return any(_at(day, start) <= instant < _at(day, end) for start, end in self.spans(day, calendar))

    def business_day(self, instant: datetime, calendar: WorkingCalendar) -> date:
        """The date whose close of business comes next: that day up to its close, else the next working day.

        This is what 「当日」 means for something received after hours or on a rest day (CP-02).
        """
        day = calendar.next_workday(civil_date(instant))
        return day if instant <= self.close_of(day, calendar) else calendar.add_workdays(day, 1)

    def add_minutes(self, instant: datetime, minutes: int, calendar: WorkingCalendar) -> datetime:
        """The instant at which `minutes` ≥ 0 office minutes after `instant` have run; 0 gives `instant`.

        What runs out exactly at closing time ends then, not the next morning.
        """
        if minutes < 0:
            raise ValueError("office minutes are counted forward")
        left = timedelta(minutes=minutes)
        if not left:
            return instant.astimezone(CIVIL)
        for start, end in self._open_from(instant, calendar):
            if left <= end - start:
                return start + left
            left -= end - start
        raise OfficeHoursError(words("十年之内没有足够的办公时间,无法计算期限;请检查办公时间与日历。"))

    def minutes_between(self, first: datetime, last: datetime, calendar: WorkingCalendar) -> int:
        """Whole office minutes from `first` to `last`; negative when `last` is the earlier one."""
        if last < first:
            return -self.minutes_between(last, first, calendar)
        ran = timedelta()
        for start, end in self._open_from(first, calendar):
            if start >= last:
                break
            ran += min(end, last) - start
        return ran // timedelta(minutes=1)

    def _open_from(self, instant: datetime, calendar: WorkingCalendar) -> Iterator[tuple[datetime, datetime]]:
        """The open stretches from `instant` on, the first one cut, for ten years at most."""
        day = civil_date(instant)
        for _ in range(_HORIZON):
            for start, end in self.spans(day, calendar):
                if _at(day, end) > instant:
                    yield max(_at(day, start), instant.astimezone(CIVIL)), _at(day, end)
            day += _DAY

    def _season_of(self, day: date) -> Season:
        place = bisect_right([season.first for season in self.seasons], (day.month, day.day))
        return self.seasons[place - 1]


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, tzinfo=CIVIL)


def _season(item: object, number: int) -> tuple[MonthDay, MonthDay, Season]:
    where = words("办公时间第 %(number)s 项", number=number)
    if not isinstance(item, Mapping) or not isinstance(item.get("intervals"), Mapping):
        raise OfficeHoursError(where + words("应含 intervals;例如 intervals: {default: ['08:30-17:30']}"))
    first, last = (
        _month_day(item.get(key, default), where) for key, default in (("from", "01-01"), ("to", "12-31"))
    )
    hours = {_weekday(key, where): _spans(spans, where) for key, spans in item["intervals"].items()}
    if not hours.get("default"):
        raise OfficeHoursError(where + words("缺少 default(平日的办公时间);例如 default: ['08:30-17:30']"))
    return first, last, Season(first, hours)


def _month_day(value: Any, where: str) -> MonthDay:
    try:
        month, day = (int(part) for part in str(value).split("-"))
        date(_LEAP_YEAR, month, day)
    except ValueError:
        raise OfficeHoursError(
            words("%(where)s的日期“%(value)s”有误;请写成 '06-01'(月-日)的形式。", where=where, value=value)
        ) from None
    return month, day


def _weekday(key: Any, where: str) -> str:
    name = _CHINESE_WEEKDAYS.get(str(key), str(key))
    if name != "default" and name not in WEEKDAYS:
        raise OfficeHoursError(
            words("%(where)s的“%(key)s”不是星期;可写 default、mon…sun 或 周一…周日。", where=where, key=key)
        )
    return name


def _spans(value: Any, where: str) -> tuple[Span, ...]:
    spans = [_span(text, where) for text in ([value] if isinstance(value, str) else value or [])]
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        raise OfficeHoursError(words("%(where)s的时段重叠或次序颠倒;请按先后填写。", where=where))
    return tuple(spans)


def _span(text: Any, where: str) -> Span:
    match = _INTERVAL.fullmatch(unicodedata.normalize("NFKC", str(text)).strip())
    try:
        from_hour, from_minute, to_hour, to_minute = map(int, match.groups() if match else ())
        start, end = time(from_hour, from_minute), time(to_hour, to_minute)
    except ValueError:
        raise OfficeHoursError(
            words("%(where)s的时段“%(text)s”有误;请写成 '08:30-12:00' 的形式。", where=where, text=text)
        ) from None
    if start >= end:
        raise OfficeHoursError(
            words("%(where)s的时段“%(text)s”开始不早于结束;请更正。", where=where, text=text)
        )
    return start, end


def _ordered(parts: list[tuple[MonthDay, MonthDay, Season]]) -> tuple[Season, ...]:
    """The seasons by first day, once it is sure that each ends the day before the next begins."""
    parts = sorted(parts, key=lambda part: part[0])
    for part, following in zip(parts, parts[1:] + parts[:1], strict=True):
        after = date(_LEAP_YEAR, *part[1]) + _DAY
        end_of_february = part[1] == (2, 28) and following[0] == (3, 1)
        if following[0] != (after.month, after.day) and not end_of_february:
            raise OfficeHoursError(
                words(
                    "办公时间的季节在 %(month)s 月 %(day)s 日之后有空档或重叠;各季节应首尾相接,覆盖全年。",
                    month=part[1][0],
                    day=part[1][1],
                )
            )
    return tuple(part[2] for part in parts)


STANDARD_HOURS = OfficeHours.from_config([{"intervals": {"default": ["08:30-17:30"]}}])
"""Product default: 08:30–17:30 on every working day, counted without a break at noon."""
