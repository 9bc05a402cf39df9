"""What a worker process holds: its settings, its engine and what delivers the outbox. Made once a process."""

from dataclasses import dataclass
from functools import cache, partial
from uuid import UUID

from sqlalchemy import Connection

from engine import demo_clock, logging
from engine.database import Database
from engine.engine import Engine
from engine.people.actor import SYSTEM
from engine.records.blobs import Blobs
from engine.records.outbox import Deliver
from engine.records.papers import Papers
from engine.runtime import saving, storage
from engine.settings import Settings, read_settings
from workers.applicants import ApplicantNotices
from workers.gateways import Gateways
from workers.notices import Notices


@dataclass(frozen=True)
class Site:
    """One site as a worker sees it; `channels` deliver the outbox by kind, `notices` what people chose to be told."""

    settings: Settings
    engine: Engine
    channels: dict[str, Deliver]
    notices: Notices


def open_engine(settings: Settings) -> Engine:
    """The engine of this process; in the demo, time becomes the demo's."""
    database = Database(settings.database_url)
    if settings.demo:
        demo_clock.use_in_this_process(database)
    return Engine(database, settings.data)


def site_of(settings: Settings, engine: Engine) -> Site:
    """The site of an engine."""
    gateways, note = Gateways(settings), partial(_note, engine)
    notices, applicants = Notices(engine, gateways), ApplicantNotices(engine, gateways, note)
    papers = Papers(engine.database, Blobs(settings.files), note)
    channels: dict[str, Deliver] = {
        "render": papers.deliver,
        "notice": notices.deliver,
        "applicant": applicants.deliver,
    }
    return Site(settings, engine, channels, notices)


@cache
def site() -> Site:
    """This process's site, opened when it is first asked for (after Celery has forked)."""
    settings = read_settings()
    logging.configure(settings.log_format, settings.log_level)
    return site_of(settings, open_engine(settings))


def _note(engine: Engine, connection: Connection, case: UUID, event: str, facts: dict[str, str]) -> None:
    """Add an event to a case's history in the transaction that delivers; the case is locked first."""
    act = engine.loaded(connection, storage.lock(connection, case), "note", SYSTEM)
    act.record(event, None, **facts)
    saving.save(act)
