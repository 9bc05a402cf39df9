"""The days off which the law itself gives every citizen, whether or not a notice has come out yet.

Source: 全国年节及纪念日放假办法, article 2, as in force in each year (in force before 2008, 2008, 2014, 2025).
"""

from datetime import date, timedelta
from functools import lru_cache

from lunar_python import Lunar

_DAY = timedelta(days=1)


@lru_cache(maxsize=512)
def statutory_days(year: int) -> dict[date, str]:
    """Every statutory day off of `year` with the name of its festival; lunar ones are computed.

    Rest moved by 调休, and make-up rest for days that fall on a weekend, is left to the notices.
    """
    days = {date(year, 1, 1): "元旦"}
    days |= dict.fromkeys(_spring_festival(year), "春节")
    if year >= 2008:
        days[_clear_and_bright(year)] = "清明节"
        days[_lunar(year, 5, 5)] = "端午节"
        days[_lunar(year, 8, 15)] = "中秋节"
    days |= dict.fromkeys(_run(date(year, 5, 1), _labour_days(year)), "劳动节")
    days |= dict.fromkeys(_run(date(year, 10, 1), 3), "国庆节")
    return days


def _spring_festival(year: int) -> list[date]:
    first = _lunar(year, 1, 1)
    if year >= 2025:
        return _run(first - _DAY, 4)
    if 2008 <= year < 2014:
        return _run(first - _DAY, 3)
    return _run(first, 3)


def _labour_days(year: int) -> int:
    if year >= 2025:
        return 2
    return 1 if year >= 2008 else 3


def _run(first: date, length: int) -> list[date]:
    return [first + _DAY * offset for offset in range(length)]


def _lunar(year: int, month: int, day: int) -> date:
    solar = Lunar.fromYmd(year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def _clear_and_bright(year: int) -> date:
    solar = Lunar.fromYmd(year, 5, 5).getJieQiTable()["清明"]
    return date(solar.getYear(), solar.getMonth(), solar.getDay())
