"""Units, posts and people, and how they stand to one another, each relation with its days."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


class UnknownPerson(LookupError):
    """Nobody of that login or id is in the directory."""


class Unassignable(LookupError):
    """An assignment names a unit or post that cannot be found that day; the message says which, in Chinese."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit (单位) of the county."""

    id: str
    name: str
    short_name: str
    kind: str
    aliases: tuple[str, ...]
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Post:
    """A post (岗位) of a unit. Its id is `unit/post name`."""

    id: str
    unit_id: str
    name: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in."""

    id: UUID
    login: str
    name: str
    active: bool


@dataclass(frozen=True, slots=True)
class Holding:
    """A person holds a post, for good or as a deputy (`deputy`, then within `processes` or, if None, all)."""

    person_id: UUID
    post_id: str
    valid_from: date
    valid_to: date | None
    deputy: bool = False
    processes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Candidates:
    """Who may do a task: the holders of a post, or, with no post, anybody of the unit.

    Without `deputies` those who act for a post may not: a slip is signed by who holds the post (A15). Whoever
    holds a post of the unit `recused` may not either: the matter is about it (CP-08).
    """

    unit_id: str
    post_id: str | None
    deputies: bool = True
    recused: str | None = None


@dataclass(frozen=True, slots=True)
class Merger:
    """A unit merged into another: from `valid_from` on, its names mean the one it was merged into."""

    unit_id: str
    into_id: str
    valid_from: date
