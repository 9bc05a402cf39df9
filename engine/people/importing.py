"""Accounts from a table (人员导入): every row is judged first, then all are written or none.

A row is a person with a post; several rows of one login are several posts of the same person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from engine.people.actor import Actor
from engine.people.changes import add_account, check_login, insert_holding
from engine.people.directory import Directory, Post
from engine.people.register import Change, change
from engine.records.table_file import TableFileError, TableRow, read_table
from engine.runtime.refusals import Refused

if TYPE_CHECKING:
    from engine.engine import Engine

COLUMNS: Final = ("账号", "姓名", "单位", "岗位", "手机", "邮箱", "起日")
REQUIRED: Final = ("账号", "姓名", "单位", "岗位")
MAX_ROWS: Final = 2_000


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One row: who holds which post from when; `is_new` says that the account is opened with it."""

    line: int
    login: str
    name: str
    unit: str
    post: Post
    mobile: str | None
    email: str | None
    valid_from: date
    is_new: bool


@dataclass(frozen=True, slots=True)
class StaffSheet:
    """What a file holds: its rows, or, where there is any problem, the problems alone (Chinese)."""

    rows: tuple[StaffRow, ...] = ()
    problems: tuple[str, ...] = ()


class _Wrong(ValueError):
    """What is wrong with a row, in Chinese."""


def read_staff(content: bytes, filename: str, directory: Directory, today: date) -> StaffSheet:
    """Read a file (CSV or XLSX). Never raises for what it holds: everything wrong is in `problems`."""
    try:
        table = read_table(content, filename, MAX_ROWS + 1)
    except TableFileError as error:
        return StaffSheet(problems=(str(error),))
    heading, *rows = table
    missing = [name for name in REQUIRED if name not in heading.cells]
    if missing:
        return StaffSheet(
            problems=(f"第 {heading.number} 行(表头)缺少“{'、'.join(missing)}”这几列,请对照模板。",)
        )
    if not rows:
        return StaffSheet(problems=("表头下面没有人员,请填写后再导入。",))
    found: list[StaffRow] = []
    problems: list[str] = []
    names: dict[str, str] = {}
    for row in rows:
        try:
            found.append(_read(row, heading.cells, directory, today, names))
        except _Wrong as wrong:
            problems.append(f"第 {row.number} 行:{wrong}")
    return StaffSheet(problems=tuple(problems)) if problems else StaffSheet(rows=tuple(found))


def import_staff(engine: "Engine", rows: tuple[StaffRow, ...], actor: Actor) -> int:
    """Open the accounts and let them hold their posts, in one change; how many accounts are new. Raises Refused."""

    def work(made: Change) -> int:
        keys = {person.login: person.id for person in made.directory.people.values()}
        new = 0
        for row in rows:
            if row.login not in keys:
                keys[row.login] = add_account(made, row.login, row.name, mobile=row.mobile, email=row.email)
                new += 1
            insert_holding(made, keys[row.login], row.post.id, row.valid_from, None)
            made.record("post.held", row.post.id, login=row.login, valid_from=row.valid_from)
        return new

    return change(engine, actor, work)


def _read(
    row: TableRow, heading: tuple[str, ...], directory: Directory, today: date, names: dict[str, str]
) -> StaffRow:
    said = dict(zip(heading, row.cells, strict=False))
    login, name = _given(said, "账号"), _given(said, "姓名")
    known = directory.find_person(login)
    if names.setdefault(login, name) != name:
        raise _Wrong(f"账号“{login}”前面写的姓名是“{names[login]}”,这里是“{name}”,请改成一致。")
    if known is None:
        try:
            check_login(login)
        except Refused as refusal:
            raise _Wrong(refusal.message) from refusal
    elif known.name != name:
        raise _Wrong(f"账号“{login}”已是“{known.name}”的,与“{name}”不符,请换一个账号。")
    unit = directory.find_unit(_given(said, "单位"))
    if unit is None:
        raise _Wrong(f"单位名录中没有“{said['单位']}”,请写全称或简称。")
    day = _day(said.get("起日", ""), today)
    post = directory.post_of(unit.id, _given(said, "岗位"), day)
    if post is None:
        raise _Wrong(f"“{unit.short_name}”没有岗位“{said['岗位']}”,请先在该单位增设,或改正名称。")
    if known is not None and post.id in directory.posts_of(known.id, day, deputies=False):
        raise _Wrong(f"{name}已任“{unit.short_name}{post.name}”,请删去这一行。")
    contact = {key: said.get(key) or None for key in ("手机", "邮箱")}
    return StaffRow(
        row.number, login, name, unit.short_name, post, contact["手机"], contact["邮箱"], day, known is None
    )


def _given(said: Mapping[str, str], column: str) -> str:
    text = said.get(column, "").strip()
    if not text:
        raise _Wrong(f"“{column}”没有填写。")
    return text


def _day(text: str, today: date) -> date:
    if not text.strip():
        return today
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError as error:
        raise _Wrong(f"起日“{text}”读不懂,请写成 2026-04-01 的形式。") from error
