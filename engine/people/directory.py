"""Units, posts and who holds them on a given day.

A county's directory is small (some forty units, some hundred posts), so it is read whole, cached by its
generation and asked in memory. Every relation is effective-dated: the same question has its answer for
every day. Names of units change; ids stay. From the day a unit is merged into another, its names mean that one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables
from engine.people.actor import PUBLIC, SYSTEM
from engine.people.relations import (
    Candidates,
    Holding,
    Merger,
    Person,
    Post,
    Unassignable,
    Unit,
    UnknownPerson,
)
from engine.time import clock
from engine.words import words

__all__ = [
    "Candidates",
    "Directory",
    "Holding",
    "Merger",
    "Person",
    "Post",
    "Unassignable",
    "Unit",
    "UnknownPerson",
    "read_directory",
]

_NAMES = {each.login: each.name for each in (PUBLIC, SYSTEM)}


def _holds(item: Unit | Post | Holding, on: date) -> bool:
    return item.valid_from <= on and (item.valid_to is None or on <= item.valid_to)


class Directory:
    """The county's people as of one generation. Immutable; build it with `read_directory`."""

    def __init__(
        self,
        units: Iterable[Unit],
        posts: Iterable[Post],
        people: Iterable[Person],
        holdings: Iterable[Holding],
        charges: Iterable[tuple[str, str, date, date | None]],
        mergers: Iterable[Merger] = (),
    ) -> None:
        self.units: Mapping[str, Unit] = {unit.id: unit for unit in units}
        self.posts: Mapping[str, Post] = {post.id: post for post in posts}
        self.people: Mapping[UUID, Person] = {person.id: person for person in people}
        self._by_login = {person.login: person for person in self.people.values()}
        self._by_name: dict[str, Unit] = {}
        for unit in self.units.values():
            for name in (*unit.aliases, unit.short_name, unit.name, unit.id):
                self._by_name[name] = unit
        self._posts_of_unit: dict[str, list[Post]] = defaultdict(list)
        for post in self.posts.values():
            self._posts_of_unit[post.unit_id].append(post)
        self._by_person: dict[UUID, list[Holding]] = defaultdict(list)
        self._by_post: dict[str, list[Holding]] = defaultdict(list)
        for holding in holdings:
            self._by_person[holding.person_id].append(holding)
            self._by_post[holding.post_id].append(holding)
        self._charges = list(charges)
        self._mergers = {merger.unit_id: merger for merger in mergers}

    def person(self, login: str) -> Person:
        """The person of this login. Raises UnknownPerson."""
        if login not in self._by_login:
            raise UnknownPerson(login)
        return self._by_login[login]

    def find_person(self, login: str) -> Person | None:
        """The person of this login, or None."""
        return self._by_login.get(login)

    def name_of(self, login: str) -> str:
        """The name shown for a login, the public's and the system's own too; the login itself where nobody has it."""
        person = self._by_login.get(login)
        return person.name if person else _NAMES.get(login, login)

    @property
    def unit_names(self) -> Mapping[str, str]:
        """The short name of each unit by every name it goes by."""
        today = clock.today()
        return {name: self._meant_by(unit, today).short_name for name, unit in self._by_name.items()}

    def find_unit(self, text: str, on: date | None = None) -> Unit | None:
        """The unit of this id, name, short name or former name (改名前的名称) on a day, today where none is given.

        Of a unit merged into another by then, it is the other.
        """
        found = self._by_name.get(text.strip())
        return self._meant_by(found, on or clock.today()) if found else None

    def _meant_by(self, unit: Unit, on: date) -> Unit:
        while (merger := self._mergers.get(unit.id)) is not None and merger.valid_from <= on:
            unit = self.units[merger.into_id]
        return unit

    def successors(self, on: date) -> dict[str, str]:
        """Every unit merged away by a day, with the unit that stands for it then; both by id."""
        meant = {key: self._meant_by(self.units[key], on).id for key in self._mergers}
        return {key: into for key, into in meant.items() if into != key}

    def posts_of(
        self, person_id: UUID, on: date, process: str | None = None, *, deputies: bool = True
    ) -> frozenset[str]:
        """Ids of the posts a person holds on a day; with `deputies` also those they act for in `process`."""
        return frozenset(
            holding.post_id
            for holding in self._by_person.get(person_id, ())
            if _holds(holding, on)
            and (deputies or not holding.deputy)
            and (holding.processes is None or process is None or process in holding.processes)
        )

    def units_of(self, person_id: UUID, on: date, process: str | None = None) -> frozenset[str]:
        """Ids of the units a person holds a post in on a day."""
        return frozenset(self.posts[post].unit_id for post in self.posts_of(person_id, on, process))

    def holders(self, candidates: Candidates, on: date) -> list[Person]:
        """The people who may do a task of these candidates on a day; holders before deputies."""
        posts = (
            [candidates.post_id]
            if candidates.post_id
            else [post.id for post in self._posts_of_unit.get(candidates.unit_id, ()) if _holds(post, on)]
        )
        found: dict[UUID, Person] = {}
        for deputy in (False, True) if candidates.deputies else (False,):
            for post_id in posts:
                for holding in self._by_post.get(post_id, ()):
                    person = self.people[holding.person_id]
                    is_fit = person.active and not self.is_recused(person.id, candidates.recused, on)
                    if holding.deputy is deputy and _holds(holding, on) and is_fit:
                        found.setdefault(person.id, person)
        return list(found.values())

    def post_of(self, unit_id: str, name: str, on: date) -> Post | None:
        """The post of this name in a unit on a day."""
        return next(
            (p for p in self._posts_of_unit.get(unit_id, ()) if p.name == name and _holds(p, on)), None
        )

    def in_charge_of(self, unit_id: str, on: date) -> Post | None:
        """The post of the leader in charge (分管) of a unit on a day."""
        for post_id, unit, valid_from, valid_to in self._charges:
            if unit == unit_id and valid_from <= on and (valid_to is None or on <= valid_to):
                return self.posts[post_id]
        return None

    def resolve(self, post: str | None, unit: str | None, on: date) -> Candidates:
        """Who an assignment means on a day.

        `post` and `unit` are names as a designer writes them. With both: that post of that unit;
        「分管领导」 of a unit is the leader in charge of it. A post alone is looked for in the whole county
        and must be the only one of its name; it may also name a unit, then anybody of it.
        Raises Unassignable.
        """
        if unit:
            return self._in_unit(post, unit, on)
        if not post:
            raise Unassignable(words("没有写明由谁办理"))
        named = self.find_unit(post, on)
        if named is not None and _holds(named, on):
            return Candidates(named.id, None)
        matches = [p for p in self.posts.values() if p.name == post and _holds(p, on)]
        if len(matches) == 1:
            return Candidates(matches[0].unit_id, matches[0].id)
        if not matches:
            raise Unassignable(words("单位名录中没有岗位“%(post)s”", post=post))
        raise Unassignable(
            words("有 %(n)s 个单位设有岗位“%(post)s”,须写明是哪个单位的", n=len(matches), post=post)
        )

    def _in_unit(self, post: str | None, unit: str, on: date) -> Candidates:
        found = self.find_unit(unit, on)
        if found is None or not _holds(found, on):
            raise Unassignable(words("单位名录中没有“%(unit)s”", unit=unit))
        if not post:
            return Candidates(found.id, None)
        if post == "分管领导":
            leader = self.in_charge_of(found.id, on)
            if leader is None:
                raise Unassignable(words("没有登记谁分管“%(name)s”", name=found.name))
            return Candidates(leader.unit_id, leader.id)
        holder = self.post_of(found.id, post, on)
        if holder is None:
            raise Unassignable(words("“%(name)s”没有岗位“%(post)s”", name=found.name, post=post))
        return Candidates(found.id, holder.id)

    def is_recused(self, person_id: UUID, unit_id: str | None, on: date) -> bool:
        """Whether a person must keep out (回避) of what is about a unit: they hold a post of it themselves."""
        own = self.posts_of(person_id, on, deputies=False) if unit_id is not None else ()
        return any(self.posts[post].unit_id == unit_id for post in own)

    def may_do(self, person_id: UUID, candidates: Candidates, on: date, process: str | None = None) -> bool:
        """Whether a person may do a task of these candidates on a day."""
        return bool(self._posts_for(person_id, candidates, on, process, candidates.deputies))

    def acts_for(
        self, person_id: UUID, candidates: Candidates, on: date, process: str | None = None
    ) -> str | None:
        """The post a person does such a task for as its deputy (代理); None where they hold one themselves."""
        if self._posts_for(person_id, candidates, on, process, False):
            return None
        return min(self._posts_for(person_id, candidates, on, process, candidates.deputies), default=None)

    def _posts_for(
        self, person_id: UUID, candidates: Candidates, on: date, process: str | None, deputies: bool
    ) -> set[str]:
        if self.is_recused(person_id, candidates.recused, on):
            return set()
        posts = self.posts_of(person_id, on, process, deputies=deputies)
        if candidates.post_id:
            return {candidates.post_id} & posts
        return {post for post in posts if self.posts[post].unit_id == candidates.unit_id}

    def find_holder(self, text: str, on: date) -> Person | None:
        """The person meant by a login, a unit or a post name: its first authorised holder (scenarios' `by`)."""
        if text in self._by_login:
            return self._by_login[text]
        unit, _, post = text.partition("/")
        try:
            candidates = self.resolve(post, unit, on) if post else self.resolve(text, None, on)
        except Unassignable:
            return None
        holders = self.holders(candidates, on)
        return holders[0] if holders else None


def read_directory(connection: Connection) -> Directory:
    """The whole directory, from seven statements."""
    units = [
        Unit(r.id, r.name, r.short_name, r.kind, tuple(r.aliases), r.valid_from, r.valid_to)
        for r in connection.execute(select(tables.unit).order_by(tables.unit.c.position))
    ]
    posts = [
        Post(r.id, r.unit_id, r.name, r.valid_from, r.valid_to)
        for r in connection.execute(
            select(tables.post).order_by(tables.post.c.unit_id, tables.post.c.position)
        )
    ]
    people = [
        Person(r.id, r.login, r.name, r.active)
        for r in connection.execute(
            select(tables.person.c.id, tables.person.c.login, tables.person.c.name, tables.person.c.active)
        )
    ]
    charges = [
        (r.post_id, r.unit_id, r.valid_from, r.valid_to) for r in connection.execute(select(tables.charge))
    ]
    row = tables.reorganisation.c
    mergers = [
        Merger(*r)
        for r in connection.execute(
            select(row.unit_id, row.into_id, row.valid_from).where(row.kind == "merge")
        )
    ]
    return Directory(units, posts, people, _read_holdings(connection), charges, mergers)


def _read_holdings(connection: Connection) -> list[Holding]:
    held = connection.execute(select(tables.holding).order_by(tables.holding.c.id))
    acted = connection.execute(select(tables.deputy).order_by(tables.deputy.c.id))
    return [
        *(Holding(r.person_id, r.post_id, r.valid_from, r.valid_to) for r in held),
        *(
            Holding(
                r.person_id,
                r.post_id,
                r.valid_from,
                r.valid_to,
                True,
                None if r.processes is None else frozenset(r.processes),
            )
            for r in acted
        ),
    ]
