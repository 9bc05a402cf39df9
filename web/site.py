"""What every page has at hand: the engine, the settings, the rules, a connection for reading."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, cast

from flask import Flask, current_app, g
from sqlalchemy import Connection

from engine.engine import Engine
from engine.people.directory import Directory
from engine.queries.versions import CurrentVersion, current_versions
from engine.rulebook import RuleBook
from engine.runtime.world import World
from engine.settings import Settings
from engine.time import clock
from engine.time.calendar import WorkingCalendar

T = TypeVar("T")
_NAME = "banjie"


@dataclass(frozen=True, slots=True)
class Site:
    """The one county this process serves."""

    engine: Engine
    settings: Settings
    rules: RuleBook


def install(app: Flask, site: Site) -> None:
    """Let `app` serve this site."""
    app.extensions[_NAME] = site
    app.teardown_appcontext(lambda _error: end_reading())


def site() -> Site:
    """The site of the current request."""
    return cast(Site, current_app.extensions[_NAME])


def reading() -> Connection:
    """The request's connection for reading: one consistent view of the database, ended with the request."""
    if "reading" not in g:
        context = site().engine.database.reading()
        g.reading_context = context
        g.reading = context.__enter__()
    return cast(Connection, g.reading)


def end_reading() -> None:
    """Give the reading connection back; the next `reading()` sees what has been written since."""
    g.pop("reading", None)
    g.pop("world", None)
    g.pop("versions", None)
    context = g.pop("reading_context", None)
    if context is not None:
        context.__exit__(None, None, None)


def act(work: Callable[[Engine], T]) -> T:
    """Let the engine act, with no view of the past kept open meanwhile."""
    end_reading()
    return work(site().engine)


def today() -> date:
    """The county's civil date."""
    return clock.today()


def world() -> World:
    """People, calendar and office hours, the same ones for the whole request."""
    if "world" not in g:
        g.world = site().engine.world(reading())
    return cast(World, g.world)


def versions() -> dict[str, CurrentVersion]:
    """The current version of every process, by its id, in the order of their names."""
    if "versions" not in g:
        g.versions = {version.process: version for version in current_versions(reading())}
    return cast(dict[str, CurrentVersion], g.versions)


def calendar() -> WorkingCalendar:
    """The working calendar as it holds now."""
    return world().calendar


def directory() -> Directory:
    """The county's people as they are now."""
    return world().directory
