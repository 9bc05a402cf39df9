"""Units and posts from a table (单位导入): every row is judged first, then all are written or none.

A row is a unit with its posts and who is in charge of it; of a unit that is there already, the posts it lacks.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from engine.people.actor import Actor
from engine.people.changes import end_charges, insert_charge, insert_post, insert_unit
from engine.people.directory import Directory, Unit
from engine.people.register import Change, change
from engine.people.row_reading import WrongRowError, day_or, given, read_rows
from engine.words import words

if TYPE_CHECKING:
    from engine.engine import Engine

COLUMNS: Final = ("代号", "全称", "简称", "类别", "岗位", "分管领导岗位", "起日")
REQUIRED: Final = ("代号", "全称", "简称", "类别", "岗位")
MAX_ROWS: Final = 500
_CODE: Final = re.compile(r"[a-z][a-z0-9]{0,15}")
_BETWEEN: Final = re.compile(r"[、,,;;\s]+")
_LONGEST: Final = {"全称": 120, "简称": 60, "类别": 30, "岗位": 60}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One row: a unit, the posts to set up in it, the id of the post in charge of it; `is_new` says it is set up."""

    code: str
    name: str
    short_name: str
    kind: str
    posts: tuple[str, ...]
    leader: str | None
    valid_from: date
    is_new: bool


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """What a file holds: its rows, or, where there is any problem, the problems alone (Chinese)."""

    rows: tuple[UnitRow, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass
class _Reading:
    """The register of today and what the rows above have brought: names of units by code, ids of posts."""

    directory: Directory
    today: date
    names: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    posts: set[str] = field(default_factory=set)

    def row(self, _line: int, said: Mapping[str, str]) -> UnitRow:
        code = given(said, "代号")
        if not _CODE.fullmatch(code):
            raise WrongRowError(
                words("代号“%(code)s”用小写字母和数字,以字母开头,最多16个,定下后不改。", code=code)
            )
        if code in self.codes:
            raise WrongRowError(words("代号“%(code)s”前面已有一行,请合并成一行。", code=code))
        name, short, kind = (_short_enough(said, column) for column in ("全称", "简称", "类别"))
        day = day_or(said, "起日", self.today)
        known = self.directory.units.get(code)
        self._require_names(known, code, name, short)
        self.codes[code] = name
        self.names |= {name: code, short: code}
        posts = self._posts(code, said)
        leader = self._leader(said.get("分管领导岗位", "").strip())
        if known is not None and not posts and leader is None:
            raise WrongRowError(words("“%(name)s”和这些岗位都已有,请删去这一行。", name=name))
        start = max(day, known.valid_from) if known is not None else day
        return UnitRow(code, name, short, kind, posts, leader, start, known is None)

    def _require_names(self, known: Unit | None, code: str, name: str, short: str) -> None:
        if known is not None:
            if known.name != name:
                raise WrongRowError(
                    words(
                        "代号“%(code)s”已是“%(name)s”的,与“%(name2)s”不符;改名请到该单位的页面。",
                        code=code,
                        name=known.name,
                        name2=name,
                    )
                )
            return
        for text in (name, short):
            other = self.directory.find_unit(text)
            if other is not None or text in self.names:
                owner = other.id if other is not None else self.names[text]
                raise WrongRowError(
                    words("“%(text)s”已是代号“%(owner)s”的名称,请换一个。", text=text, owner=owner)
                )

    def _posts(self, code: str, said: Mapping[str, str]) -> tuple[str, ...]:
        """The posts named that the unit does not have yet, in their order."""
        names = list(dict.fromkeys(filter(None, _BETWEEN.split(given(said, "岗位")))))
        for name in names:
            if "/" in name or len(name) > _LONGEST["岗位"]:
                raise WrongRowError(words("岗位名称“%(name)s”不能有斜线“/”,最多60个字。", name=name))
        new = [name for name in names if f"{code}/{name}" not in self.directory.posts]
        self.posts |= {f"{code}/{name}" for name in new}
        return tuple(new)

    def _leader(self, text: str) -> str | None:
        if not text:
            return None
        unit, _slash, post = text.partition("/")
        found = self.directory.find_unit(unit)
        code = found.id if found is not None else self.names.get(unit, unit)
        leader = f"{code}/{post}"
        if leader not in self.posts and leader not in self.directory.posts:
            raise WrongRowError(
                words(
                    "没有岗位“%(text)s”;请写成“县政府/常务副县长”的形式,领导的单位写在前面的行里。", text=text
                )
            )
        return leader


def read_units(content: bytes, filename: str, directory: Directory, today: date) -> UnitSheet:
    """Read a file (CSV or XLSX). Never raises for what it holds: everything wrong is in `problems`."""
    reading = _Reading(directory, today)
    found, problems = read_rows(content, filename, REQUIRED, words("单位"), MAX_ROWS, reading.row)
    return UnitSheet(problems=tuple(problems)) if problems else UnitSheet(rows=tuple(found))


def import_units(engine: "Engine", rows: tuple[UnitRow, ...], actor: Actor) -> int:
    """Set up the units and posts and say who is in charge, in one change; how many units are new."""

    def work(made: Change) -> int:
        for row in rows:
            if row.is_new:
                insert_unit(made, row.code, row.name, row.short_name, row.kind, row.valid_from)
                made.record("unit.added", row.code, name=row.name, valid_from=row.valid_from)
            for post in row.posts:
                made.record(
                    "post.added", insert_post(made, row.code, post, row.valid_from), valid_from=row.valid_from
                )
        for row in rows:
            if row.leader is not None:
                end_charges(made, row.code, row.valid_from)
                insert_charge(made, row.leader, row.code, row.valid_from)
                made.record("unit.charged", row.code, post=row.leader, valid_from=row.valid_from)
        return sum(row.is_new for row in rows)

    return change(engine, actor, work)


def _short_enough(said: Mapping[str, str], column: str) -> str:
    text = given(said, column)
    if len(text) > _LONGEST[column]:
        raise WrongRowError(
            words("“%(column)s”最多%(longest)s个字。", column=column, longest=_LONGEST[column])
        )
    return text
