"""A holiday notice typed or pasted as a plain list: one row a date, 休 or 班, and the festival's name."""

import csv
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from engine.time.notice import MAX_BYTES, Notice, NoticeError, notice_from_dict
from engine.time.statutory import statutory_days
from engine.words import words

_OFF = {"休", "放假", "休息", "假", "off"}
_WORK = {"班", "上班", "调休上班", "补班", "调班", "work"}
_DATE = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[((].*[))])?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_HEADER = {"日期", "date"}
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    day: date
    off: bool
    name: str


def parse_notice_list(
    text: str,
    *,
    notice: str,
    issued: date | None = None,
    year: int | None = None,
    number: str = "",
    local: bool = False,
) -> Notice:
    """A Notice from rows `date, 休/班, name` separated by comma, tab or spaces; a header row is skipped.

    `year` fills in dates written without one and makes the list that year's notice: its dates may reach from
    the December before to the January after, and none may make a working day work. Without `year` the list is
    a correction, or a `local` holiday. Raises NoticeError with one Chinese sentence per bad row.
    """
    if len(text.encode()) > MAX_BYTES:
        raise NoticeError(
            [words("清单过大(超过 %(max_bytes)s KB);请只粘贴放假日期。", max_bytes=MAX_BYTES // 1024)]
        )
    problems: list[str] = []
    rows = [row for row in (_read(i, line, year, problems) for i, line in _lines(text)) if row]
    _compare(rows, year, problems)
    if not rows and not problems:
        problems.append(words("清单是空的;每行写一个日期,例如:2027-01-01,休,元旦"))
    if problems:
        raise NoticeError(problems)
    return notice_from_dict(
        {
            "notice": notice,
            "number": number,
            "issued": issued,
            "year": year,
            "local": local,
            "off": [{"date": row.day, "name": row.name} for row in rows if row.off],
            "work": [{"date": row.day, "name": row.name} for row in rows if not row.off],
        }
    )


def _lines(text: str) -> list[tuple[int, str]]:
    plain = unicodedata.normalize("NFKC", text.lstrip("\ufeff"))
    return [(i, line.strip()) for i, line in enumerate(plain.splitlines(), 1) if line.strip()]


def _cells(line: str) -> list[str]:
    separator = next((mark for mark in (",", "\t", "、", ";") if mark in line), None)
    cells = next(csv.reader([line], delimiter=separator)) if separator else line.split()
    return [cell.strip() for cell in cells]


def _read(number: int, line: str, year: int | None, problems: list[str]) -> _Row | None:
    cells = _cells(line)
    if cells[0].lower() in _HEADER:
        return None
    if len(cells) < 2:
        problems.append(
            words(
                "第 %(number)s 行“%(line)s”:应有日期和“休”或“班”;例如:2027-01-01,休,元旦",
                number=number,
                line=line,
            )
        )
        return None
    day = _read_date(cells[0], year)
    if day is None:
        hint = "" if year else words("(没有指定年度时,日期要写明年份)")
        problems.append(
            words(
                "第 %(number)s 行“%(cells)s”不是日期%(hint)s;请写成 2027-01-01 的形式。",
                number=number,
                cells=cells[0],
                hint=hint,
            )
        )
    kind = cells[1].lower()
    if kind not in _OFF | _WORK:
        problems.append(
            words("第 %(number)s 行“%(cells)s”:第二列只能是“休”或“班”。", number=number, cells=cells[1])
        )
    if day is None or kind not in _OFF | _WORK:
        return None
    return _Row(number, day, kind in _OFF, cells[2] if len(cells) > 2 else "")


def _read_date(text: str, year: int | None) -> date | None:
    match = _DATE.fullmatch(text) or _COMPACT.fullmatch(text)
    if not match or not (match[1] or year):
        return None
    try:
        return date(int(match[1] or year or 0), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _compare(rows: list[_Row], year: int | None, problems: list[str]) -> None:
    seen: dict[date, _Row] = {}
    for row in rows:
        where = words("第 %(number)s 行 %(day)s", number=row.number, day=row.day)
        if row.day in seen:
            problems.append(
                words(
                    "%(where)s 与第 %(number)s 行重复;请删去一行。", where=where, number=seen[row.day].number
                )
            )
            continue
        seen[row.day] = row
        if year and not date(year - 1, 12, 1) <= row.day <= date(year + 1, 1, 31):
            problems.append(words("%(where)s 不在 %(year)s 年度之内;请核对年份。", where=where, year=year))
        elif year and not row.off and row.day.weekday() < 5 and row.day not in statutory_days(row.day.year):
            weekday = _WEEKDAYS[row.day.weekday()]
            problems.append(
                words(
                    "%(where)s 是周%(weekday)s,本来就上班,不必列为“班”;请核对日期,或删去这一行。",
                    where=where,
                    weekday=weekday,
                )
            )
