"""What templates may ask for: times, names and states in words."""

from datetime import date, datetime
from typing import Any

from flask import Flask, g

from engine.queries.policy_numbers import NumberLine
from engine.time import clock
from web import addressed, attachments, i18n, kept_words, names, times, words
from web.site import calendar, today


def install(app: Flask) -> None:
    """Register the filters of templates."""
    app.jinja_env.filters.update(
        listed=i18n.listed,
        told_again=kept_words.told_again,
        moment=_moment,
        day=_day,
        civil_day=clock.civil_date,
        due=_due,
        person_name=names.person_name,
        login_name=names.login_name,
        post_name=names.post_name,
        place_name=names.place_name,
        addressee_name=names.addressee_name,
        addressed_to=addressed.addressed_to,
        case_status=words.case_status,
        task_status=words.task_status,
        deadline_status=words.deadline_status,
        paper_tone=words.paper_tone,
        policy_value=_policy_value,
        limit_text=words.limit_text,
        rating_text=words.rating_text,
        file_size=words.file_size,
        file_versions=attachments.versions,
    )


def _moment(instant: datetime | None) -> str:
    return times.moment_text(instant, today()) if instant else ""


def _day(day: date | None) -> str:
    return times.day_text(day, today()) if day else ""


def _due(due_at: datetime | None) -> times.Due:
    """How a limit stands; a list says the same of many rows, and works it out once."""
    said: dict[datetime | None, times.Due] = g.setdefault("said_limits", {})
    if due_at not in said:
        said[due_at] = times.describe_due(due_at, clock.now(), calendar())
    return said[due_at]


def _policy_value(value: Any, line: NumberLine) -> str:
    return words.policy_value(line.number, value)
