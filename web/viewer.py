"""Who looks at the page: a person with the posts and units of the day."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import ClassVar
from uuid import UUID

from flask import g
from flask_login import LoginManager, current_user

from engine.people.actor import Actor
from engine.people.directory import Candidates, Directory, Person
from engine.queries.duties import Duties, duties_of, known_processes
from engine.queries.messages import count_messages, count_new_messages
from engine.queries.waiting import Waiting, waiting_for
from web import preferences
from web.i18n import listed
from web.site import directory, reading, today

SEEN = "messages.seen"
"""The preference that says up to when somebody has read their messages, as ISO 8601."""


@dataclass(eq=False)
class Viewer:
    """Somebody signed in, as of `on`."""

    person: Person
    directory: Directory
    on: date
    processes: tuple[str, ...] = field(default=())

    is_authenticated: ClassVar = True
    is_anonymous: ClassVar = False

    def get_id(self) -> str:
        """What the session cookie holds."""
        return str(self.person.id)

    @property
    def is_active(self) -> bool:
        """Whether the person may sign in at all."""
        return self.person.active

    @property
    def actor(self) -> Actor:
        """The same person for the engine."""
        return Actor(self.person.id, self.person.login, self.person.name)

    @cached_property
    def duties(self) -> Duties:
        """What they do, by process."""
        return duties_of(self.directory, self.person, self.on, self.processes)

    @cached_property
    def posts(self) -> frozenset[str]:
        """Ids of the posts they hold or stand in for."""
        return self.directory.posts_of(self.person.id, self.on)

    @cached_property
    def units(self) -> frozenset[str]:
        """Ids of the units of those posts."""
        return self.directory.units_of(self.person.id, self.on)

    def acts_for(self, unit_id: str | None, post_id: str | None, process: str) -> str:
        """Whom they do such a task for as a deputy (代理), as 单位 and 岗位; empty where it is theirs in any case."""
        if unit_id is None or not self.duties.deputise:
            return ""
        found = self.directory.acts_for(self.person.id, Candidates(unit_id, post_id), self.on, process)
        post = self.directory.posts[found] if found is not None else None
        return f"{self.directory.units[post.unit_id].short_name}{post.name}" if post is not None else ""

    @cached_property
    def waiting(self) -> list[Waiting]:
        """What waits for them, by step."""
        return waiting_for(reading(), self.duties)

    @property
    def open_count(self) -> int:
        """How many tasks wait for them, for the head of every page."""
        return sum(each.count for each in self.waiting)

    @cached_property
    def seen_until(self) -> datetime | None:
        """Up to when they have read their messages; None where they never said."""
        seen = preferences.read(reading(), self.person.id, SEEN)
        return datetime.fromisoformat(seen) if seen else None

    @cached_property
    def new_messages(self) -> int:
        """How many messages they have not read, for the head of every page."""
        return count_new_messages(reading(), self.duties, self.seen_until)

    @cached_property
    def message_count(self) -> int:
        """How many messages there are at all."""
        return count_messages(reading(), self.duties)

    @cached_property
    def unit_text(self) -> str:
        """Short names of their units, for the head of the page."""
        known = self.directory.units
        return listed(unit.short_name for key, unit in known.items() if key in self.units)


def make_login_manager() -> LoginManager:
    """Flask-Login, knowing how to find a viewer by the id in the cookie."""
    manager = LoginManager()
    manager.session_protection = "basic"
    manager.user_loader(find_viewer)
    return manager


def find_viewer(person_id: str) -> Viewer | None:
    """The viewer of a person's id; None for nobody and for accounts that are closed."""
    try:
        person = directory().people.get(UUID(person_id))
    except ValueError:
        return None
    return None if person is None or not person.active else viewer_of(person)


def viewer_of(person: Person) -> Viewer:
    """The viewer a person is today."""
    return Viewer(person, directory(), today(), tuple(known_processes(reading())))


def viewer() -> Viewer:
    """Who is signed in, or in whose name a token speaks; only where one of both is required."""
    found: Viewer = g.get("spoken_for") or current_user._get_current_object()
    return found


def speak_for(person: Viewer) -> None:
    """Let the rest of this request be done in somebody's name, whoever may be signed in."""
    g.spoken_for = person
