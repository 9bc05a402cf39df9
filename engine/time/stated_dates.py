"""Dates as documents state them – 「8月中旬完成」「5 月上旬已完成」 – turned into milestones (T-3)."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.words import words


class StatedDateError(ValueError):
    """Wording that states no date; the Chinese message quotes it and says what can be written instead."""


@dataclass(frozen=True, slots=True)
class StatedDate:
    """What a document states: the last day, whether to start or to complete by it, and whether it is done.

    `done` says that what the milestone asks for has happened: 「已开始」 is a start that is done, which is
    not yet a completion.
    """

    date: date
    kind: Literal["start", "complete"]
    done: bool
    text: str


_DIGITS = {mark: value for value, mark in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_COMPLETE = "完成|办结|到位|落实|建成|完工|竣工|结束|办理完毕|报送|上报"
_START = "开始|启动|开工|着手|起"
_STATED = re.compile(
    rf"(?:于|在|自|从|到|至|截至|力争|争取|务必|确保)*"
    rf"(?:(?P<year>\d{{4}}|[〇零一二三四五六七八九]{{4}})年|今年|本年|当年|(?P<next>明年|次年))?"
    rf"(?:(?P<month>{_NUMBER})月(?:份)?|(?P<year_end>年底|年末|年终)|(?P<half>上半年|年中))"
    rf"(?:(?P<day>{_NUMBER})[日号]|(?P<part>上旬|中旬|下旬|月初|初|月中|中|月底|底|月末|末))?"
    rf"(?:之前|以前|前|之内|以内|内|止)?"
    rf"(?P<done>已经|已)?(?P<nearly>基本)?(?:全面|全部|正式|陆续|力争|争取|务必|确保)*"
    rf"(?:(?P<complete>{_COMPLETE})|(?P<start>{_START}))?的?"
)
_PART_DAYS = {"上旬": 10, "中旬": 20, "初": 1, "月初": 1, "中": 15, "月中": 15}


def read_stated_date(text: str, year: int) -> StatedDate:
    """The milestone that `text` states, in `year` unless it names another.

    上旬 → the 10th, 中旬 → the 20th, 下旬 or 月底 → the last day, 月初 or a start in a bare month → the 1st, a
    bare month otherwise → its last day, 月中 → the 15th. 「已基本完成」 is not done. Full-width forms, spaces,
    brackets and punctuation do not matter. Raises StatedDateError for other wording and impossible dates.
    """
    plain = re.sub(r"[\s()\[\]【】,,。;;::、“”\"']+", "", unicodedata.normalize("NFKC", text))
    match = _STATED.fullmatch(plain)
    if not match:
        raise StatedDateError(
            words(
                "看不懂期限“%(text)s”:要有日期,并写明是完成还是开始;请写成“8月15日前”“8月中旬完成”“9月底前”或“8月初开始”的形式。",
                text=text.strip(),
            )
        )
    kind: Literal["start", "complete"] = "start" if match["start"] else "complete"
    try:
        chosen = _number(match["year"]) if match["year"] else year + (1 if match["next"] else 0)
        day = _date(match, chosen, kind)
    except (ValueError, KeyError):
        raise StatedDateError(
            words("期限“%(text)s”中没有这一天;请核对月份和日期。", text=text.strip())
        ) from None
    return StatedDate(day, kind, bool(match["done"] and not match["nearly"]), text)


def _date(match: re.Match[str], year: int, kind: str) -> date:
    if match["year_end"]:
        return date(year, 12, 31)
    if match["half"]:
        return date(year, 6, 30)
    month = _number(match["month"])
    if match["day"]:
        return date(year, month, _number(match["day"]))
    last = monthrange(year, month)[1]
    if match["part"]:
        return date(year, month, _PART_DAYS.get(match["part"], last))
    return date(year, month, 1 if kind == "start" else last)


def _number(text: str) -> int:
    """An integer from Arabic digits, a year's Chinese digits, or Chinese numerals below a hundred."""
    if text.isdecimal():
        return int(text)
    if "十" not in text:
        return int("".join(str(_DIGITS[mark]) for mark in text))
    tens, ones = text.split("十", 1)
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)
