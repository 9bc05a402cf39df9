"""Housekeeping that no case waits for."""

from datetime import timedelta

from sqlalchemy import select

from engine import administration, tables
from engine.people import moving, renaming
from engine.records import anchors, search
from engine.records.blobs import Blobs
from workers.app import app
from workers.site import Site, site

ORPHANS_AFTER = timedelta(days=1)


@app.task(name="sweeps.deadlines")
def sweep_deadlines() -> None:
    """After a change of the calendar, derive again what still follows the former one (rule T-5)."""
    while administration.rederive_stale(site().engine):
        pass


@app.task(name="sweeps.people")
def sweep_people() -> None:
    """Let names, mergers and departures take effect on their day: engine.people.renaming and .moving."""
    renaming.take_effect(site().engine)
    moving.move_all_cases(site().engine)
    moving.release_all_departed(site().engine)


@app.task(name="sweeps.versions")
def sweep_versions() -> None:
    """Let versions published for a later day start cases by themselves from that day on."""
    site().engine.bring_into_force()


@app.task(name="sweeps.search")
def sweep_search() -> None:
    """Let full-text search follow the history of the cases."""
    while search.refresh(site().engine.database, site().engine.vault):
        pass


@app.task(name="sweeps.notices")
def sweep_notices() -> None:
    """Send messages by the channels people chose, and in the morning the digest of what waits."""
    site().notices.spread()
    site().notices.digest()


@app.task(name="sweeps.seal")
def sweep_seal() -> None:
    """Seal the heads of all cases, once a day after midnight."""
    anchors.seal_daily(site().engine.database)


@app.task(name="sweeps.files")
def sweep_files() -> None:
    """Remove files of acts that failed after writing them."""
    remove_orphans(site())


def remove_orphans(of: Site) -> list[str]:
    """Remove files older than a day that no paper and no attachment names; returns their digests."""
    with of.engine.database.reading() as connection:
        papers = connection.execute(select(tables.document.c.file_digest)).scalars()
        attachments = connection.execute(select(tables.attachment.c.digest)).scalars()
        named = {*papers, *attachments}
    return Blobs(of.settings.files).sweep(named, ORPHANS_AFTER)
