"""A holiday notice: which dates it gives off and which weekend days it makes people work.

Rules T-5 and B8. A notice may be the State Council's for a whole year, a later correction of a few dates, or
a local one of an autonomous area (放假办法 article 4). Only the dates it names change.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from engine import strict_yaml
from engine.time.statutory import statutory_days
from engine.words import side_by_side, words

MAX_BYTES = 256 * 1024
"""A notice for one year takes about 2 kB; whatever is far larger is not a notice."""

_YEAR_IN_TITLE = re.compile(r"(20\d\d)\s*年\s*(?:部分)?(?:节假日|放假|假日)?(?:调休)?(?:安排)?的?通知")


class NoticeError(ValueError):
    """A notice that cannot be read; `problems` holds one Chinese sentence each, with place and remedy."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(side_by_side(self.problems, "\n"))


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice as published.

    `off` and `work` are (date, festival) pairs in order of date; `issued` is the day from which it can be
    known, assumed when not `issued_known`; `year` is the year it arranges as a whole, None for a correction. A
    `local` one arranges no year: it lies on top of what the State Council says, before or after.
    """

    notice: str
    issued: date
    off: tuple[tuple[date, str], ...] = ()
    work: tuple[tuple[date, str], ...] = ()
    id: str = ""
    number: str = ""
    issued_known: bool = True
    year: int | None = None
    local: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The notice as JSON types; `notice_from_dict` reads it back unchanged."""
        return {
            "id": self.id,
            "notice": self.notice,
            "number": self.number,
            "issued": self.issued.isoformat(),
            "issued_known": self.issued_known,
            "year": self.year,
            "off": [{"date": day.isoformat(), "name": name} for day, name in self.off],
            "work": [{"date": day.isoformat(), "name": name} for day, name in self.work],
        } | ({"local": True} if self.local else {})


@lru_cache(maxsize=1)
def shipped_notices() -> tuple[Notice, ...]:
    """The State Council's notices for 2004–2026 that ship with the program, in order of issue."""
    folder = files("engine.time") / "notices"
    texts = [entry.read_bytes() for entry in folder.iterdir() if entry.name.endswith(".yaml")]
    return tuple(sorted(map(read_notice, texts), key=lambda notice: (notice.issued, notice.id)))


def read_notice(
    text: str | bytes, format: Literal["yaml", "json"] = "yaml", imported_on: date | None = None
) -> Notice:
    """Read one notice file; see `notice_from_dict` for its keys. Raises NoticeError."""
    if len(text) > MAX_BYTES:
        raise NoticeError(
            [
                words(
                    "文件过大(超过 %(max_bytes)s KB),不像一份放假通知;请检查是否选错了文件。",
                    max_bytes=MAX_BYTES // 1024,
                )
            ]
        )
    try:
        raw = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        content = json.loads(raw) if format == "json" else strict_yaml.load(raw)
    except UnicodeDecodeError:
        raise NoticeError([words("文件不是 UTF-8 编码;请另存为 UTF-8 后重新导入。")]) from None
    except strict_yaml.StrictYamlError as error:
        raise NoticeError([words("%(error)s;请更正后重新导入。", error=error)]) from None
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        where = words("(第 %(line)s 行)", line=line) if line else ""
        raise NoticeError([words("文件不是有效的 JSON%(where)s;请更正后重新导入。", where=where)]) from None
    return notice_from_dict(content, imported_on)


def notice_from_dict(content: object, imported_on: date | None = None) -> Notice:
    """A notice from its keys: `notice` (title), `issued`, `off`, `work`; optional `id`, `number`, `year`, `local`.

    `off` and `work` are lists of dates, lists of {date, name}, or festival → list of dates. Without `issued`,
    a whole year's notice counts as issued on 1 December before it, any other on `imported_on`.
    Raises NoticeError naming every problem at once.
    """
    if not isinstance(content, Mapping):
        raise NoticeError(
            [words("通知的内容应是“键: 值”,至少含 notice(名称)、issued(发布日期)、off、work。")]
        )
    problems: list[str] = []
    title = str(content.get("notice") or "").strip()
    if not title:
        problems.append(words("缺少通知名称(notice);请填写通知的标题。"))
    # YAML 1.1 reads the bare key `off` as the boolean false.
    off = _days(content.get("off", content.get(False)), "off", problems)
    work = _days(content.get("work"), "work", problems)
    problems += [
        words("%(day)s 同时列为放假(off)和上班(work);请只保留一处。", day=day) for day in off if day in work
    ]
    if not off and not work and not problems:
        problems.append(words("通知没有列出任何放假(off)或上班(work)日期。"))
    local = _is_local(content, problems)
    year = _year(content.get("year"), title, off, problems) if not local else None
    issued = _issued(content, year, imported_on, problems)
    if problems or issued is None:
        raise NoticeError(problems)
    return Notice(
        notice=title,
        issued=issued,
        off=tuple(sorted(off.items())),
        work=tuple(sorted(work.items())),
        id=str(content.get("id") or content.get("number") or title),
        number=str(content.get("number") or ""),
        issued_known=bool(content.get("issued_known", content.get("issued") is not None)),
        year=year,
        local=local,
    )


def to_date(value: object) -> date | None:
    """A civil date from a date or ISO text; None for anything else."""
    if isinstance(value, datetime):
        return None
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _days(value: object, key: str, problems: list[str]) -> dict[date, str]:
    days: dict[date, str] = {}
    for text, name in _pairs(value, key, problems):
        day = to_date(text)
        if day is None:
            problems.append(
                words("%(key)s 中的“%(text)s”不是日期;请写成 2026-10-01 的形式。", key=key, text=text)
            )
        elif day in days:
            problems.append(words("%(key)s 中 %(day)s 重复;请删去一处。", key=key, day=day))
        else:
            days[day] = name
    return days


def _pairs(value: object, key: str, problems: list[str]) -> list[tuple[object, str]]:
    if value is None:
        return []
    if isinstance(value, Mapping):
        named = [(dates if isinstance(dates, list) else [dates], str(name)) for name, dates in value.items()]
        return [(day, name) for dates, name in named for day in dates]
    if isinstance(value, list):
        return [
            (item.get("date"), str(item.get("name") or "")) if isinstance(item, Mapping) else (item, "")
            for item in value
        ]
    problems.append(words("%(key)s 应是日期列表;例如 %(key)s: [2026-10-01, 2026-10-02]。", key=key))
    return []


def _is_local(content: Mapping[Any, Any], problems: list[str]) -> bool:
    """Whether it is an autonomous area's own holiday (放假办法 article 4)."""
    said = content.get("local", False)
    if not isinstance(said, bool):
        problems.append(words("local “%(said)s”应写 true(地方假日)或 false。", said=said))
    elif said and content.get("year") is not None:
        problems.append(words("地方假日不安排整个年度;请不填年份(year)。"))
    return said is True


def _year(value: object, title: str, off: Mapping[date, str], problems: list[str]) -> int | None:
    """The year the notice arranges: as stated, as its title says, or as every festival of the year is in it."""
    if value is not None:
        if isinstance(value, int) and 1949 < value < 2200:
            return value
        problems.append(words("year “%(value)s”不是年份;请写成 2027 的形式,或删去这一项。", value=value))
        return None
    titled = _YEAR_IN_TITLE.search(title)
    if titled and any(day.year == int(titled[1]) for day in off):
        return int(titled[1])
    years = {day.year for day in off}
    return next((year for year in sorted(years) if statutory_days(year).keys() <= off.keys()), None)


def _issued(
    content: Mapping[Any, Any], year: int | None, imported_on: date | None, problems: list[str]
) -> date | None:
    stated = content.get("issued")
    issued = to_date(stated)
    if stated is not None and issued is None:
        problems.append(
            words("发布日期(issued)“%(stated)s”不是日期;请写成 2026-11-04 的形式。", stated=stated)
        )
    if stated is None:
        issued = date(year - 1, 12, 1) if year else imported_on
        if issued is None:
            problems.append(words("缺少发布日期(issued);请填写通知的发布日期,例如 issued: 2026-11-04。"))
    return issued
