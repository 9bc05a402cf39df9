"""What templates may ask for: times, names and states in words."""

from datetime import date, datetime
from uuid import UUID

from flask import Flask

from engine.people.actor import SYSTEM
from engine.people.directory import UnknownPerson
from engine.time import clock
from web import times, words
from web.site import calendar, directory, today


def install(app: Flask) -> None:
    """Register the filters of templates."""
    app.jinja_env.filters.update(
        moment=_moment,
        day=_day,
        due=_due,
        unit_name=_unit_name,
        person_name=_person_name,
        login_name=login_name,
        post_name=_post_name,
        case_status=words.case_status,
        task_status=words.task_status,
        deadline_status=words.deadline_status,
        paper_tone=words.paper_tone,
    )


def _moment(instant: datetime | None) -> str:
    return times.moment_text(instant, today()) if instant else ""


def _day(day: date | None) -> str:
    return times.day_text(day, today()) if day else ""


def _due(due_at: datetime | None) -> times.Due:
    return times.describe_due(due_at, clock.now(), calendar())


def _unit_name(unit_id: str | None) -> str:
    unit = directory().units.get(unit_id) if unit_id else None
    return unit.short_name if unit else ""


def _person_name(person_id: UUID | None) -> str:
    person = directory().people.get(person_id) if person_id else None
    return person.name if person else ""


def login_name(login: str | None) -> str:
    """The name of an account today; the login itself where the account is gone."""
    if not login or login == SYSTEM.login:
        return words.system_name()
    try:
        return directory().person(login).name
    except UnknownPerson:
        return login


def _post_name(post_id: str | None) -> str:
    post = directory().posts.get(post_id) if post_id else None
    return post.name if post else ""
