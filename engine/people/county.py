"""A county as its file describes it: units, posts, people by post, who is in charge of whom, office hours.

Pure data. It is loaded into the database once; from then on `engine.people.directory` answers.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from engine.people.directory import Post, Unit


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in; named by post, for a file names no real person."""

    login: str
    name: str


@dataclass(frozen=True, slots=True)
class PostHolding:
    """`login` holds the post of id `post_id`; `valid_to` is the last day, None: for good."""

    login: str
    post_id: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Charge:
    """分管: the leader's post `post_id` is in charge of the unit `unit_id`; `valid_to` is the last day."""

    post_id: str
    unit_id: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Deputyship:
    """代理: `login` acts for the post from one day to another, both included, in `processes` (None: all)."""

    login: str
    post_id: str
    processes: tuple[str, ...] | None
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class County:
    """What `county.yaml` says, checked and spelt out.

    `site` is the code every exported id carries; `office_hours` is what
    `engine.time.office_hours.OfficeHours.from_config` reads.
    """

    name: str
    site: str
    units: tuple[Unit, ...]
    posts: tuple[Post, ...]
    people: tuple[Account, ...]
    holdings: tuple[PostHolding, ...]
    charges: tuple[Charge, ...]
    deputies: tuple[Deputyship, ...]
    office_hours: list[dict[str, Any]]

    @cached_property
    def _units_by_name(self) -> dict[str, Unit]:
        return {name: unit for unit in self.units for name in names_of(unit)}

    def find_unit(self, text: str) -> Unit | None:
        """The unit of this id, name, short name or former name (改名前的名称)."""
        return self._units_by_name.get(text.strip())

    def posts_of(self, unit_id: str) -> tuple[Post, ...]:
        """The posts of a unit, in the file's order."""
        return tuple(post for post in self.posts if post.unit_id == unit_id)

    def holders(self, post_id: str) -> tuple[Account, ...]:
        """Everybody who holds a post at some time, in the file's order."""
        people = {person.login: person for person in self.people}
        return tuple(people[holding.login] for holding in self.holdings if holding.post_id == post_id)


def names_of(unit: Unit) -> tuple[str, ...]:
    """Everything a unit is called: id, name, short name, former names; each once."""
    return tuple(dict.fromkeys((unit.id, unit.name, unit.short_name, *unit.aliases)))
