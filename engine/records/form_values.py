"""What a browser or a person writes, as typed values: text, numbers, dates, choices, files.

Every reader gives None (or an empty list) for nothing filled in, the same value for a value it gave before,
and raises Unreadable for all else.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.expressions.iso import read_datetime, read_time
from engine.expressions.limits import NUMBER
from engine.records.form_field import LIST_LENGTH, Choice
from engine.time.clock import CIVIL
from engine.time.written import written_day
from engine.words import LABEL, words

DECIMAL_DIGITS = 10
"""Decimal digits of a number whose field does not say how many."""

_YEARS = range(1900, 2200)
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?|[+-]?\.\d+")
_DAY = re.compile(
    r"(?P<year>\d{4})(?:-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})|/(?P<m2>\d{1,2})/(?P<d2>\d{1,2})"
    r"|\.(?P<m3>\d{1,2})\.(?P<d3>\d{1,2})|年(?P<m4>\d{1,2})月(?P<d4>\d{1,2})[日号])"
)
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?::|时|点)(?P<minute>\d{1,2})分?(?::(?P<second>\d{2}))?")
_NEVER_IN_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Unreadable(ValueError):
    """A value that is not of the field's kind; the argument is a sentence about %(label)s (`engine.words.about`)."""


def read_text(raw: object, one_line: bool = False) -> str | None:
    """Text without surrounding space and control characters; numbers count as their text."""
    match raw:
        case None:
            return None
        case str():
            text = raw.replace("\r\n", "\n").replace("\r", "\n")
        case int() if not isinstance(raw, bool):
            text = str(read_number(raw))
        case _:
            raise Unreadable(words("“%(label)s”应填写文字"))
    if one_line:
        text = text.replace("\n", " ")
    return _NEVER_IN_TEXT.sub("", text).strip() or None


def read_number(raw: object) -> int | Decimal | None:
    """An exact number, whole ones as int; full-width digits and thousands separators are read."""
    if raw is None or raw == "":
        return None
    try:
        number = _exact(raw)
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise Unreadable(words("“%(label)s”应填写数字,如 12 或 3.5"))
    if abs(number) > NUMBER or (number and number.adjusted() < -40):
        raise Unreadable(words("“%(label)s”的数字太大或太小,请核对"))
    plain = format(number, "f")
    whole, _, digits = plain.partition(".")
    digits = digits.rstrip("0")
    return Decimal(f"{whole}.{digits}") if digits else int(whole)


def _exact(raw: object) -> Decimal | None:
    if isinstance(raw, str):
        plain = unicodedata.normalize("NFKC", raw).strip()
        if not plain or len(plain) > 60 or not _NUMBER.fullmatch(plain):
            return None
        return Decimal(plain.replace(",", ""))
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        return None
    return Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)


def digits_of(number: int | Decimal) -> int:
    """How many decimal digits a number from `read_number` has."""
    return len(written_number(number).partition(".")[2])


def written_number(number: int | Decimal) -> str:
    """A number as messages say it, never with an exponent."""
    return f"{Decimal(number):f}"


def read_date(raw: object) -> date | None:
    """A civil date: ISO, 2026/3/2, 2026.3.2 or 2026年3月2日; of an instant, its civil date."""
    moment = read_point(raw, words("“%(label)s”应填写日期,如 2026-03-02 或 2026年3月2日"))
    return moment.date() if isinstance(moment, datetime) else moment


def read_moment(raw: object) -> datetime | None:
    """An aware instant in civil time; a date alone is not enough."""
    wanted = words("“%(label)s”应填写日期和时间,如 2026-03-02 17:30")
    moment = read_point(raw, wanted)
    if moment is None or isinstance(moment, datetime):
        return moment
    raise Unreadable(wanted)


def read_clock(raw: object) -> time | None:
    """A civil time of day: 17:30, 17:30:00, 17时30分; with a zone it is told in civil time."""
    if isinstance(raw, time) and raw.tzinfo is None:
        return raw
    text = _plain(raw, words("“%(label)s”应填写时间,如 17:30"))
    if text is None:
        return None
    try:
        zoned = read_datetime(f"2000-01-01T{text}")
        found = zoned.timetz().replace(tzinfo=None) if zoned else read_time(text) or _clock(text)
    except ValueError:
        found = None
    if found is None:
        raise Unreadable(words("“%(label)s”应填写时间,如 17:30"))
    return found


def read_point(raw: object, wanted: str) -> date | datetime | None:
    """A civil date or an aware instant, whichever is given; `wanted` is the sentence for all else."""
    if isinstance(raw, datetime):
        moment: date | datetime | None = raw.replace(tzinfo=CIVIL) if raw.tzinfo is None else raw
    elif isinstance(raw, date):
        moment = raw
    else:
        text = _plain(raw, wanted)
        if text is None:
            return None
        moment = _written_moment(text)
    if moment is None:
        raise Unreadable(wanted)
    if isinstance(moment, datetime) and moment.year in _YEARS:
        moment = moment.astimezone(CIVIL)
    if moment.year not in _YEARS:
        raise Unreadable(words("“%(label)s”的年份应在 1900 至 2199 之间,请核对"))
    return moment


def _written_moment(text: str) -> date | datetime | None:
    try:
        iso = read_datetime(text)
        if iso:
            return iso
        found = _DAY.match(text)
        if not found:
            return None
        month, day = (
            next(int(found[f"{part}{n}"]) for n in range(1, 5) if found[f"{part}{n}"]) for part in "md"
        )
        whole = date(int(found["year"]), month, day)
    except ValueError:
        raise Unreadable(words("“%(label)s”填写的日期或时间不存在,请核对")) from None
    rest = text[found.end() :].strip(" T")
    if not rest:
        return whole
    moment = _clock(rest)
    return datetime.combine(whole, moment, tzinfo=CIVIL) if moment else None


def _clock(text: str) -> time | None:
    found = _CLOCK.fullmatch(text)
    if not found:
        return None
    try:
        return time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        raise Unreadable(words("“%(label)s”填写的日期或时间不存在,请核对")) from None


def _plain(raw: object, wanted: str) -> str | None:
    if raw is None:
        return None
    if not isinstance(raw, str) or len(raw) > 60:
        raise Unreadable(wanted)
    return unicodedata.normalize("NFKC", raw).strip() or None


def read_check(raw: object) -> bool:
    """A checkbox: ticked or not."""
    if raw is None or isinstance(raw, bool):
        return bool(raw)
    raise Unreadable(words("“%(label)s”只能勾选或不勾选"))


def read_choice(raw: object) -> Choice | None:
    """One option's value: text, a number or true/false."""
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, int | float | Decimal):
        return read_number(raw)
    try:
        return read_text(raw)
    except Unreadable:
        raise Unreadable(words("请从选项中选择“%(label)s”")) from None


def read_choices(raw: object) -> list[Choice]:
    """Options' values, each once, in the order given."""
    chosen: list[Choice] = []
    for value in read_list(raw):
        choice = read_choice(value)
        if choice is not None and not any(same(choice, other) for other in chosen):
            chosen.append(choice)
    return chosen


def read_list(raw: object) -> list[Any]:
    """A list of at most LIST_LENGTH items."""
    if raw is None or raw == "":
        return []
    if not isinstance(raw, list | tuple):
        raise Unreadable(words("“%(label)s”的内容应是一个列表,请刷新页面后重填"))
    if len(raw) > LIST_LENGTH:
        raise Unreadable(
            words(
                "“%(label)s”最多 %(list_length)s 项,现有 %(n)s 项",
                label=LABEL,
                list_length=LIST_LENGTH,
                n=len(raw),
            )
        )
    return list(raw)


def read_files(raw: object) -> list[str]:
    """References to uploaded files, each once; one reference alone counts as a list of it."""
    references = [raw] if isinstance(raw, str) and raw else read_list(raw)
    if not all(isinstance(each, str) and not _NEVER_IN_TEXT.search(each) for each in references):
        raise Unreadable(words("“%(label)s”的附件没有上传成功,请重新上传"))
    return list(dict.fromkeys(references))


def same(left: object, right: object) -> bool:
    """Whether two choices are one; true is not 1."""
    return left == right and isinstance(left, bool) == isinstance(right, bool)


def unit_named(units: object, choice: object) -> str | None:
    """The directory's short name for a unit's name, short name or alias; None for a name it lacks."""
    found = units.get(choice) if isinstance(units, Mapping) and isinstance(choice, str) else None
    return found if isinstance(found, str) else None


def written_date(value: date | time) -> str:
    """A date, instant or time of day as messages say it."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    day = written_day(value)
    return f"{day} {value:%H:%M}" if isinstance(value, datetime) else day
