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
from engine.people.row_reading import WrongRowError, day_or, given, read_rows
from engine.refusals import Refused
from engine.words import words

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


def read_staff(content: bytes, filename: str, directory: Directory, today: date) -> StaffSheet:
    """Read a file (CSV or XLSX). Never raises for what it holds: everything wrong is in `problems`."""
    names: dict[str, str] = {}

    def read(line: int, said: Mapping[str, str]) -> StaffRow:
        return _read(line, said, directory, today, names)

    found, problems = read_rows(content, filename, REQUIRED, words("人员"), MAX_ROWS, read)
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
    line: int, said: Mapping[str, str], directory: Directory, today: date, names: dict[str, str]
) -> StaffRow:
    login, name = given(said, "账号"), given(said, "姓名")
    known = directory.find_person(login)
    if names.setdefault(login, name) != name:
        raise WrongRowError(
            words(
                "账号“%(login)s”前面写的姓名是“%(names)s”,这里是“%(name)s”,请改成一致。",
                login=login,
                names=names[login],
                name=name,
            )
        )
    if known is None:
        try:
            check_login(login)
        except Refused as refusal:
            raise WrongRowError(refusal.message) from refusal
    elif known.name != name:
        raise WrongRowError(
            words(
                "账号“%(login)s”已是“%(name)s”的,与“%(name2)s”不符,请换一个账号。",
                login=login,
                name=known.name,
                name2=name,
            )
        )
    unit = directory.find_unit(given(said, "单位"))
    if unit is None:
        raise WrongRowError(words("单位名录中没有“%(said)s”,请写全称或简称。", said=said["单位"]))
    day = day_or(said, "起日", today)
    post = directory.post_of(unit.id, given(said, "岗位"), day)
    if post is None:
        raise WrongRowError(
            words(
                "“%(short_name)s”没有岗位“%(said)s”,请先在该单位增设,或改正名称。",
                short_name=unit.short_name,
                said=said["岗位"],
            )
        )
    if known is not None and post.id in directory.posts_of(known.id, day, deputies=False):
        raise WrongRowError(
            words(
                "%(name)s已任“%(short_name)s%(name2)s”,请删去这一行。",
                name=name,
                short_name=unit.short_name,
                name2=post.name,
            )
        )
    contact = {key: said.get(key) or None for key in ("手机", "邮箱")}
    return StaffRow(
        line, login, name, unit.short_name, post, contact["手机"], contact["邮箱"], day, known is None
    )
