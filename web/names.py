"""Names of people, posts and units for pages, as they are today."""

from uuid import UUID

from engine.people.actor import PUBLIC, SYSTEM
from engine.people.directory import UnknownPerson
from engine.records.deliveries import Unread
from web import words
from web.site import directory


def login_name(login: str | None) -> str:
    """The name of an account; the login itself where the account is gone."""
    if not login or login == SYSTEM.login:
        return words.system_name()
    if login == PUBLIC.login:
        return words.applicant_name()
    try:
        return directory().person(login).name
    except UnknownPerson:
        return login


def person_name(person_id: UUID | None) -> str:
    """The name of a person, empty for nobody."""
    person = directory().people.get(person_id) if person_id else None
    return person.name if person else ""


def post_name(post_id: str | None) -> str:
    """The name of a post, empty for none."""
    post = directory().posts.get(post_id) if post_id else None
    return post.name if post else ""


def place_name(what: str) -> str:
    """A unit, a post or an account by its name of today instead of its id; anything else as it is."""
    county = directory()
    unit, slash, post = what.partition("/")
    if unit in county.units:
        return f"{county.units[unit].short_name}{slash}{post}"
    return login_name(what)


def addressee_name(message: Unread) -> str:
    """Whom a message is for: a person, else a unit and, where it is for one post alone, that post."""
    if message.person_id is not None:
        return person_name(message.person_id)
    unit = directory().units.get(message.unit_id) if message.unit_id else None
    return f"{unit.short_name if unit else ''}{post_name(message.post_id)}"
