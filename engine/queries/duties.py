"""Whose tasks a person may do, as a condition on rows: by name, by post, by unit, also as a deputy."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, false, or_, select

from engine import tables
from engine.people.directory import Directory, Person
from engine.statements import Statement

_task, _instance = tables.user_task, tables.instance


@dataclass(frozen=True, slots=True)
class Duty:
    """The posts a person acts for, and their units, in `processes` (None: in every one).

    `own_posts` and `own_units` are those held and not deputised: what tasks closed to deputies ask for.
    """

    posts: frozenset[str]
    units: frozenset[str]
    own_posts: frozenset[str]
    own_units: frozenset[str]
    processes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Duties:
    """Everything somebody is to do on one day. Without a deputyship limited to processes it is one duty."""

    person_id: UUID
    login: str
    duties: tuple[Duty, ...]

    @property
    def units(self) -> frozenset[str]:
        """Every unit the person acts for in some process."""
        return frozenset().union(*(duty.units for duty in self.duties))

    @property
    def posts(self) -> frozenset[str]:
        """Every post the person acts for in some process."""
        return frozenset().union(*(duty.posts for duty in self.duties))

    @property
    def deputise(self) -> bool:
        """Whether the person acts for a post they do not hold themselves (代理)."""
        return any(duty.posts - duty.own_posts for duty in self.duties)


_KNOWN = Statement(select(tables.process_version.c.process).distinct())


def known_processes(connection: Connection) -> list[str]:
    """Ids of all processes ever published."""
    return [row["process"] for row in _KNOWN.rows(connection)]


def duties_of(directory: Directory, person: Person, on: date, processes: Iterable[str]) -> Duties:
    """What `person` acts for on a day in each of `processes`."""
    by_posts: dict[frozenset[str], set[str]] = defaultdict(set)
    for process in processes:
        by_posts[directory.posts_of(person.id, on, process)].add(process)
    own = directory.posts_of(person.id, on, deputies=False)
    if len(by_posts) <= 1:
        posts = next(iter(by_posts), directory.posts_of(person.id, on))
        return Duties(person.id, person.login, (_duty(directory, posts, own, None),))
    duties = (_duty(directory, posts, own, frozenset(named)) for posts, named in by_posts.items())
    return Duties(person.id, person.login, tuple(duties))


def _duty(
    directory: Directory, posts: frozenset[str], own: frozenset[str], processes: frozenset[str] | None
) -> Duty:
    return Duty(posts, _units(directory, posts), own, _units(directory, own), processes)


def _units(directory: Directory, posts: frozenset[str]) -> frozenset[str]:
    return frozenset(directory.posts[post].unit_id for post in posts)


@lru_cache(maxsize=512)
def is_theirs(duties: Duties) -> ColumnElement[bool]:
    """The condition, on `user_task` joined with `instance`, that a task is for this person to do.

    Every page asks it several times of the same person; writing it down takes longer than many a query.
    """
    own = sorted(frozenset().union(*(duty.own_units for duty in duties.duties)))
    unbiased = or_(_task.c.recused.is_(None), _task.c.recused.not_in(own))
    theirs = or_(false(), *(_of_duty(duty) for duty in duties.duties))
    unclaimed = and_(_task.c.assignee.is_(None), unbiased, theirs)
    return or_(_task.c.assignee == duties.person_id, unclaimed)


def is_deputised(duties: Duties) -> ColumnElement[bool]:
    """The condition, on tasks that are theirs, that they are so only as a deputy's (`Directory.acts_for`)."""
    return or_(false(), *(_of_deputy(duty) for duty in duties.duties))


def _of_deputy(duty: Duty) -> ColumnElement[bool]:
    whose = _at(duty.posts - duty.own_posts, duty.units - duty.own_units)
    if duty.processes is None:
        return whose
    return and_(whose, _instance.c.process.in_(sorted(duty.processes)))


def _of_duty(duty: Duty) -> ColumnElement[bool]:
    whose = or_(
        and_(_task.c.deputies, _at(duty.posts, duty.units)),
        and_(~_task.c.deputies, _at(duty.own_posts, duty.own_units)),
    )
    if duty.posts == duty.own_posts:
        whose = _at(duty.posts, duty.units)
    if duty.processes is None:
        return whose
    return and_(whose, _instance.c.process.in_(sorted(duty.processes)))


def _at(posts: frozenset[str], units: frozenset[str]) -> ColumnElement[bool]:
    by_post = _task.c.post_id.in_(sorted(posts))
    return or_(by_post, and_(_task.c.post_id.is_(None), _task.c.unit_id.in_(sorted(units))))
