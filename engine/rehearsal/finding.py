"""Whom and which a scenario's asked mean: the person of a `by`, the task, the case."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, select

from engine import tables
from engine.database import Database
from engine.people.actor import PUBLIC, SYSTEM, Actor
from engine.people.directory import Candidates, Directory, Person, Unassignable
from engine.people.starting import may_start
from engine.queries.versions import current_version
from engine.time import clock
from engine.words import side_by_side, words

if TYPE_CHECKING:
    from engine.engine import Engine

Row = Mapping[str, Any]
_earlier: ContextVar[int] = ContextVar("row of the last case that is not the rehearsal's", default=0)


class NotFound(LookupError):
    """Nothing of that description is there; the message is Chinese."""


@contextmanager
def cases_from_here(database: Database) -> Iterator[None]:
    """Let tasks, names and order mean only cases begun from now on, in a database that holds others (the demo)."""
    newest = select(func.coalesce(func.max(_place), 0)).select_from(tables.instance)
    with database.reading() as connection:
        last = connection.execute(newest).scalar_one()
    token = _earlier.set(last)
    try:
        yield
    finally:
        _earlier.reset(token)


def is_own() -> ColumnElement[bool]:
    """The condition on `instance` that a case is the rehearsal's own (see `cases_from_here`)."""
    return _place > _earlier.get()


def in_order() -> ColumnElement[int]:
    """What orders cases as they began."""
    return _place


def place_of(row: int) -> int:
    """Which of the rehearsal's own cases stands in a row of `instance`, counted from 1."""
    return row - _earlier.get()


def persons(directory: Directory, by: str, on: date) -> list[Person]:
    """Everybody a login, a post, a unit or `unit/post` may mean on a day, holders before deputies.

    A post that several units have means whoever holds it in any of them.
    """
    known = next((person for person in directory.people.values() if person.login == by), None)
    if known is not None:
        return [known]
    unit, _, post = by.partition("/")
    try:
        found = directory.resolve(post, unit, on) if post else directory.resolve(by, None, on)
    except Unassignable:
        return [] if post else _anywhere(directory, by, on)
    return directory.holders(found, on)


def _anywhere(directory: Directory, post: str, on: date) -> list[Person]:
    posts = (each for each in directory.posts.values() if each.name == post)
    found = (directory.holders(Candidates(each.unit_id, each.id), on) for each in posts)
    return list({person.id: person for several in found for person in several}.values())


def actor_for(
    directory: Directory, by: str | None, on: date, able: Callable[[Person], bool] = lambda _: True
) -> Actor:
    """The first of those `by` may mean who is `able`, else the first; the system where nothing is said.

    Raises NotFound.
    """
    if by is None:
        return SYSTEM
    if by == PUBLIC.login:
        return PUBLIC
    found = persons(directory, by, on)
    if not found:
        raise NotFound(words("名录中没有“%(by)s”,或该岗位当日无人", by=by))
    return _actor(next(filter(able, found), found[0]))


def unit_ids(engine: "Engine", names: Iterable[str] | None) -> list[str] | None:
    """The ids of the units of these names; None for no names at all. Raises NotFound."""
    if names is None:
        return None
    with engine.database.reading() as connection:
        directory = engine.directory(connection)
    found = {name: directory.find_unit(name, clock.today()) for name in names}
    for name, unit in found.items():
        if unit is None:
            raise NotFound(words("名录中没有单位“%(name)s”", name=name))
    return [unit.id for unit in found.values() if unit is not None]


def starter_for(engine: "Engine", by: str | None, process: str) -> Actor:
    """The first of those `by` may mean who may start a process, else the first. Raises NotFound."""
    today = clock.today()
    with engine.database.reading() as connection:
        directory, version = engine.directory(connection), current_version(connection, process)
        program = engine.program(version.id, connection) if version is not None else None

    def able(person: Person) -> bool:
        return program is not None and may_start(directory, person.id, program.process, today, process)

    return actor_for(directory, by, today, able)


def actor_of_task(directory: Directory, by: str | None, task: Row, on: date, process: str) -> Actor:
    """Who does a task: of those `by` may mean (without it: of all) the first who may; the system if nobody may.

    Where `by` names people and none of them may, it is the first of them, for the engine to refuse.
    Raises NotFound.
    """
    candidates = (
        Candidates(task["unit_id"], task["post_id"], task["deputies"], task["recused"])
        if task["unit_id"]
        else None
    )
    if by is None:
        named = directory.holders(candidates, on) if candidates else []
    else:
        named = persons(directory, by, on)
        if not named and candidates and candidates.post_id and candidates.post_id.endswith(f"/{by}"):
            named = directory.holders(candidates, on)
        if not named:
            raise NotFound(words("名录中没有“%(by)s”,或该岗位当日无人", by=by))
    assignee = directory.people.get(task["assignee"])
    if assignee is not None and (by is None or assignee in named):
        return _actor(assignee)
    able = [p for p in named if candidates and directory.may_do(p.id, candidates, on, process)]
    first = next(iter([*able, *named]), None)
    return _actor(first) if first is not None else SYSTEM


def _actor(person: Person) -> Actor:
    return Actor(person.id, person.login, person.name)


def open_tasks(connection: Connection, since: datetime | None = None) -> list[Row]:
    """Every open task of the running cases, with its case's facts, in the order in which they were opened.

    With `since` those that were opened at that moment or later.
    """
    row = tables.user_task.c
    wanted = _TASKS.where(row.status == "open", _instance.status == "running")
    return _tasks(connection, wanted if since is None else wanted.where(row.created_at >= since))


def find_task(connection: Connection, directory: Directory, asked: Row, status: str = "open") -> Row:
    """The first task of this name or id, narrowed by `unit`, `item` and `case`. Raises NotFound.

    Of completed tasks it is the one completed last.
    """
    wanted = asked["task"]
    row = tables.user_task.c
    named = (row.name == wanted) | ((row.element == wanted) & row.signer.is_(None))
    rows = _tasks(connection, _TASKS.where(tables.user_task.c.status == status, named))
    rows = [row for row in rows if fits(directory, row, asked)]
    if not rows:
        said = side_by_side(
            f"{key}: {asked[key]}" for key in ("unit", "item", "case") if asked.get(key) is not None
        )
        where = words("(%(said)s)", said=said) if said else ""
        raise NotFound(
            words(
                "此时没有%(said)s的“%(wanted)s”%(where)s%(connection)s",
                said=words("待办") if status == "open" else words("办结"),
                wanted=wanted,
                where=where,
                connection=_open_now(connection),
            )
        )
    return max(rows, key=lambda row: row["ended_at"]) if status == "completed" else rows[0]


def _open_now(connection: Connection) -> str:
    names = dict.fromkeys(row["name"] for row in open_tasks(connection))
    return words(";待办的有:%(names)s", names=side_by_side(names)) if names else words(";没有任何待办")


def fits(directory: Directory, task: Row, asked: Row) -> bool:
    """Whether a task is the one that `unit`, `item` and `case` narrow to."""
    unit, item, case = asked.get("unit"), asked.get("item"), asked.get("case")
    if unit is not None and not _of_unit(directory, task, unit):
        return False
    if item is not None and not _same(directory, (task["item"] or {}).get("value"), item):
        return False
    return case is None or is_case(task, case)


def _of_unit(directory: Directory, task: Row, text: str) -> bool:
    unit = directory.find_unit(text)
    if unit is None:
        return False
    own = (task["item"] or {}).get("value")
    return unit.id in (task["unit_id"], task["case_unit"]) or _same(directory, own, text)


def _same(directory: Directory, one: Any, other: Any) -> bool:
    if one == other:
        return True
    first, second = directory.find_unit(str(one)), directory.find_unit(str(other))
    return str(one) == str(other) or (first is not None and first == second)


def is_case(row: Row, wanted: int | str) -> bool:
    """Whether a row belongs to the case meant: by its place in the order of starting (1…), number or title."""
    if isinstance(wanted, int):
        return bool(row["place"] == wanted)
    return wanted in (row["number"], row["title"])


def cases(connection: Connection) -> list[Row]:
    """Every case in the order of starting; `place` counts them from 1."""
    own = select(tables.instance).where(is_own()).order_by(_place)
    rows = connection.execute(own).mappings()
    return [{**row, "place": place} for place, row in enumerate(rows, 1)]


def find_cases(connection: Connection, directory: Directory, asked: Row, actor: Actor, on: date) -> list[Row]:
    """The cases an act may mean, the likeliest first; narrowed by `unit` and `case`. Raises NotFound.

    Without `unit`, the cases of the actor's own units come first; running ones before ended ones.
    """
    found = cases(connection)
    if asked.get("case") is not None:
        found = [row for row in found if is_case(row, asked["case"])]
    if asked.get("unit") is not None:
        unit = directory.find_unit(asked["unit"])
        found = [row for row in found if unit is not None and row["unit_id"] == unit.id]
    if not found:
        raise NotFound(words("没有这样的办件"))
    own = directory.units_of(actor.person_id, on) if actor.person_id else frozenset()
    return sorted(
        found, key=lambda row: (row["status"] in ("completed", "cancelled"), row["unit_id"] not in own)
    )


_instance = tables.instance.c
_place: ColumnElement[int] = literal_column("instance.rowid")
_TASKS = select(
    tables.user_task,
    _instance.number,
    _instance.title,
    _instance.process,
    _instance.version_id,
    _instance.unit_id.label("case_unit"),
    _place.label("place"),
).join_from(tables.user_task, tables.instance)


def _tasks(connection: Connection, statement: Select[Any]) -> list[Row]:
    ordered = statement.where(is_own()).order_by(literal_column("user_task.rowid"))
    return [{**row, "place": place_of(row["place"])} for row in connection.execute(ordered).mappings()]
